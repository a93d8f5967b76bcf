"""Calendars, read by three programs that know nothing of each other."""

import re
from datetime import UTC, datetime, timedelta

import icalendar
import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction, Site

from cms.models import Organisation, Topic
from events.models import EventDate, EventIndexPage, EventPage
from tests.events.calendar_readers import list_entries, read_by_all, read_with_icalendar
from tests.events.clock_changes import make_london_event, make_new_york_event
from tests.factories import get_home, make_date, make_event, make_event_index, make_topic

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 4, 10, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def fetch(client, path, **headers):
    response = client.get(path, headers=headers)
    assert response.status_code == 200
    return response.content


def read_entry(body, date):
    """Return a date's entry as icalendar reads it."""
    calendar = icalendar.Calendar.from_ical(body)
    return next(event for event in calendar.events if str(event["UID"]).startswith(str(date.translation_key)))


# What programs read


def test_three_programs_read_every_start_end_and_status(client, tmp_path):
    event, far_event = make_london_event(), make_new_york_event()

    assert read_by_all(fetch(client, "/events/supper/event.ics"), tmp_path) == list_entries(event.dates.all())
    assert read_by_all(fetch(client, "/events/call/event.ics"), tmp_path) == list_entries(far_event.dates.all())


def test_three_programs_read_the_calendar_of_all_events(client, tmp_path):
    make_london_event()
    make_new_york_event()

    found = read_by_all(fetch(client, "/events/calendar.ics"), tmp_path)

    assert found == list_entries(EventDate.objects.select_related("event"))
    assert len(found) == 24


def test_a_calendar_reaches_back_sixty_days_and_forward_two_years(client):
    days = {59: True, 61: False}
    event = make_event(
        dates=[
            *(make_date(start=NOW - timedelta(days=ago), hours=1) for ago in days),
            make_date(start=NOW + timedelta(days=729), status="cancelled"),
            make_date(start=NOW + timedelta(days=731)),
        ]
    )

    found = read_with_icalendar(fetch(client, "/events/calendar.ics"))

    inside = event.dates.filter(start__range=(NOW - timedelta(days=60), NOW + timedelta(days=730)))
    assert found == list_entries(inside)
    assert len(found) == 2
    assert len(read_with_icalendar(fetch(client, f"/events/{event.slug}/event.ics"))) == 4


def test_a_cancelled_date_stays_in_for_sixty_days(client, now):
    event = make_event(dates=[make_date(start=NOW + timedelta(days=1), status="cancelled")])

    now.shift(timedelta(days=60))
    still = read_with_icalendar(fetch(client, "/events/calendar.ics"))
    now.shift(timedelta(days=2))
    later = read_with_icalendar(fetch(client, "/events/calendar.ics"))

    assert still == list_entries(event.dates.all())
    assert later == {}


def test_one_date_has_a_calendar_of_its_own(client, tmp_path):
    event = make_london_event()
    date = event.dates.order_by("start")[1]

    found = read_by_all(fetch(client, f"/events/supper/dates/{date.translation_key}/event.ics"), tmp_path)

    assert found == list_entries([date])
    stranger = make_new_york_event().dates.first().translation_key
    assert client.get(f"/events/supper/dates/{stranger}/event.ics").status_code == 404


@pytest.mark.parametrize("path", ["/events/topic/food/calendar.ics", "/events/calendar.ics?topic=food"])
def test_a_topic_has_a_calendar(client, path):
    event = make_london_event(topics=[make_topic()])
    make_new_york_event()

    body = fetch(client, path)

    assert read_with_icalendar(body) == list_entries(EventDate.objects.filter(event=event))
    assert b"X-WR-CALNAME:Events: Food" in body
    assert b"CATEGORIES:Food" in body
    assert client.get(path.replace("food", "nothing")).status_code == 404


# What stays when things change


def publish(event, **changes):
    """Publish an event with other values, as an editor would."""
    event = EventPage.objects.get(pk=event.pk)
    for name, value in changes.items():
        setattr(event, name, value)
    event.save_revision().publish()
    return EventPage.objects.get(pk=event.pk)


def publish_date(event, index, **changes):
    """Publish an event with one of its dates changed."""
    event = EventPage.objects.get(pk=event.pk)
    dates = list(event.dates.all())
    for name, value in changes.items():
        setattr(dates[index], name, value)
    event.dates.set(dates)
    event.save_revision().publish()
    return event.dates.all()[index]


def test_identifiers_survive_a_cancel_a_move_a_rename_and_another_address(client, tmp_path, now):
    event = make_london_event()
    before = read_by_all(fetch(client, "/events/supper/event.ics"), tmp_path)

    now.shift(timedelta(hours=1))
    publish_date(event, 5, status="cancelled")
    publish_date(event, 4, status="moved", start=datetime(2026, 5, 9, 17, tzinfo=UTC), end=None)
    publish(event, title="Long supper", slug="long-supper")
    after = read_by_all(fetch(client, "/events/long-supper/event.ics"), tmp_path)

    assert after.keys() == before.keys()
    assert after == list_entries(EventDate.objects.filter(event=event).select_related("event"))
    assert after != before


def test_a_published_change_raises_the_sequence_and_the_stamp_of_its_date_only(client, now):
    event = make_london_event()
    first, second = event.dates.all()[:2]
    before = fetch(client, "/events/supper/event.ics")

    now.shift(timedelta(hours=1))
    publish_date(event, 0, status="cancelled")
    after = fetch(client, "/events/supper/event.ics")

    changed, same = read_entry(after, first), read_entry(after, second)
    assert (int(changed["SEQUENCE"]), changed["DTSTAMP"].dt) == (1, NOW + timedelta(hours=1))
    assert str(changed["SUMMARY"]) == "Cancelled: Supper"
    assert (int(same["SEQUENCE"]), same["DTSTAMP"].dt) == (0, read_entry(before, second)["DTSTAMP"].dt)


def test_a_rename_leaves_the_stamp_and_says_that_it_was_modified(client, now):
    event = make_london_event()
    date = event.dates.first()

    now.shift(timedelta(hours=1))
    publish(event, title="Long supper")
    entry = read_entry(fetch(client, "/events/supper/event.ics"), date)

    assert (str(entry["SUMMARY"]), int(entry["SEQUENCE"])) == ("Long supper", 0)
    assert entry["DTSTAMP"].dt == NOW
    assert entry["LAST-MODIFIED"].dt == NOW + timedelta(hours=1)


def test_a_date_has_the_same_identifier_in_every_language(client, welsh):
    event = make_london_event()
    for page in (get_home(), event.get_parent().specific, event):
        copy = page.copy_for_translation(welsh)
        copy.save_revision().publish()

    english, cymraeg = fetch(client, "/events/supper/event.ics"), fetch(client, f"/cy/events/{copy.slug}/event.ics")

    assert read_with_icalendar(english) == read_with_icalendar(cymraeg)


# What the entries say


def test_an_entry_says_where_what_and_what_has_changed(client):
    make_london_event(
        venue_name="The hall",
        venue_address="1 Bridge Street\nTrefawr",
        attendance="mixed",
        sign_up_url="https://example.org/sign-up",
        access_notes="Step-free.",
    )
    EventDate.objects.filter(status="moved").update(moved_from=datetime(2026, 6, 1, 18, tzinfo=UTC))
    dates = {date.status: date for date in EventDate.objects.all()}
    body = fetch(client, "/events/supper/event.ics")

    moved, postponed = (read_entry(body, dates[status]) for status in ("moved", "postponed"))

    assert str(moved["LOCATION"]) == "The hall, 1 Bridge Street, Trefawr, Online"
    assert "It was Monday 1 June 2026, 7pm before." in str(moved["DESCRIPTION"])
    assert "https://example.org/sign-up" in str(moved["DESCRIPTION"])
    assert str(moved["URL"]) == "http://localhost/events/supper/"
    assert (str(postponed["SUMMARY"]), str(postponed["STATUS"])) == ("Postponed: Supper", "TENTATIVE")


def test_the_file_is_as_the_standard_wants_it(client):
    make_london_event(summary="Gwledd fawr â phawb, " * 12)
    make_new_york_event()
    body = fetch(client, "/events/calendar.ics")

    lines = body.split(b"\r\n")

    assert b"\n" not in body.replace(b"\r\n", b"")
    assert all(len(line) <= 75 for line in lines)
    assert lines[0] == b"BEGIN:VCALENDAR"
    assert {b"REFRESH-INTERVAL;VALUE=DURATION:PT1H", b"X-PUBLISHED-TTL:PT1H", b"X-WR-CALNAME:Events"} <= set(lines)
    assert b"RDATE" not in body
    assert b"DTSTART;VALUE=DATE:20260502\r\n" in body
    assert b"DTEND;VALUE=DATE:20260503\r\n" in body
    assert b"DTSTART;TZID=America/New_York:20261101T200000\r\n" in body
    assert body.count(b"BEGIN:VTIMEZONE") == 2


@pytest.mark.parametrize("end", ["\r\n", *(pytest.param(end, marks=pytest.mark.proof) for end in ("\n", "\r"))])
def test_no_character_of_a_text_breaks_a_calendar(end, client, tmp_path):
    odd = "".join(map(chr, range(1, 32))) + '\x7f\x85\u2028,;\\"'
    title = f"One{end}two{odd}"
    texts = ("title", "summary", "venue_name", "venue_address", "access_notes", "cost")
    topic = make_topic(name=title, slug="food")
    event = make_london_event(topics=[topic], **dict.fromkeys(texts, title))
    # Written past ``save()``, which would have cleaned them.
    EventPage.objects.update(**dict.fromkeys(texts, title))
    Topic.objects.update(name=title)
    EventDate.objects.update(note=title, place=title)
    EventIndexPage.objects.update(title=title)
    Organisation.for_site(Site.objects.get())
    Organisation.objects.update(name=title)

    for path in ("/events/calendar.ics", "/events/topic/food/calendar.ics", "/events/supper/event.ics"):
        body = fetch(client, path)

        assert not re.search(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", body)
        assert b"\r\nX-WR-CALNAME:One two" in body
        assert read_by_all(body, tmp_path) == list_entries(event.dates.all())


# How it is answered


def test_who_has_a_calendar_already_is_told_so(client, now):
    make_london_event()
    first = client.get("/events/calendar.ics")

    now.shift(timedelta(minutes=5))
    again = client.get("/events/calendar.ics", headers={"if-none-match": first["ETag"]})
    head = client.head("/events/calendar.ics")

    assert first["Content-Type"] == "text/calendar; charset=utf-8"
    assert first["Content-Disposition"] == 'inline; filename="events.ics"'
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert (head.status_code, head.content, head["ETag"]) == (200, b"", first["ETag"])


def test_drafts_and_restricted_events_are_in_no_calendar(client):
    index = make_event_index()
    make_event(index, live=False, title="Draft", slug="draft")
    secret = make_event(index, title="Secret", slug="secret")
    PageViewRestriction.objects.create(page=secret, restriction_type=PageViewRestriction.LOGIN)

    assert read_with_icalendar(fetch(client, "/events/calendar.ics")) == {}
    assert client.get("/events/draft/event.ics").status_code == 404
    assert client.get("/events/secret/event.ics").status_code == 302


def test_the_number_of_queries_does_not_grow(client):
    counts = []
    for number in (1, 4):
        for each in range(number):
            dates = [make_date(days=day) for day in range(number)]
            event = make_event(dates=dates, topics=[make_topic(slug=f"topic-{number}-{each}")])
        for path in ("/events/calendar.ics", f"/events/{event.slug}/event.ics"):
            client.get(path)
            with CaptureQueriesContext(connection) as queries:
                client.get(path)
            counts.append(len(queries))

    assert counts[:2] == counts[2:]
