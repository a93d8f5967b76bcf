"""What is on, and the page of one event."""

import re
from datetime import UTC, datetime
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from events.models import EventDate, EventPage
from tests.events.days import on
from tests.factories import (
    block,
    make_date,
    make_event,
    make_event_index,
    make_notes,
    make_topic,
    make_update,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]


def read(client, path, **parameters):
    """Return a page as text without tags, spaces made one."""
    response = client.get(path, parameters)
    assert response.status_code == 200
    body = re.sub(r"(?s)<(script|style).*?</\1>", " ", response.content.decode())
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def list_titles(client, path="/events/", **parameters):
    body = client.get(path, parameters).content.decode()
    return re.findall(r'event-row__link"[^>]*>([^<]+)<', body)


# What is on


def test_dates_to_come_stand_by_month(client):
    make_event(title="Walk", dates=[on(7, 2), on(8, 1)])
    make_event(title="Fair", dates=[on(7, 20)])

    text = read(client, "/events/")

    assert list_titles(client) == ["Walk", "Fair"]
    assert text.index("July 2026") < text.index("2 July 2026") < text.index("then 1 August") < text.index("20 July")


def test_changes_are_marked_and_a_moved_date_says_what_it_was(client):
    dates = [on(7, 2, status="cancelled"), on(7, 3, status="postponed"), on(7, 4, status="moved")]
    event = make_event(dates=dates)
    for date in (on(7, 3, status="postponed"), on(7, 4, status="moved")):
        make_event(dates=[date])
    EventDate.objects.filter(status="moved").update(moved_from=datetime(2026, 7, 1, 18, tzinfo=UTC))

    for path in ("/events/", event.get_url()):
        text = read(client, path)
        assert "Cancelled" in text
        assert "Postponed" in text
        assert "New date (was 1 July, 7pm)" in text


@pytest.mark.parametrize(
    ("parameters", "found"),
    [
        ({"topic": "food"}, ["Supper"]),
        ({"attendance": "online"}, ["Call"]),
        ({"attendance": "in_person"}, ["Supper"]),
        ({"place": "Pont hall"}, ["Supper"]),
        ({"cost": "free"}, ["Call"]),
        ({"when": "week"}, ["Supper", "Call"]),
        ({"when": "week", "cost": "free", "topic": "food"}, []),
        ({"q": "PONT"}, ["Supper"]),
        ({"q": "bring seeds"}, ["Supper", "Call"]),
        ({"q": "bring elephants"}, []),
        ({"topic": "food", "attendance": "online"}, []),
        ({"topic": "", "attendance": "", "q": ""}, ["Supper", "Call"]),
    ],
)
def test_readers_narrow_the_list(client, parameters, found):
    make_event(title="Supper", venue_name="Pont hall", dates=[on(7, 2)], topics=[make_topic()])
    make_event(title="Call", attendance="online", is_free=True, dates=[on(7, 3)])

    assert list_titles(client, **parameters) == found


def test_a_filter_that_is_none_says_so_and_hides_nothing(client):
    make_event(title="Supper")

    text = read(client, "/events/", topic="nonsense", attendance="here")

    assert "nonsense is not one of the available choices" in text
    assert "here is not one of the available choices" in text
    assert list_titles(client, topic="nonsense") == ["Supper"]


def test_a_topic_has_a_page_and_a_calendar(client):
    make_event(title="Supper", topics=[make_topic()])
    make_event(title="Call")

    body = client.get("/events/topic/food/").content.decode()

    assert list_titles(client, "/events/topic/food/") == ["Supper"]
    assert 'href="/events/topic/food/calendar.ics"' in body
    assert '<link rel="canonical" href="http://localhost/events/topic/food/">' in body
    assert client.get("/events/topic/nothing/").status_code == 404


def test_past_dates_stand_by_year(client):
    make_event(title="Walk", dates=[on(6, 1), on(3, 1, year=2024), on(8, 1)])

    assert list_titles(client, "/events/past/") == ["Walk"]
    assert "1 June 2026" in read(client, "/events/past/")
    assert "1 March 2024" in read(client, "/events/past/2024/")
    assert "No events match" in read(client, "/events/past/2024/?q=elephants")
    assert client.get("/events/past/2025/").status_code == 404
    assert 'href="/events/past/2024/"' in client.get("/events/past/").content.decode()
    assert "2025" not in re.findall(r'href="/events/past/(\d+)/"', client.get("/events/past/").content.decode())
    assert client.get("/events/past/0/").status_code == 404


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/events/", "Nothing is planned at the moment"),
        ("/events/?q=elephants", "No events match"),
        ("/events/past/", "No past events yet"),
    ],
)
def test_an_empty_list_says_what_to_do_next(client, path, words):
    make_event_index()

    body = client.get(path).content.decode()

    assert words in body
    assert re.search(r'class="button" href="/events/', body)


def test_long_lists_have_pages_that_keep_the_filters(client):
    for number in range(31):
        make_event(title=f"Walk {number}", attendance="online", dates=[on(8, 1)])

    first, second = (list_titles(client, attendance="online", page=page) for page in (1, 2))

    assert (len(first), len(second)) == (30, 1)
    assert 'href="?attendance=online&amp;page=2"' in client.get("/events/?attendance=online").content.decode()


def test_drafts_and_restricted_events_are_not_listed(client):
    index = make_event_index()
    make_event(index, live=False)
    secret = make_event(index, title="Secret", dates=[on(7, 2), on(6, 2)], topics=[make_topic("Hush")])
    PageViewRestriction.objects.create(page=secret, restriction_type=PageViewRestriction.LOGIN)

    assert list_titles(client) == list_titles(client, "/events/past/") == []
    assert "Hush" not in read(client, "/events/")


# One event


def test_an_event_shows_the_next_date_that_takes_place_and_all_others(client):
    event = make_event(
        dates=[on(6, 1), on(7, 2, status="cancelled"), on(7, 9), on(7, 16, note="Bring boots.")],
        access_notes="Step-free.",
        cost="Free",
        sign_up_url="https://example.org/sign-up",
    )

    text = read(client, event.get_url())
    body = client.get(event.get_url()).content.decode()

    assert text.index("9 July") < text.index("2 July 2026")
    for words in ("The hall", "Step-free.", "Free", "Bring boots.", "1 earlier date", "See all 3 dates"):
        assert words in text
    assert '<a class="button" href="https://example.org/sign-up"' in body


def test_each_date_of_a_series_has_its_place_if_one_has_its_own(client):
    event = make_event(dates=[on(7, 2, place="The old bakery"), on(7, 9)], venue_address="Quay Lane")

    text = read(client, event.get_url())
    facts, dates = text.split(" Dates ", 1)

    assert facts.index("2 July") < facts.index("The old bakery") < facts.index("Usual place The hall Quay Lane")
    assert re.search(r"2 July .*The old bakery.* 9 July .*The hall", dates)


def test_signing_up_by_e_mail_is_a_button_too(client):
    event = make_event(sign_up_email="garden@example.org")

    body = unescape(client.get(event.get_url()).content.decode())

    assert '<a class="button" href="mailto:garden@example.org">' in body


def test_a_date_can_be_added_to_calendars_without_telling_more_than_the_date(client):
    event = make_event(title="Supper & song", dates=[on(7, 9)], time_zone="America/New_York")
    date = event.dates.get()
    body = client.get(event.get_url()).content.decode()

    links = [unescape(link) for link in re.findall(r'href="([^"]+)"', body)]
    google = next(link for link in links if "google" in link)
    outlook = next(link for link in links if "outlook" in link)

    assert f"{event.get_url()}dates/{date.translation_key}/event.ics" in links
    assert f"{event.get_url()}event.ics" in links
    sent = parse_qs(urlsplit(google).query)
    assert (sent["text"], sent["dates"], sent["ctz"]) == (
        ["Supper & song"],
        ["20260709T060000/20260709T080000"],
        ["America/New_York"],
    )
    sent = parse_qs(urlsplit(outlook).query)
    assert (sent["startdt"], sent["enddt"]) == (["2026-07-09T11:00:00+0100"], ["2026-07-09T13:00:00+0100"])
    assert "utm_" not in body


def test_a_series_can_be_subscribed_to_and_its_venue_found_on_a_map(client):
    series = make_event(dates=[on(7, 9), on(8, 9)], venue_address="1 Bridge Street\nTrefawr & more")
    single = make_event(dates=[on(7, 9)], attendance="online", venue_address="Elsewhere")

    body, other = (unescape(client.get(event.get_url()).content.decode()) for event in (series, single))

    assert f'href="webcal://localhost{series.get_url()}event.ics"' in body
    assert 'href="https://www.openstreetmap.org/search?query=1+Bridge+Street%2C+Trefawr+%26+more"' in body
    assert "webcal:" not in other
    assert "openstreetmap" not in other


def test_the_head_of_a_page_says_where_its_calendar_is(client):
    event = make_event(dates=[on(7, 9)])
    calendars = {"/events/": "/events/calendar.ics", event.get_url(): f"{event.get_url()}event.ics"}

    for path, calendar in calendars.items():
        head = client.get(path).content.decode().partition("</head>")[0]
        assert re.findall(r'type="text/calendar"\s+href="([^"]+)"', head) == [calendar]


def test_a_cancelled_date_cannot_be_added(client):
    event = make_event(dates=[on(7, 9, status="cancelled")], sign_up_url="https://example.org/sign-up")

    body = client.get(event.get_url()).content.decode()

    assert "Add to calendar" not in body
    assert 'href="https://example.org/sign-up"' not in body


def test_times_of_another_zone_say_so(client):
    here, there = make_event(dates=[on(7, 9)]), make_event(dates=[on(7, 9)], time_zone="America/New_York")

    assert "6am to 8am (New York time)" in read(client, there.get_url())
    assert "London time" not in read(client, here.get_url())


def test_meeting_notes_stand_beside_their_date(client):
    event = make_event(dates=[on(6, 1), on(7, 9)])
    make_notes(event, title="June notes", event_date=event.dates.first())

    assert "1 June 2026, 11am to 1pm Meeting notes : June notes" in read(client, event.get_url())


@pytest.mark.parametrize(("state", "words"), [({"status": "cancelled"}, "Cancelled"), ({}, "Ended")])
def test_an_update_marks_a_date_that_is_cancelled_or_over(client, state, words):
    event = make_event(dates=[on(6, 1, **state) if not state else on(7, 9, **state)])
    items = [block("event", {"page": event.pk, "date": event.dates.get().pk}, "one")]
    update = make_update(body=[block("events", {"heading": "Dates", "introduction": "", "items": items})])

    assert words in read(client, update.get_url())


# Cost


def test_the_number_of_queries_does_not_grow(client):
    topic, counts = make_topic(), []
    make_event(title="First", slug="call-9", dates=[make_date(days=1), make_date(days=-1)], topics=[topic])
    for number in (0, 3):
        for each in range(number):
            dates = [make_date(days=day - 1) for day in range(number)]
            make_event(title="Call", slug=f"walk-{each}", dates=dates, topics=[topic])
        if number:
            event = EventPage.objects.get(slug="call-9")
            event.dates.add(*[make_date(days=day - 4) for day in range(number)])
            event.save_revision().publish()
            event = EventPage.objects.get(pk=event.pk)
            for each in range(number):
                make_notes(event, title=f"Notes {each}", event_date=event.dates.first())
        counted = {}
        for path in ("/events/", "/events/past/", "/events/topic/food/", "/events/2026/7/", "/events/call-9/"):
            client.get(path)
            with CaptureQueriesContext(connection) as queries:
                client.get(path)
            counted[path] = [query["sql"] for query in queries]
        counts.append(counted)

    first, second = counts
    more = {path: [sql for sql in second[path] if sql not in first[path]] for path in first}
    assert {path: len(first[path]) for path in first} == {path: len(second[path]) for path in first}, more
