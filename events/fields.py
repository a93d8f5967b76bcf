"""API fields that show event dates."""

from typing import Any

from cms.freshness.validity import limit_validity
from cms.represent.content import list_rows
from cms.represent.fields import LoadedField
from events.representations import EventDateRepresentation, represent_event_date


class EventDatesField(LoadedField):
    """All dates of an event, soonest first."""

    loads = ("dates",)

    def to_representation(self, event: Any) -> list[EventDateRepresentation]:
        return [represent_event_date(date, self.context) for date in list_rows(event, "dates")]


class NextDateField(LoadedField):
    """The next upcoming date of an event, or null. It depends on the current time."""

    loads = ("dates",)
    computed = True

    def to_representation(self, event: Any) -> EventDateRepresentation | None:
        coming = next(iter(event.upcoming_dates), None)
        if coming is None:
            return None
        limit_validity(self.context.get("request"), coming.until)
        return represent_event_date(coming, self.context)
