"""Events, their dates and meeting notes."""

from events.models.dates import EventDate
from events.models.notes import MeetingNotesPage
from events.models.pages import EventHost, EventIndexPage, EventPage, EventTopic

__all__ = ["EventDate", "EventHost", "EventIndexPage", "EventPage", "EventTopic", "MeetingNotesPage"]
