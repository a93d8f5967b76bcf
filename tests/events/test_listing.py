"""The list of events in the admin, and the choice of one of an event's dates."""

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from events.models import EventDate, EventHost
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client) -> User:
    user = factories.make_user()
    client.force_login(user)
    return user


def list_titles(client, **filters: object) -> list[str]:
    answer = client.get(reverse("events:index"), filters)
    assert answer.status_code == 200
    return sorted(page.title for page in answer.context["object_list"])


def test_an_event_with_a_date_to_come_is_not_over(client, editor) -> None:
    both = [factories.make_date(days=-30), factories.make_date(days=30)]
    factories.make_event(title="Series", dates=both)
    factories.make_event(title="Fair", dates=[factories.make_date(days=-3)])

    assert list_titles(client, when="coming") == ["Series"]
    assert list_titles(client, when="over") == ["Fair"]
    assert list_titles(client) == ["Fair", "Series"]


def test_events_are_found_by_attendance_and_host(client, editor) -> None:
    mair = factories.make_person("Mair")
    factories.make_event(title="Call", attendance="online")
    swap = factories.make_event(title="Swap")
    swap.hosts.add(EventHost(person=mair))
    swap.save_revision().publish()

    assert list_titles(client, attendance="online") == ["Call"]
    assert list_titles(client, host=mair.pk) == ["Swap"]


def test_the_next_date_is_shown_in_the_time_of_its_place(client, editor) -> None:
    start = factories.timezone.now().replace(year=2031, month=7, day=4, hour=12, minute=0)
    factories.make_event(title="Fair", time_zone="America/New_York", dates=[factories.make_date(start=start)])

    assert "4 July 2031, 08:00" in client.get(reverse("events:index")).content.decode()


def test_the_chooser_offers_the_dates_of_the_event_that_is_chosen(client, editor) -> None:
    kitchen = factories.make_event(title="Tuesday kitchen")
    factories.make_event(title="Seed swap")
    every = client.get(reverse("event_date_chooser:choose")).json()["html"]
    chosen = client.get(reverse("event_date_chooser:choose"), {"event": kitchen.pk}).json()["html"]
    unset = client.get(reverse("event_date_chooser:choose"), {"event": ""}).json()["html"]

    assert "Seed swap" in every
    assert "Seed swap" in unset
    assert "Tuesday kitchen" in chosen
    assert "Seed swap" not in chosen
    assert EventDate.objects.count() == 2
