"""A database that goes away between any two statements."""

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone
from wagtail.models import Revision

from blog.models import UpdatePage
from cms.publishing.scheduling import publish_due_revisions
from tests import factories
from tests.changes.readers import QuickClient, list_addresses

MESSAGE = "server closed the connection unexpectedly"


class Outage:
    """Lets every statement fail from the one with a number on, as a database does that has gone away."""

    def __init__(self, first: int) -> None:
        self.first = first
        self.count = 0

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        self.count += 1
        if self.count < self.first:
            return execute(sql, params, many, context)
        with connection.wrap_database_errors:
            raise connection.Database.OperationalError(MESSAGE)


@contextmanager
def go_away_before(number: int) -> Iterator[Outage]:
    outage = Outage(number)
    with connection.execute_wrapper(outage):
        yield outage
    connection.close()


FEW = ["/search/?q=garden", "/api/v2/updates/?fields=*", "/no-such-page/"]


def check_answers(addresses: list[str]) -> int:
    """Raise ``AssertionError`` unless each is 503 whichever statement fails; return how many answers that took."""
    client = QuickClient(raise_request_exception=False)
    asked = 0
    for path in addresses:
        usual = client.get(path).status_code
        for number in itertools.count(1):
            with go_away_before(number) as outage:
                status = client.get(path).status_code
            asked += 1
            has_failed = outage.count >= number
            assert status == (503 if has_failed else usual), f"{path} answers {status} where statement {number} fails"
            if not has_failed:
                break
    return asked


@pytest.mark.django_db(transaction=True)
def test_no_answer_hides_that_a_statement_failed():
    update = factories.make_full_update()

    check_answers([*FEW, f"/api/v2/updates/{update.pk}/"])


@pytest.mark.proof
@pytest.mark.django_db(transaction=True)
def test_no_answer_of_any_address_hides_that_a_statement_failed(capsys):
    factories.make_full_update()

    asked = check_answers(list_addresses())

    with capsys.disabled():
        print(f"\n{asked} answers, each with another statement that failed")  # noqa: T201


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("path", "form"), [("/api/v2/site/", "application/problem+json"), ("/", "text/html")])
def test_an_outage_is_told_in_the_form_of_the_address_and_in_one_line_of_the_log(path, form, caplog):
    with go_away_before(1):
        response = QuickClient(raise_request_exception=False).get(path)

    assert (response.status_code, response["Retry-After"], response["Cache-Control"]) == (503, "5", "no-store")
    assert response["Content-Type"].startswith(form)
    [record] = caplog.records
    assert record.getMessage() == f"{path}: {MESSAGE}"
    assert record.exc_info is None


@pytest.mark.django_db(transaction=True)
def test_publishing_at_a_time_is_only_put_off_whichever_statement_fails():
    due = timezone.now() - timedelta(minutes=1)
    update = factories.make_update(introduction="Before", go_live_at=due)
    update.introduction = "After"
    revision = update.save_revision(approved_go_live_at=due)

    for number in itertools.count(2):  # the first one looks what is due
        with go_away_before(number) as outage:
            publish_due_revisions()
        if outage.count < number:
            break
        state = (UpdatePage.objects.get().introduction, Revision.objects.get(pk=revision.pk).approved_go_live_at)
        assert state in [("Before", due), ("After", None)]  # the vocabulary is learnt after the transaction

    assert number > 30
    assert UpdatePage.objects.get().introduction == "After"
