"""Every calendar of the demo, read by three programs that know nothing of each other."""

from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from cms.models import Topic
from cms.represent.visibility import Visibility
from events.calendars import BACK, FORWARD
from events.models import EventDate, EventIndexPage, EventPage
from tests.demo.conftest import TODAY
from tests.events.calendar_readers import list_entries, read_feeds

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo"), pytest.mark.proof]

LONDON = ZoneInfo("Europe/London")


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(datetime.combine(TODAY, time(12), tzinfo=UTC), tick=False) as traveller:
        yield traveller


def list_feeds() -> dict[str, Any]:
    """Return the address of every calendar, with the dates of the database that it should have."""
    feeds: dict[str, Any] = {}
    for index in EventIndexPage.objects.live():
        shown = index.dates.public(Visibility()).overlapping(timezone.now() - BACK, timezone.now() + FORWARD)
        feeds[f"{index.url}calendar.ics"] = shown
        for slug in Topic.objects.filter(locale=index.locale).values_list("slug", flat=True):
            feeds[f"{index.url}topic/{slug}/calendar.ics"] = shown.about(slug)
    for event in EventPage.objects.live():
        feeds[f"{event.url}event.ics"] = event.dates.all()
        for date in event.dates.all():
            feeds[f"{event.url}dates/{date.translation_key}/event.ics"] = [date]
    return feeds


def read(client: Client, directory: Any) -> dict[str, Any]:
    """Return what the programs read in every calendar, which is what the database says."""
    feeds = list_feeds()
    found = read_feeds({path: client.get(path).content for path in feeds}, directory)
    assert found == {path: list_entries(dates) for path, dates in feeds.items()}
    return found


def find_dates(**filters: Any) -> Any:
    return EventDate.objects.filter(event__locale__language_code="en", until__gt=timezone.now(), **filters)


def publish_date(date: EventDate, **values: Any) -> None:
    """Publish other values of a date, as an editor does."""
    event = EventPage.objects.get(pk=date.event_id)
    row = next(row for row in event.dates.all() if row.pk == date.pk)
    for name, value in values.items():
        setattr(row, name, value)
    event.dates.add(row)
    event.save_revision().publish()


def test_the_dates_of_the_demo_are_of_every_kind() -> None:
    """Otherwise the proof below would prove less than it says."""
    dates = list(EventDate.objects.select_related("event"))
    starts = sorted(date.start.astimezone(LONDON) for date in dates if date.event.time_zone == "Europe/London")

    offsets = [start.utcoffset() for start in starts]
    changes = sum(before != after for before, after in pairwise(offsets))
    assert changes >= 2  # forward and back
    assert any(date.all_day for date in dates)
    assert {date.event.time_zone for date in dates} > {"Europe/London"}
    assert {date.status for date in dates} == {"scheduled", "cancelled", "moved", "postponed"}


def test_three_programs_read_every_calendar_before_and_after_changes(client: Client, tmp_path: Any, now: Any) -> None:
    before = read(client, tmp_path)
    cancelled, moved, renamed = find_dates(status="scheduled").order_by("event_id", "start").distinct()[:3]

    now.shift(timedelta(hours=1))
    publish_date(cancelled, status="cancelled")
    publish_date(moved, status="moved", start=moved.start + timedelta(days=1), end=None)
    event = EventPage.objects.get(pk=renamed.event_id)
    event.title, event.slug = "Another name", "another-address"
    event.save_revision().publish()
    after = read(client, tmp_path)

    assert len(before) > 100
    assert {uid for entries in after.values() for uid in entries} == {uid for es in before.values() for uid in es}
    assert after["/events/calendar.ics"].keys() == before["/events/calendar.ics"].keys()
    assert after["/events/calendar.ics"] != before["/events/calendar.ics"]
    assert any(path.startswith("/events/another-address/") for path in after)
