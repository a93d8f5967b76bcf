"""Events and their dates in the API."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from events.models import EventDate
from tests.api.asking import get
from tests.events.days import NOW, on
from tests.factories import make_date, make_event, make_event_index, make_topic

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]


def list_titles(client, **parameters):
    return [item["title"] for item in get(client, "events/", **parameters)["items"]]


def list_starts(client, **parameters):
    return [item["start"] for item in get(client, "event-dates/", **parameters)["items"]]


# What a date says


def test_a_date_says_what_changed_and_where_its_times_are_from(client):
    event = make_event(
        title="Call",
        slug="call",
        attendance="online",
        time_zone="America/New_York",
        dates=[on(8, 1)],
        topics=[make_topic()],
    )
    EventDate.objects.update(
        status="moved",
        moved_from=datetime(2026, 7, 30, 10, tzinfo=UTC),
        sequence=2,
        changed_at=NOW,
        note="By telephone.",
    )
    date = EventDate.objects.get()

    (row,) = get(client, "event-dates/")["items"]

    assert row == {
        "id": str(date.translation_key),
        "type": "events.EventDate",
        "meta": {"type": "events.EventDate", "locale": "en", "fallback_from": None},
        "start": "2026-08-01T06:00:00-04:00",
        "end": "2026-08-01T08:00:00-04:00",
        "all_day": False,
        "time_zone": "America/New_York",
        "status": "moved",
        "place": "",
        "note": "By telephone.",
        "moved_from": "2026-07-30T06:00:00-04:00",
        "sequence": 2,
        "changed_at": "2026-07-01T12:00:00+00:00",
        "page": {
            "id": event.pk,
            "type": "events.EventPage",
            "title": "Call",
            "url": "http://localhost/events/call/",
            "path": "/events/call/",
            "locale": "en",
        },
        "attendance": "online",
        "topics": [{"id": row["topics"][0]["id"], "type": "cms.Topic", "name": "Food", "slug": "food"}],
    }


def test_the_next_date_is_the_first_that_is_not_over(client):
    event = make_event(dates=[on(6, 1), on(7, 1, 11), on(8, 1)])

    data = get(client, f"events/{event.pk}/")

    assert data["next_date"]["start"] == "2026-07-01T12:00:00+01:00"
    assert data["next_date"] in data["dates"]
    assert data["meta"]["detail_url"] == f"http://localhost/api/v2/events/{event.pk}/"


# Order and filters


def test_events_come_by_their_next_date_and_then_those_that_are_over(client):
    make_event(title="Long over", dates=[on(1, 1)])
    make_event(title="Just over", dates=[on(6, 30)])
    make_event(title="Later", dates=[on(1, 2), on(9, 1)])
    make_event(title="Soon", dates=[on(7, 2), on(12, 1)])

    assert list_titles(client) == ["Soon", "Later", "Just over", "Long over"]
    assert list_titles(client, when="upcoming") == ["Soon", "Later"]
    assert list_titles(client, when="past") == ["Just over", "Long over"]


def test_dates_come_by_their_start(client):
    make_event(dates=[on(9, 1), on(6, 1)])
    make_event(dates=[on(8, 1)])

    starts = list_starts(client)

    assert starts == sorted(starts)
    assert list_starts(client, order="-start") == starts[::-1]
    assert list_starts(client, when="past") == starts[:1]
    assert list_starts(client, when="upcoming") == starts[1:]


@pytest.mark.parametrize(
    ("parameters", "found"),
    [
        ({"from": "2026-07-10"}, ["Trip", "Fair"]),
        ({"to": "2026-07-10"}, ["Walk", "Trip"]),
        ({"from": "2026-07-11", "to": "2026-07-12"}, ["Trip"]),
        ({"from": "2026-07-20", "to": "2026-07-20"}, ["Fair"]),
        ({"from": "2026-07-20T12:00:00+01:00", "to": "2026-07-21T00:00:00Z"}, ["Fair"]),
        ({"from": "2026-07-20T12:00:00Z"}, []),
        ({"to": "2026-07-05T10:00:00Z"}, []),
    ],
)
def test_a_range_finds_what_overlaps_it(client, parameters, found):
    """The walk is on 5 July from 10 to 12, the trip from the 9th to the 14th, the fair on the 20th from 10 to 12."""
    make_event(title="Walk", dates=[on(7, 5)])
    make_event(title="Trip", dates=[on(7, 9, hours=5 * 24)])
    make_event(title="Fair", dates=[on(7, 20)])

    assert list_titles(client, **parameters) == found
    assert [row["page"]["title"] for row in get(client, "event-dates/", **parameters)["items"]] == found


def test_events_and_dates_are_filtered_by_attendance_and_topic(client):
    make_event(title="Supper", attendance="mixed", topics=[make_topic()])
    make_event(title="Call", attendance="online")

    for parameters, found in [
        ({"attendance": "online"}, ["Call"]),
        ({"topic": "food"}, ["Supper"]),
        ({"topic": "x"}, []),
    ]:
        assert list_titles(client, **parameters) == found
        assert [row["page"]["title"] for row in get(client, "event-dates/", **parameters)["items"]] == found


def test_dates_are_found_by_identifier_and_status(client):
    event = make_event(dates=[on(8, 1), on(9, 1, status="cancelled")])
    first, second = event.dates.all()

    assert list_starts(client, id=str(first.translation_key)) == ["2026-08-01T11:00:00+01:00"]
    assert list_starts(client, status="cancelled") == ["2026-09-01T11:00:00+01:00"]
    assert second.status == "cancelled"


@pytest.mark.parametrize("path", ["events/", "event-dates/"])
@pytest.mark.parametrize(
    ("parameters", "name"),
    [
        ({"from": "2026-07-02", "to": "2026-07-01"}, "to"),
        ({"from": "tomorrow"}, "from"),
        ({"from": "2026-02-30"}, "from"),
        ({"to": "2026-07-01T10:00:00"}, "to"),
        ({"to": "9999-12-31"}, "to"),
        ({"when": "now"}, "when"),
        ({"attendance": "here"}, "attendance"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_a_wrong_parameter_is_named(client, path, parameters, name):
    assert name in get(client, path, 400, **parameters)["message"].replace(":", " ").replace(",", " ").split()


@pytest.mark.parametrize(
    "parameters", [{"start": "x"}, {"order": "note"}, {"id": "7"}, {"status": "gone"}, {"fields": "x"}]
)
def test_dates_refuse_what_they_do_not_know(client, parameters):
    assert next(iter(parameters)) in get(client, "event-dates/", 400, **parameters)["message"]


def test_dates_of_drafts_and_restricted_events_are_not_there(client):
    index = make_event_index()
    make_event(index, live=False)
    PageViewRestriction.objects.create(page=make_event(index), restriction_type=PageViewRestriction.LOGIN)

    for path in ("events/", "event-dates/"):
        assert get(client, path)["meta"]["total_count"] == 0


# Cost


def test_the_number_of_queries_does_not_grow(client):
    counts = []
    for number in (1, 4):
        for each in range(number):
            dates = [make_date(days=day - 2) for day in range(number)]
            make_event(dates=dates, topics=[make_topic(slug=f"topic-{number}-{each}")])
        counted = {}
        for path in ("events/?limit=20", "events/?fields=*&limit=20", "event-dates/?limit=100"):
            client.get(f"/api/v2/{path}")
            with CaptureQueriesContext(connection) as queries:
                client.get(f"/api/v2/{path}")
            counted[path] = len(queries)
        counts.append(counted)

    assert counts[0] == counts[1]
