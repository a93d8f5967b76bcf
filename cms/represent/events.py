"""What the date of an event looks like as JSON."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypedDict

from django.utils.timezone import localtime

if TYPE_CHECKING:
    from events.models import EventDate


class EventDateRepresentation(TypedDict):
    id: str
    start: str
    end: str | None
    all_day: bool
    status: str
    place: str
    note: str


def represent_event_date(date: "EventDate", context: Mapping[str, Any]) -> EventDateRepresentation:
    """Return one date; ``id`` is the same in every language, times are ISO 8601 with the offset of the event's zone."""
    zone = date.event.zone
    return {
        "id": str(date.translation_key),
        "start": localtime(date.start, zone).isoformat(),
        "end": localtime(date.end, zone).isoformat() if date.end else None,
        "all_day": date.all_day,
        "status": date.status,
        "place": date.place,
        "note": date.note,
    }
