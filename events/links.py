"""Links that add a date to a reader's calendar. They contain nothing about the reader."""

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils import timezone
from typing_extensions import TypedDict

from events.calendars import TAKES_PLACE, describe_date, describe_place, find_span

if TYPE_CHECKING:
    from events.models import EventDate, EventPage

GOOGLE = "https://calendar.google.com/calendar/render"
MAP = "https://www.openstreetmap.org/search"
OUTLOOK = "https://outlook.live.com/calendar/0/deeplink/compose"


class CalendarLinks(TypedDict):
    file: str
    google: str
    outlook: str


def list_calendar_links(date: "EventDate", request: HttpRequest) -> CalendarLinks | None:
    """Return the links that add a date; ``None`` if it is cancelled, postponed, over or not published."""
    url = date.event.get_url(request)
    if date.status not in TAKES_PLACE or date.is_past or not url:
        return None
    return {
        "file": f"{url}dates/{date.translation_key}/event.ics",
        "google": make_google_link(date, request),
        "outlook": make_outlook_link(date, request),
    }


def make_subscribe_link(calendar_url: str) -> str:
    """Return the address to subscribe to a calendar, from its full address."""
    return "webcal:" + calendar_url.partition(":")[2]


def make_map_link(event: "EventPage") -> str:
    """Return the address of a map of the venue: the one that editors gave, or a search for the venue's address.

    Empty for online events and unknown addresses.
    """
    if event.attendance == event.Attendance.ONLINE or not (event.map_url or event.venue_address):
        return ""
    place = ", ".join(line.strip() for line in event.venue_address.splitlines() if line.strip())
    return event.map_url or f"{MAP}?{urlencode({'query': place})}"


def make_google_link(date: "EventDate", request: HttpRequest) -> str:
    start, end = find_span(date)
    span = (f"{day:%Y%m%d}" if date.all_day else f"{day:%Y%m%dT%H%M%S}" for day in (start, end or start))
    parameters = {
        "action": "TEMPLATE",
        "text": date.event.title,
        "dates": "/".join(span),
        "ctz": date.event.zone.key,
        "details": describe_date(date, request),
        "location": describe_place(date),
    }
    return f"{GOOGLE}?{urlencode(parameters)}"


def make_outlook_link(date: "EventDate", request: HttpRequest) -> str:
    first, last = find_span(date)
    if date.all_day:
        start, end = first.isoformat(), (last or first).isoformat()
    else:
        start, end = (
            f"{timezone.localtime(moment):%Y-%m-%dT%H:%M:%S%z}" for moment in (date.start, date.end or date.start)
        )
    parameters = {
        "path": "/calendar/action/compose",
        "rru": "addevent",
        "subject": date.event.title,
        "startdt": start,
        "enddt": end,
        **({"allday": "true"} if date.all_day else {}),
        "body": describe_date(date, request),
        "location": describe_place(date),
    }
    return f"{OUTLOOK}?{urlencode(parameters)}"
