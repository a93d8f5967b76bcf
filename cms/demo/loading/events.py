"""Events with their dates, and meeting notes."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

from cms.demo.content.event_parts import DemoEvent
from cms.demo.content.events import EVENTS
from cms.demo.content.meeting_notes import NOTES
from cms.demo.dates import LONDON
from cms.demo.loading.plans import PagePlan, Rows, refer_to, set_hero
from cms.demo.loading.publishing import Desk
from cms.demo.references import SOURCE, make_key
from events.models import EventDate, EventHost, EventPage, EventTopic, MeetingNotesPage

ANNOUNCED = timedelta(weeks=3)
WRITTEN_UP = timedelta(days=4)


def plan_events(desk: Desk) -> list[PagePlan]:
    plans = []
    for key, event in EVENTS.items():
        page = _build_event(desk, key, event)
        first = min(date.start for date in page.dates.all())
        at = max(desk.calendar.beginning, min(first, desk.calendar.now) - ANNOUNCED)
        for date in page.dates.all():
            date.changed_at = at
        rows = (
            Rows("hosts", EventHost, "person", refer_to("person", event.hosts)),
            Rows("topics", EventTopic, "topic", refer_to("topic", event.topics)),
        )
        plans.append(PagePlan(key, "events", page, at=at, body=event.body, rows=rows))
    return plans


def _build_event(desk: Desk, key: str, event: DemoEvent) -> EventPage:
    page = EventPage(
        title=event.title,
        slug=key,
        summary=event.summary,
        attendance=event.attendance,
        time_zone=event.time_zone,
        venue_name=event.venue[0],
        venue_address=event.venue[1],
        access_notes=event.access_notes,
        joining_link=event.joining_link,
        sign_up_url=event.sign_up_url,
        sign_up_email=event.sign_up_email,
        cost=event.cost,
        is_free=event.is_free,
    )
    picture, page.map_alt = event.map
    page.map_image = desk.references.find_image(picture) if picture else None
    set_hero(desk, page, event.hero)
    for number, demo_date in enumerate(event.dates):
        start, end = desk.calendar.find_dates(demo_date, ZoneInfo(event.time_zone))
        page.dates.add(
            EventDate(
                translation_key=make_key(f"date/{key}/{number}"),
                locale=desk.english,
                start=start,
                end=end,
                all_day=demo_date.all_day,
                status=demo_date.status,
                place=demo_date.place,
                note=demo_date.note,
            )
        )
    return page


def add_dates(desk: Desk, *, language: str) -> None:
    """Let content refer to the dates of events in ``language``."""
    for key, event in EVENTS.items():
        rows = {row.translation_key: row for row in desk.references.find_row("page", key, language).dates.all()}
        for number in range(len(event.dates)):
            row = rows[make_key(f"date/{key}/{number}")]
            desk.references.add("event_date", f"{key}/{number}", row, language=row.event.locale.language_code)


def tell_moves() -> None:
    """Set the original start of moved dates in each language, as if they had been moved since."""
    for key, event in EVENTS.items():
        moved_by = {make_key(f"date/{key}/{number}"): date.moved_by for number, date in enumerate(event.dates)}
        moved = EventDate.objects.filter(translation_key__in=[each for each, days in moved_by.items() if days])
        for row in moved.select_related("event"):
            row.moved_from = row.local_start - timedelta(days=moved_by[row.translation_key])
            row.sequence = 1
            row.save(update_fields=["moved_from", "sequence"])


def plan_notes(desk: Desk) -> list[PagePlan]:
    plans = []
    for key, notes in NOTES.items():
        event_date = desk.references.find_row("event_date", f"{notes.event}/{notes.date}", SOURCE)
        page = MeetingNotesPage(
            title=notes.title,
            slug=key,
            date=event_date.start.astimezone(LONDON).date(),
            event_date=event_date,
            summary=notes.summary,
        )
        plans.append(PagePlan(key, notes.event, page, at=event_date.start + WRITTEN_UP, body=notes.body))
    return plans
