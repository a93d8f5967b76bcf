"""Events, their dates and meeting notes."""

from events.models.dates import EventDate
from events.models.index import EventIndexPage
from events.models.notes import MeetingNotesPage
from events.models.pages import EventPage
from events.models.relations import EventHost, EventTopic

__all__ = ["EventDate", "EventHost", "EventIndexPage", "EventPage", "EventTopic", "MeetingNotesPage"]
