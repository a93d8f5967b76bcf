"""Until when answers hold that show something computed from the clock."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.conf import settings

from tests.factories import (
    block,
    make_date,
    make_event,
    make_event_index,
    make_notes,
    make_standard_page,
    make_topic,
    make_update,
)

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 7, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = 86_400


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def event():
    """An event of which one date is over in an hour and another comes in winter."""
    dates = [make_date(start=NOW - HOUR, hours=2), make_date(start=datetime(2026, 12, 1, 18, tzinfo=UTC))]
    return make_event(title="Supper", slug="supper", dates=dates, topics=[make_topic()])


def announce(event):
    """Make an update about an event, and one about all that is coming."""
    items = [block("event", {"page": event.pk, "date": None}, "one")]
    make_update(slug="dates", body=[block("events", {"heading": "Dates", "introduction": "", "items": items})])
    soon = {"heading": "Soon", "count": 3, "series": None}
    return make_update(slug="soon", body=[block("upcoming_events", soon)])


def read_lifetime(response):
    """Return for how many seconds a shared cache may keep an answer unless something is published."""
    assert response.status_code == 200
    assert response["Cache-Control"] == "public, max-age=0, must-revalidate"
    return int(response["CDN-Cache-Control"].removeprefix("max-age="))


COMING = [
    "/",
    "/events/",
    "/events/topic/food/",
    "/events/past/2025/",
    "/events/supper/",
    "/updates/dates/",
    "/updates/soon/",
    "/updates/feed.atom",
    "/updates/feed.json",
    "/api/v2/events/",
    "/api/v2/events/{event}/",
    "/api/v2/event-dates/?when=upcoming",
    "/api/v2/pages/{event}/",
    "/api/v2/pages/find/?html_path=/events/supper/",
    "/api/v2/pages/?type=events.EventPage&fields=next_date",
    "/api/v2/pages/{update}/",
    "/api/v2/updates/{update}/",
    "/api/v2/updates/?fields=body",
]


def test_what_shows_coming_dates_holds_until_the_next_is_over(client, now, event):
    make_event(title="Long over", dates=[make_date(start=datetime(2025, 1, 1, tzinfo=UTC))])
    update = announce(event)
    paths = [path.format(event=event.pk, update=update.pk) for path in COMING]

    before = {path: read_lifetime(client.get(path)) for path in paths}
    now.shift(HOUR)
    after = {path: read_lifetime(client.get(path)) for path in paths}

    assert before == dict.fromkeys(paths, 3600)
    assert after == dict.fromkeys(paths, DAY)


@pytest.mark.parametrize(
    "path",
    [
        "/api/v2/event-dates/",
        "/api/v2/updates/{update}/",
        "/updates/news/",
        "/events/supper/event.ics",
        "/events/supper/notes/",
    ],
)
def test_what_shows_no_clock_says_nothing_of_it(client, event, path):
    update = make_update(slug="news")
    make_notes(event, slug="notes")

    assert read_lifetime(client.get(path.format(update=update.pk))) == DAY


@pytest.mark.parametrize(
    ("start", "lifetime"),
    [
        (NOW - timedelta(days=60) - HOUR, 3600),  # until it leaves, an hour after it is over
        (NOW + timedelta(days=730, hours=3), 3 * 3600),  # until it comes in
        (NOW + timedelta(days=1), DAY),
        (NOW - timedelta(days=90), DAY),
    ],
)
def test_a_calendar_holds_until_its_window_gains_or_loses_a_date(client, now, start, lifetime):
    make_event(dates=[make_date(start=start, hours=2)])

    before = client.get("/events/calendar.ics")
    again = client.get("/events/calendar.ics", headers={"if-none-match": before["ETag"]})
    now.shift(timedelta(seconds=lifetime + 1))
    after = client.get("/events/calendar.ics")

    assert read_lifetime(before) == lifetime
    assert (again.status_code, again["CDN-Cache-Control"]) == (304, before["CDN-Cache-Control"])
    assert (before.content == after.content) is (lifetime == DAY)


def test_a_page_that_is_open_for_comments_holds_until_midnight(client):
    make_standard_page(slug="plan", comments_until=datetime(2026, 7, 1, tzinfo=UTC).date())
    make_standard_page(slug="later", comments_until=datetime(2026, 7, 3, tzinfo=UTC).date())
    make_standard_page(slug="closed", comments_until=datetime(2026, 6, 30, tzinfo=UTC).date())

    assert read_lifetime(client.get("/plan/")) == 11 * 3600
    assert read_lifetime(client.get("/later/")) == DAY
    assert read_lifetime(client.get("/closed/")) == DAY


def test_nothing_is_promised_about_what_one_reader_sees_or_what_is_not_there(client, event):
    missing = client.get("/events/past/1999/")
    client.cookies[settings.SESSION_COOKIE_NAME] = "somebody"
    own = client.get("/events/supper/")

    assert missing["Cache-Control"] == "no-store"
    assert "CDN-Cache-Control" not in missing
    assert "CDN-Cache-Control" not in own
    assert "public" not in own.get("Cache-Control", "")


def test_without_a_coming_date_only_a_change_changes_anything(client):
    make_event_index()

    assert read_lifetime(client.get("/events/")) == DAY
    assert read_lifetime(client.get("/api/v2/events/")) == DAY
