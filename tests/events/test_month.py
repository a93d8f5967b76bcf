"""A month of events as a table, and a series in one row."""

import re
from datetime import UTC, datetime

import pytest

from events.models import EventDate, EventPage
from events.series import describe_rest
from tests.cms.languages import make_welsh, welsh_home
from tests.events.days import on
from tests.factories import make_event, make_event_index

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]


def read_days(client, path: str, **parameters: str) -> dict[str, list[str]]:
    """Return the titles on each day of a month."""
    body = client.get(path, parameters).content.decode()
    cells = re.findall(r'(?s)<time class="month__date" datetime="([\d-]+)">(.*?)</td>', body)
    found = {day: re.findall(r'month__link"[^>]*>([^<]+)<', cell) for day, cell in cells}
    return {day: titles for day, titles in found.items() if titles}


def test_a_month_has_each_date_on_its_days_by_the_clock_of_the_event(client) -> None:
    midnight = datetime(2026, 7, 9, 23, tzinfo=UTC)  # in London
    make_event(title="Walk", dates=[on(7, 2), on(7, 30)])
    make_event(title="Camp", dates=[on(6, 30, hours=72)])
    make_event(title="Dance", dates=[EventDate(start=midnight.replace(hour=19), end=midnight)])
    make_event(title="Fair", dates=[EventDate(start=midnight, end=midnight.replace(day=10), all_day=True)])
    make_event(title="Call", dates=[on(7, 21, 2)], time_zone="America/New_York")

    days = read_days(client, "/events/2026/7/")

    assert days == {
        "2026-07-01": ["Camp"],
        "2026-07-02": ["Camp", "Walk"],
        "2026-07-03": ["Camp"],
        "2026-07-09": ["Dance"],
        "2026-07-10": ["Fair"],
        "2026-07-11": ["Fair"],
        "2026-07-20": ["Call"],
        "2026-07-30": ["Walk"],
    }
    assert read_days(client, "/events/2026/7/", q="walk") == {"2026-07-02": ["Walk"], "2026-07-30": ["Walk"]}


def test_months_with_events_and_this_month_have_a_page_that_leads_to_the_next(client) -> None:
    make_event(dates=[on(5, 2), on(9, 1)])

    statuses = {month: client.get(f"/events/2026/{month}/").status_code for month in (4, 5, 6, 7, 9, 10, 13)}
    body = client.get("/events/2026/6/").content.decode()
    first = client.get("/events/2026/5/").content.decode()

    assert statuses == {4: 404, 5: 200, 6: 200, 7: 200, 9: 200, 10: 404, 13: 404}
    assert client.get("/events/9999/12/").status_code == client.get("/events/0/1/").status_code == 404
    assert re.findall(r'href="/events/2026/(\d+)/"\s+rel="(\w+)"', body) == [("5", "prev"), ("7", "next")]
    assert 'rel="prev"' not in first
    assert '<link rel="canonical" href="http://localhost/events/2026/6/">' in body


def test_an_empty_month_says_so_and_is_not_indexed(client) -> None:
    make_event(dates=[on(9, 1)])

    empty, other = (client.get(f"/events/2026/{month}/").content.decode() for month in (8, 9))

    assert "No events in August 2026" in empty
    assert 'content="noindex"' in empty
    assert "<table" not in empty
    assert 'content="noindex"' not in other


def test_a_month_in_another_language_has_the_names_of_its_days(client) -> None:
    welsh_home()
    index = make_event_index()
    make_welsh(index, title="Digwyddiadau", slug="digwyddiadau")
    event = make_event(index, title="Walk", dates=[on(7, 2)])
    make_welsh(event, title="Taith", slug="taith")

    body = client.get("/cy/digwyddiadau/2026/7/").content.decode()

    assert read_days(client, "/cy/digwyddiadau/2026/7/") == {"2026-07-02": ["Taith"]}
    assert "Gorffennaf 2026" in body
    assert 'hreflang="en"' in body


def test_a_shortcut_keeps_the_other_filters_and_takes_itself_away(client) -> None:
    make_event(dates=[on(7, 3)], attendance="online")

    body = client.get("/events/?attendance=online&when=week").content.decode()

    shortcuts = re.findall(r'event-shortcuts__link"\s+href="([^"]+)"', body)
    assert shortcuts == [
        "/events/?attendance=online",
        "/events/?attendance=online&amp;when=week&amp;cost=free",
        "/events/?when=week",
    ]


def test_this_week_ends_with_sunday(client) -> None:
    make_event(title="Sunday", dates=[on(7, 5)])
    make_event(title="Monday", dates=[on(7, 6)])

    body = client.get("/events/?when=week").content.decode()

    assert "Sunday</a>" in body
    assert "Monday</a>" not in body


@pytest.mark.parametrize(
    ("dates", "words"),
    [
        ([on(7, 6)], ""),
        ([on(7, 6), on(7, 13)], "then 13 July"),
        ([on(7, 6), on(7, 13), on(7, 20)], "then every Monday until 20 July"),
        (
            [on(7, 6), on(7, 13, status="cancelled"), on(7, 20), on(7, 27)],
            "then every Monday until 27 July (not on 13 July)",
        ),
        ([on(7, 6), on(7, 20), on(8, 3)], "then every two weeks until 3 August"),
        ([on(7, 6), on(7, 7), on(7, 8)], "then every day until 8 July"),
        ([on(7, 2), on(8, 6), on(9, 3)], "then every month until 3 September"),
        ([on(12, 2), on(1, 2, 11, year=2027), on(2, 2, 11, year=2027)], "then 2 January 2027 and 2 February 2027"),
        ([on(7, 6), on(7, 13), on(7, 20, 12)], "then 13 July and 20 July"),
        (
            [on(7, 6), on(7, 7, status="postponed"), on(7, 20), on(7, 21)],
            "then 7 July (postponed), 20 July and 1 more date",
        ),
    ],
)
def test_a_row_says_which_dates_follow(dates, words) -> None:
    event = EventPage(title="Garden")
    for date in dates:
        date.event = event

    assert describe_rest(dates[0], dates[1:]) == words
