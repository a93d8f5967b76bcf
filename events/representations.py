"""The JSON representation of an event date."""

from collections.abc import Mapping
from datetime import UTC
from typing import TYPE_CHECKING, Annotated, Any

from django.utils.timezone import localtime
from typing_extensions import TypedDict

from cms.represent.memoize import memoize
from cms.represent.types import Identifier, Moment, column

if TYPE_CHECKING:
    from events.models import EventDate


class EventDateRepresentation(TypedDict):
    """A date of an event; ``id`` is the same in every language, and in calendars."""

    id: Identifier
    start: Moment
    end: Moment | None
    all_day: bool
    time_zone: str
    status: Annotated[str, column("events.EventDate.status")]
    place: Annotated[str, column("events.EventDate.place")]
    note: Annotated[str, column("events.EventDate.note")]
    moved_from: Moment | None
    sequence: int
    changed_at: Moment


def represent_event_date(date: "EventDate", context: Mapping[str, Any]) -> EventDateRepresentation:
    """Return a date; ``id`` is the same in every language, times are ISO 8601 in the event's time zone.

    ``sequence`` counts the published changes of its time, place or status; ``changed_at`` is the last one, in UTC.
    """
    return memoize(date, "representation", lambda: make_representation(date))


def make_representation(date: "EventDate") -> EventDateRepresentation:
    zone = date.event.zone
    return {
        "id": str(date.translation_key),
        "start": localtime(date.start, zone).isoformat(),
        "end": localtime(date.end, zone).isoformat() if date.end else None,
        "all_day": date.all_day,
        "time_zone": zone.key,
        "status": date.status,
        "place": date.place,
        "note": date.note,
        "moved_from": localtime(date.moved_from, zone).isoformat() if date.moved_from else None,
        "sequence": date.sequence,
        "changed_at": localtime(date.changed_at, UTC).isoformat(),
    }
