"""Events, their dates, their pages and their meeting notes."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from wagtail.models import PageViewRestriction

from events.models import EventDate, EventHost
from tests import factories
from tests.cms.languages import make_welsh, welsh_home

pytestmark = pytest.mark.django_db


@pytest.fixture
def index():
    return factories.make_event_index(introduction="What is on.")


def shown_titles(response) -> list[str]:
    assert response.status_code == 200
    return [date.event.title for month in response.context["months"] for date in month["dates"]]


# Dates


@pytest.mark.parametrize("hours", [0, -1])
def test_the_end_is_after_the_start(hours):
    start = datetime(2026, 5, 4, 9, tzinfo=UTC)

    with pytest.raises(ValidationError) as error:
        EventDate(start=start, end=start + timedelta(hours=hours)).clean()

    assert error.value.message_dict == {"end": ["The end must be after the start."]}


def test_the_database_refuses_it_too():
    event = factories.make_event()

    with pytest.raises(IntegrityError), transaction.atomic():
        EventDate.objects.filter(event=event).update(end=datetime(2000, 1, 1, tzinfo=UTC))


def test_a_date_may_have_no_end(client):
    event = factories.make_event(dates=[EventDate(start=datetime(2030, 5, 4, 9, tzinfo=UTC))])

    assert client.get(event.get_url()).status_code == 200
    assert client.get(f"/api/v2/pages/{event.pk}/").json()["dates"][0]["end"] is None


def test_times_are_local_to_the_event_in_summer_and_in_winter(client):
    event = factories.make_event(
        dates=[
            factories.make_date(start=datetime(2030, 6, 4, 18, tzinfo=UTC)),
            factories.make_date(start=datetime(2030, 12, 4, 19, tzinfo=UTC)),
        ]
    )

    data = client.get(f"/api/v2/pages/{event.pk}/").json()
    html = client.get(event.get_url()).content.decode()

    assert [found["start"] for found in data["dates"]] == ["2030-06-04T19:00:00+01:00", "2030-12-04T19:00:00+00:00"]
    assert html.count(", 7pm</time>") >= 2
    assert ", 6pm" not in html


def test_an_event_elsewhere_keeps_its_own_time(client):
    event = factories.make_event(
        time_zone="America/New_York", dates=[factories.make_date(start=datetime(2030, 6, 4, 18, tzinfo=UTC))]
    )

    assert client.get(f"/api/v2/pages/{event.pk}/").json()["dates"][0]["start"] == "2030-06-04T14:00:00-04:00"
    assert ", 2pm</time>" in client.get(event.get_url()).content.decode()


def test_an_unknown_time_zone_is_refused():
    event = factories.make_event()
    event.time_zone = "Mars/Olympus"

    with pytest.raises(ValidationError) as error:
        event.full_clean()

    assert error.value.message_dict == {"time_zone": ["There is no time zone called Mars/Olympus."]}


def test_dates_are_shown_soonest_first(client):
    event = factories.make_event(dates=[factories.make_date(days=day) for day in (9, 3, 6)])

    starts = [found["start"] for found in client.get(f"/api/v2/pages/{event.pk}/").json()["dates"]]

    assert starts == sorted(starts)


def test_a_cancelled_date_stays_visible_and_is_marked(index, client):
    event = factories.make_event(dates=[factories.make_date(days=3, status="cancelled"), factories.make_date(days=5)])

    for path in (event.get_url(), "/events/"):
        assert "Cancelled" in client.get(path).content.decode(), path
    assert [found["status"] for found in client.get(f"/api/v2/pages/{event.pk}/").json()["dates"]] == [
        "cancelled",
        "scheduled",
    ]


def test_a_date_keeps_its_public_id_in_every_language(client):
    welsh_home()
    event = factories.make_event()
    translation = make_welsh(event, title="Cyfnewid hadau", slug="hadau")

    ids = [client.get(f"/api/v2/pages/{page.pk}/").json()["dates"][0]["id"] for page in (event, translation)]

    assert ids[0] == ids[1]


# Index pages


def test_upcoming_dates_stand_in_their_months_and_past_ones_are_kept(index, client):
    with time_machine.travel(datetime(2026, 5, 15, 12, tzinfo=UTC)):
        factories.make_event(
            title="Series",
            dates=[factories.make_date(start=datetime(2026, month, 20, 9, tzinfo=UTC)) for month in (4, 5)],
        )
        factories.make_event(title="Once", dates=[factories.make_date(start=datetime(2026, 6, 20, 9, tzinfo=UTC))])
        factories.make_event(title="Last year", dates=[factories.make_date(start=datetime(2025, 5, 1, 9, tzinfo=UTC))])

        upcoming, past, last_year = (client.get(f"/events/{route}") for route in ("", "past/", "past/2025/"))

    assert [month["label"] for month in upcoming.context["months"]] == ["May 2026", "June 2026"]
    assert shown_titles(upcoming) == ["Series", "Once"]
    assert [month["label"] for month in past.context["months"]] == ["April 2026"]
    assert [year["year"] for year in past.context["past_years"]] == [2026, 2025]
    assert shown_titles(last_year) == ["Last year"]


def test_an_event_that_is_going_on_is_not_over(index, client):
    factories.make_event(
        title="Today", dates=[factories.make_date(start=datetime(2026, 5, 15, 9, tzinfo=UTC), hours=6)]
    )

    with time_machine.travel(datetime(2026, 5, 15, 14, tzinfo=UTC)):
        assert shown_titles(client.get("/events/")) == ["Today"]
    with time_machine.travel(datetime(2026, 5, 15, 16, tzinfo=UTC)):
        assert shown_titles(client.get("/events/")) == []
        assert shown_titles(client.get("/events/past/")) == ["Today"]


@pytest.mark.parametrize(
    ("route", "words"), [("", "Nothing is planned at the moment"), ("past/", "No past events yet")]
)
def test_an_empty_list_shows_a_way_on(route, words, index, client):
    html = client.get(f"/events/{route}").content.decode()

    assert words in html
    assert "empty-state" in html


@pytest.mark.parametrize(
    "route", ["past/2020/", "past/0/", "past/99999/", "past/9" + "9" * 30 + "/", "past/abc/", "x/"]
)
def test_a_year_without_events_is_not_found(route, index, client):
    factories.make_event(dates=[factories.make_date(days=-40)])

    assert client.get(f"/events/{route}").status_code == 404


def test_hidden_events_are_in_no_list(index, client):
    draft = factories.make_event(title="Hidden draft", live=False)
    private = factories.make_event(
        title="Hidden private", dates=[factories.make_date(days=1), factories.make_date(days=-9)]
    )
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.PASSWORD, password="x")

    for path in ("/events/", "/events/past/", "/", "/search/?q=hidden", "/api/v2/pages/?type=events.EventPage"):
        assert "Hidden" not in client.get(path).content.decode(), path
    assert client.get(draft.get_url()).status_code == 404


# Event pages


def test_an_event_says_what_somebody_needs_who_comes(client):
    host = factories.make_person("Mair")
    event = factories.make_event(
        venue_address="1 High Street\nTown",
        access_notes="Two steps.",
        sign_up_url="https://example.org/book",
        sign_up_email="book@example.org",
        cost="Free",
    )
    event.hosts.set([EventHost(person=host)])
    event.save_revision().publish()

    html = client.get(event.get_url()).content.decode()

    for words in ("The hall", "1 High Street", "Two steps.", "https://example.org/book", "Free", "Mair"):
        assert words in html, words
    assert "book@example.org" not in html
    data = client.get(f"/api/v2/pages/{event.pk}/").json()
    assert data["sign_up_email"] == "book@example.org"
    assert [found["name"] for found in data["hosts"]] == ["Mair"]


def test_past_dates_are_kept_on_the_page(client):
    event = factories.make_event(dates=[factories.make_date(days=day) for day in (-20, -9, 9)])

    html = client.get(event.get_url()).content.decode()

    assert "2 earlier dates" in html


def test_an_event_that_is_over_says_so_and_shows_a_way_on(index, client):
    event = factories.make_event(dates=[factories.make_date(days=-9)])

    html = client.get(event.get_url()).content.decode()

    assert "Ended" in html
    assert "No more dates yet" not in html
    assert "New dates appear here" not in html
    assert re.search(r'<a href="/events/">See all events</a>', html)


def test_a_series_that_is_over_says_that_no_date_is_known(index, client):
    event = factories.make_event(dates=[factories.make_date(days=day) for day in (-20, -9)])

    html = client.get(event.get_url()).content.decode()

    assert "No more dates yet" in html
    assert "2 earlier dates" in html
