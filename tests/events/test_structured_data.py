"""Events as search engines read them."""

from datetime import UTC, datetime

import pytest
from wagtail.models import Site

from cms.models import Organisation
from cms.represent.structured_data import write_json_ld
from events.models import EventDate
from tests.events.days import on
from tests.factories import make_event
from tests.schema_org import read_things

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]


def read_structured_data(client, event):
    return read_things(client.get(event.get_url()).content.decode(), "Event")


def test_every_date_is_an_event_for_search_engines(client):
    Organisation.objects.update_or_create(site=Site.objects.get(), defaults={"name": "Both Banks"})
    event = make_event(
        title="Supper",
        slug="supper",
        attendance="mixed",
        venue_address="1 Bridge Street\nTrefawr",
        dates=[
            on(7, 2),
            on(7, 3, status="cancelled"),
            on(7, 4, status="postponed"),
            on(7, 5, status="moved"),
            on(7, 6, 0, all_day=True),
        ],
    )
    EventDate.objects.filter(status="moved").update(moved_from=datetime(2026, 7, 1, 18, tzinfo=UTC))
    key = event.dates.first().translation_key

    scheduled, cancelled, postponed, moved, whole_day = read_structured_data(client, event)

    assert scheduled == {
        "@type": "Event",
        "@id": f"http://localhost/events/supper/#{key}",
        "name": "Supper",
        "description": "Bring seeds.",
        "url": "http://localhost/events/supper/",
        "inLanguage": "en",
        "organizer": {
            "@type": "Organization",
            "@id": "http://localhost/#organisation",
            "name": "Both Banks",
            "url": "http://localhost/",
        },
        "startDate": "2026-07-02T11:00:00+01:00",
        "endDate": "2026-07-02T13:00:00+01:00",
        "eventStatus": "https://schema.org/EventScheduled",
        "eventAttendanceMode": "https://schema.org/MixedEventAttendanceMode",
        "location": [
            {"@type": "Place", "name": "The hall", "address": "1 Bridge Street, Trefawr"},
            {"@type": "VirtualLocation", "url": "http://localhost/events/supper/"},
        ],
    }
    statuses = [date["eventStatus"].rpartition("/")[2] for date in (cancelled, postponed, moved)]
    assert statuses == ["EventCancelled", "EventPostponed", "EventRescheduled"]
    assert moved["previousStartDate"] == "2026-07-01T19:00:00+01:00"
    assert "previousStartDate" not in scheduled
    assert whole_day["startDate"] == "2026-07-06"


def test_an_online_event_has_no_place(client):
    (data,) = read_structured_data(client, make_event(attendance="online"))

    assert data["eventAttendanceMode"] == "https://schema.org/OnlineEventAttendanceMode"
    assert data["location"]["@type"] == "VirtualLocation"


def test_a_place_that_nobody_has_written_down_is_not_made_up(client):
    event = make_event(venue_name="", dates=[on(7, 2), on(7, 3, place="The jetty")])

    unknown, known = read_structured_data(client, event)

    assert "location" not in unknown
    assert known["location"] == {"@type": "Place", "name": "The jetty", "address": "The jetty"}


def test_structured_data_cannot_end_its_element(client):
    event = make_event(title="</script><script>alert(1)</script> & more")

    assert read_structured_data(client, event)[0]["name"] == event.title
    assert not set("<>&") & set(write_json_ld([{"name": event.title}]))
