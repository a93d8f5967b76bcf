"""Whatever reads otherwise as time passes has said so: no address may be kept beyond the moment when it changes."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import NamedTuple

import pytest
import time_machine
from django.test import Client

from events.calendars import BACK, FORWARD
from events.models import EventPage
from tests.events.walking import list_starts, walk
from tests.factories import block, make_date, make_event, make_notes, make_standard_page, make_topic, make_update

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 7, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
MIDNIGHT = datetime(2026, 7, 1, 23, tzinfo=UTC)  # in London
# Something changes at each: a date is over, one leaves the calendars, one comes into them, a day is over.
MOMENTS = [NOW, NOW + HOUR, NOW + 2 * HOUR, NOW + 3 * HOUR, MIDNIGHT]
QUERIES = [
    *(f"/api/v2/{name}/?when={when}" for name in ("events", "event-dates") for when in ("upcoming", "past")),
    "/api/v2/events/?topic=food",
    "/api/v2/events/?order=title",
    "/api/v2/pages/find/?html_path=/events/supper/",
    "/api/v2/pages/?type=events.EventPage&fields=next_date",
]


class Answer(NamedTuple):
    """What is read at an address, and for how long it may be kept if nothing is published."""

    body: bytes
    lifetime: timedelta


@pytest.fixture
def now() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def event(now: time_machine.Traveller) -> EventPage:
    """An event of which readers are told in every way, among others whose dates come and go."""
    today = make_date(start=datetime(2026, 6, 30, 23, tzinfo=UTC), hours=1, all_day=True)
    dates = [make_date(start=NOW - HOUR), today, make_date(days=40)]
    event = make_event(title="Supper", slug="supper", dates=dates, topics=[make_topic()])
    make_notes(event, slug="notes")
    make_event(title="Leaves", slug="leaves", dates=[make_date(start=NOW - BACK)])
    make_event(title="Comes", slug="comes", dates=[make_date(start=NOW + FORWARD + 3 * HOUR - timedelta(minutes=1))])
    make_standard_page(slug="plan", comments_until=NOW.date())
    items = [block("event", {"page": event.pk, "date": None}, "one")]
    make_update(body=[block("events", {"heading": "Dates", "introduction": "", "items": items})])
    make_update(body=[block("upcoming_events", {"heading": "Soon", "count": 3, "series": None})])
    make_update(body=[block("upcoming_events", {"heading": "Series", "count": 1, "series": event.pk})])
    return event


def ask(client: Client, address: str) -> Answer:
    response = client.get(address)
    body = b"".join(response.streaming_content) if response.streaming else response.content
    seconds = response.get("CDN-Cache-Control", "max-age=0").removeprefix("max-age=")
    return Answer(body, timedelta(seconds=int(seconds)))


@pytest.mark.parametrize("has_all_fields", [False, pytest.param(True, marks=pytest.mark.proof)])
def test_nothing_is_promised_beyond_the_moment_when_it_changes(
    client: Client, now: time_machine.Traveller, event: EventPage, has_all_fields: bool
) -> None:
    """Ask at every address to which a link leads, and in the API, ``has_all_fields``, once more for all fields."""
    found = walk(client, iter([*QUERIES, *list_starts("supper")]))
    addresses = [address for address in found if has_all_fields or "fields=*" not in address]
    answers = []
    for moment in MOMENTS:
        now.move_to(moment)
        answers.append({address: ask(client, address) for address in addresses})

    changes = [
        (address, earlier, later)
        for earlier, later in pairwise(range(len(MOMENTS)))
        for address in addresses
        if answers[earlier][address].body != answers[later][address].body
    ]
    promised = [
        f"{address} changes at {MOMENTS[later]:%H:%M}, and could be kept beyond"
        for address, earlier, later in changes
        if answers[earlier][address].lifetime > MOMENTS[later] - MOMENTS[earlier]
    ]

    assert promised == []
    assert {later for _address, _earlier, later in changes} == {1, 2, 3, 4}
