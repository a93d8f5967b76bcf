"""A new update begins with the month that it probably covers."""

from datetime import date

import pytest
import time_machine

from blog.models import UpdatePage
from blog.months import suggest_month
from tests.factories import make_update, make_update_index

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("november")]


@pytest.fixture
def november():
    with time_machine.travel("2026-11-28T12:00Z"):
        yield


@pytest.mark.parametrize(
    ("covered", "expected"),
    [
        ([], date(2026, 11, 1)),
        ([date(2026, 10, 1)], date(2026, 11, 1)),
        ([date(2026, 11, 1)], date(2026, 12, 1)),
        ([date(2026, 9, 1)], date(2026, 10, 1)),
        ([date(2025, 3, 1)], date(2026, 10, 1)),
        ([date(2026, 10, 1), date(2026, 12, 1)], date(2026, 11, 1)),
        ([date(2026, 11, 1), date(2026, 12, 1)], date(2027, 1, 1)),
        ([date(9999, 12, 1)], date(2026, 11, 1)),
    ],
)
def test_the_month_is_the_first_without_an_update(covered, expected):
    index = make_update_index()
    for period in covered:
        make_update(index, kind=UpdatePage.Kind.MONTHLY_UPDATE, period=period, live=False)

    assert suggest_month(index) == expected


def test_the_form_of_a_new_update_has_its_month(admin_client):
    index = make_update_index()
    make_update(index, kind=UpdatePage.Kind.MONTHLY_UPDATE, period=date(2026, 10, 1))

    form = admin_client.get(f"/admin/pages/add/blog/updatepage/{index.pk}/").context["form"]

    assert form["period"].value() == date(2026, 11, 1)
