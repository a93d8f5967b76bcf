"""What names an event or the notes of a meeting leaves them out, everywhere, once readers cannot see them."""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import pytest
from django.db import transaction
from django.test import Client
from wagtail.models import Page, PageViewRestriction

from blog.models import UpdateMeetingNotes, UpdatePage
from events.models import EventPage, MeetingNotesPage
from tests.cms.languages import make_welsh, welsh_home
from tests.databases import without_savepoints
from tests.events.walking import list_starts, walk
from tests.factories import block, make_date, make_event, make_notes, make_update
from tests.immediate import each_task_once

# What they share takes long to make: one process of a parallel run does all of it.
pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("hidden-events")]

SECRET, KEPT = "planted", "kept-event"
FORMATS = ("html", "markdown", "db_html", "db_markdown")


def delete(page: Page) -> None:
    type(page).objects.get(pk=page.pk).delete()


def unpublish(page: Page) -> None:
    type(page).objects.get(pk=page.pk).unpublish()


def restrict(page: Page) -> None:
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)


class Planted(NamedTuple):
    """An event with its notes, an update that names them, and what readers were told before anything was hidden."""

    event: EventPage
    notes: MeetingNotesPage
    update: UpdatePage
    before: dict[str, str]


@pytest.fixture(scope="module")
def planted(django_db_setup: None, django_db_blocker: Any) -> Iterator[Planted]:
    """Plant and read everything once, in a transaction that is rolled back after the last test of this module."""
    with django_db_blocker.unblock(), transaction.atomic():
        event = plant_event()
        own = {"title": f"{SECRET} notes", "slug": f"{SECRET}-notes", "summary": f"{SECRET} summary of notes"}
        notes = make_notes(event, event_date=event.dates.first(), **own)
        update = plant_update(event, notes)
        yield Planted(event, notes, update, read_everything(Client(), update))
        transaction.set_rollback(True)


def plant_event() -> EventPage:
    return make_event(
        title=f"{SECRET} event",
        slug=f"{SECRET}-event",
        summary=f"{SECRET} summary",
        venue_name=f"{SECRET} venue",
        dates=[make_date(days=9, note=f"{SECRET} note"), make_date(days=-9)],
    )


@without_savepoints()
@each_task_once()
def plant_update(event: EventPage, notes: MeetingNotesPage) -> UpdatePage:
    """An update, in two languages, that names the event in every way, and one that stays in the same block."""
    kept = make_event(title="Kept event", slug=KEPT)
    items = [block("event", {"page": event.pk, "date": None}, "all")]
    items += [block("event", {"page": event.pk, "date": date.pk}, f"{date.pk}") for date in event.dates.all()]
    items += [block("event", {"page": kept.pk, "date": None}, "kept")]
    update = make_update(
        slug="news",
        body=[
            block("events", {"heading": "Dates", "introduction": "", "items": items}),
            block("events", {"heading": "Only these", "introduction": "", "items": items[:-1]}, "only"),
            block("upcoming_events", {"heading": "Soon", "count": 5, "series": None}),
            block("upcoming_events", {"heading": "Series", "count": 5, "series": event.pk}, "series"),
            block("paragraph", f'<p>Come <a linktype="page" id="{event.pk}">along</a>.</p>'),
        ],
    )
    update.meeting_notes.set([UpdateMeetingNotes(notes=notes)])
    update.save_revision().publish()
    welsh_home()
    make_welsh(update, title="Newyddion", slug="newyddion")
    return update


def read_everything(client: Client, update: UpdatePage) -> dict[str, str]:
    """Return every answer that names the event, its notes or the update, by its address."""
    starts = [f"/api/v2/updates/{update.pk}/?rich_text_format={name}" for name in FORMATS]
    return walk(client, iter([*starts, *list_starts("event")]))


@pytest.mark.parametrize("hide", [delete, unpublish, restrict])
def test_an_event_that_is_gone_is_left_out_everywhere(
    hide: Callable[[Page], None], client: Client, planted: Planted
) -> None:
    event, notes, update, before = planted
    detail = f"/api/v2/updates/{update.pk}/"
    channels = [f"{detail}?rich_text_format={name}" for name in FORMATS]
    channels += ["/updates/news/", "/updates/feed.atom", "/updates/feed.json", "/events/calendar.ics"]
    channels += ["/cy/updates/newyddion/", "/api/v2/changes/", "/api/v2/event-dates/", "/sitemap.xml"]
    channels += ["/search/?q=event", "/api/v2/search/?q=event"]
    assert [channel for channel in channels if SECRET not in before[channel]] == []

    for page in [notes, event] if hide is unpublish else [event]:  # as Wagtail offers to, with what is below
        hide(page)
    after = read_everything(client, update)

    told = [address for address, answer in after.items() if SECRET in answer and SECRET not in address]
    assert told == []
    assert all(channel in after for channel in channels)
    for channel in ("/updates/news/", "/updates/feed.atom", "/updates/feed.json", *channels[:4]):
        assert KEPT in after[channel], channel
    body = client.get(detail).json()["body"]
    items = [[item["value"]["page"]["title"] for item in part["value"]["items"]] for part in body[:2]]
    assert items == [["Kept event"], []]
    assert [part["type"] for part in body] == ["events", "events", "upcoming_events", "paragraph"]


@pytest.mark.parametrize("hide", [delete, unpublish, restrict])
def test_meeting_notes_that_are_gone_are_left_out_everywhere(
    hide: Callable[[Page], None], client: Client, planted: Planted
) -> None:
    _event, notes, update, before = planted
    detail = f"/api/v2/updates/{update.pk}/"
    words = [notes.title, notes.slug, notes.summary]
    assert notes.slug in before["/updates/news/"]
    assert notes.title in before[f"{detail}?fields=*"]

    hide(notes)
    after = read_everything(client, update)

    told = [address for address, answer in after.items() if any(word in answer for word in words)]
    assert [address for address in told if notes.slug not in address] == []
    assert client.get(detail).json()["meeting_notes"] == []
    assert "Meeting notes" not in after["/updates/news/"]
