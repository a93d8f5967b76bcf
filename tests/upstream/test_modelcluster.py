"""The child rows that the adapter of modelcluster puts into an instance are those that modelcluster shows."""

import pytest

from cms.upstream.modelcluster import hold_rows, list_held_rows
from events.models import EventDate, EventPage

pytestmark = pytest.mark.django_db


def test_rows_that_an_instance_holds_are_its_child_rows(django_assert_num_queries):
    event, dates = EventPage(title="Open evening"), [EventDate(note="first"), EventDate(note="second")]

    hold_rows(event, "dates", dates)

    with django_assert_num_queries(0):
        assert [date.note for date in event.dates.all()] == ["first", "second"]
    assert list_held_rows(event)["dates"] == dates
