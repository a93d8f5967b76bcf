"""Structured data of an event for search engines: schema.org ``Event`` as JSON-LD, one per date."""

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest

from cms.models import Organisation
from cms.represent.languages import find_text_language
from cms.represent.structured_data import list_images, name_organisation

if TYPE_CHECKING:
    from events.models import EventDate, EventPage

STATUSES = {
    "scheduled": "EventScheduled",
    "cancelled": "EventCancelled",
    "postponed": "EventPostponed",
    "moved": "EventRescheduled",
}
ATTENDANCE_MODES = {
    "in_person": "OfflineEventAttendanceMode",
    "online": "OnlineEventAttendanceMode",
    "mixed": "MixedEventAttendanceMode",
}


def represent_for_search(event: "EventPage", dates: "list[EventDate]", request: HttpRequest) -> list[dict[str, Any]]:
    """Return a schema.org ``Event`` for each of the loaded dates, and one without a date if it is to be announced."""
    organisation = Organisation.for_request(request)
    same = {
        "@type": "Event",
        "name": event.title,
        "description": event.summary,
        "url": event.get_full_url(request),
        "inLanguage": find_text_language(event),
        "eventAttendanceMode": f"https://schema.org/{ATTENDANCE_MODES[event.attendance]}",
    }
    if event.is_free:
        same["isAccessibleForFree"] = True
    if organisation.name:
        _site_id, home, _path = event.get_url_parts(request)
        same["organizer"] = {
            "@type": "Organization",
            **name_organisation(home),
            "name": organisation.name,
            "url": f"{home}/",
        }
    if images := list_images(event.hero_image):
        same["image"] = images
    found = [{**same, **represent_date_for_search(date, request)} for date in dates]
    if event.is_to_be_announced:
        found.append({**same, "@id": same["url"], "eventStatus": f"https://schema.org/{STATUSES['scheduled']}"})
    return found


def represent_date_for_search(date: "EventDate", request: HttpRequest) -> dict[str, Any]:
    """Return the data of one date; for a moved one also its original start."""
    event = date.event
    data: dict[str, Any] = {
        "@id": f"{event.get_full_url(request)}#{date.translation_key}",
        "startDate": write_moment(date, date.local_start),
        "eventStatus": f"https://schema.org/{STATUSES[date.status]}",
    }
    if locations := list_locations(date, request):
        data["location"] = locations[0] if len(locations) == 1 else locations
    if date.local_end:
        data["endDate"] = write_moment(date, date.local_end)
    if date.status == date.Status.MOVED and date.moved_from:
        data["previousStartDate"] = write_moment(date, date.moved_from.astimezone(event.zone))
    return data


def write_moment(date: "EventDate", moment: Any) -> str:
    return moment.date().isoformat() if date.all_day else moment.isoformat()


def list_locations(date: "EventDate", request: HttpRequest) -> list[dict[str, str]]:
    """Return the place, if known, and the page for online events, never the joining link."""
    event = date.event
    locations = []
    address = "" if date.place else ", ".join(line.strip() for line in event.venue_address.splitlines() if line.strip())
    if event.attendance != event.Attendance.ONLINE and (date.where or address):
        locations.append({"@type": "Place", "name": date.where or address, "address": address or date.where})
    if event.attendance != event.Attendance.IN_PERSON:
        locations.append({"@type": "VirtualLocation", "url": event.get_full_url(request) or ""})
    return locations
