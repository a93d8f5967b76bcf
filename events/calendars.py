"""Event dates as calendars to subscribe to (RFC 5545 and RFC 7986)."""

from collections.abc import Iterable
from datetime import date as day_of
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Min
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vDuration, vText

from cms.brand.times import format_moment
from cms.freshness.validity import limit_validity
from cms.models import Organisation, Topic
from cms.represent.characters import clean_text
from cms.represent.loader import Loader
from cms.represent.visibility import live
from cms.upstream.django import slug_re
from events.vtimezone import make_vtimezone

if TYPE_CHECKING:
    from events.models import EventDate, EventIndexPage, EventPage
    from events.models.dates import EventDateQuerySet

# The statuses of dates that take place.
TAKES_PLACE = frozenset({"scheduled", "moved"})
# Part of every UID, whatever the host: calendars recognise a date after the site has moved.
UID_DOMAIN = "events.community-cms"
# The range of a calendar feed; cancelled dates stay in it, marked as such.
BACK = timedelta(days=60)
FORWARD = timedelta(days=2 * 365)
REFRESH = timedelta(hours=1)


# Responses


def serve_index_calendar(index: "EventIndexPage", request: HttpRequest, *, topic: str = "") -> HttpResponse:
    """Return all dates in the range, or those on a topic, given by its slug; 404 for an unknown topic."""
    now = timezone.now()
    loader = Loader(request, fields={"topics"})
    public = index.dates.public(loader.visibility)
    dates = public.overlapping(now - BACK, now + FORWARD)
    title = index.title
    if topic:
        if not slug_re.match(topic):
            raise Http404("There is no such topic.")
        named = Topic.objects.filter(live(), slug=topic).order_by("pk")
        chosen = named.filter(locale_id=index.locale_id).first() or named.first()
        if chosen is None or not (chosen.public or public.about(topic).exists()):
            raise Http404("There is no such topic.")
        title = f"{title}: {chosen.name}"
        dates = dates.about(topic)
    limit_validity(request, find_next_change(public, now))
    found = list(dates.select_related("event").order_by("start", "pk"))
    events = {date.event_id: date.event for date in found}
    loader.load(events.values())
    for date in found:
        date.event = events[date.event_id]
    filename = f"{index.slug}-{topic}" if topic else index.slug
    return serve_calendar(request, found, title=title, url=index.get_full_url(request), filename=filename)


def find_next_change(dates: "EventDateQuerySet", now: datetime) -> datetime | None:
    """Return when the first of ``dates`` leaves or enters the range, without any change by an editor."""
    leaves = dates.find_next_end(now - BACK)
    comes = dates.filter(start__gte=now + FORWARD).order_by().aggregate(first=Min("start"))["first"]
    return min(filter(None, [leaves and leaves + BACK, comes and comes - FORWARD]), default=None)


def serve_event_calendar(event: "EventPage", request: HttpRequest, *, key: str = "") -> HttpResponse:
    """Return all dates of an event, or the one with the identifier ``key``; 404 if it has no such date, or none."""
    Loader(request, fields={"topics", "dates"}).load([event])
    dates = list(event.dates.all())
    if key:
        dates = [date for date in dates if str(date.translation_key) == key]
        if not dates:
            raise Http404("This event has no such date.")
    elif not dates:
        raise Http404("The dates of this event are to be announced.")
    filename = f"{event.slug}-{dates[0].local_start:%Y-%m-%d}" if key else event.slug
    return serve_calendar(request, dates, title=event.title, url=event.get_full_url(request), filename=filename)


def serve_calendar(
    request: HttpRequest, dates: "Iterable[EventDate]", *, title: str, url: str, filename: str
) -> HttpResponse:
    """Return a calendar as a response."""
    name = Organisation.for_request(request).name
    body = make_calendar(dates, request, name=f"{title} · {name}" if name else title, url=url).to_ical()
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="{filename}.ics"'
    return response


# Calendars


def make_calendar(dates: "Iterable[EventDate]", request: HttpRequest, *, name: str, url: str) -> Calendar:
    """Return a calendar of loaded dates. It depends on these alone, not on the current time."""
    calendar = Calendar()
    calendar.add("PRODID", f"-//community-cms//events//{(get_language() or 'en').upper()}")
    calendar.add("VERSION", "2.0")
    calendar.add("CALSCALE", "GREGORIAN")
    for property_name in ("NAME", "X-WR-CALNAME"):
        calendar.add(property_name, clean(" ".join(name.split())))
    calendar.add("URL", url)
    calendar.add("REFRESH-INTERVAL", vDuration(REFRESH), parameters={"VALUE": "DURATION"})
    calendar.add("X-PUBLISHED-TTL", vDuration(REFRESH))
    dates = list(dates)
    years = [moment.year for date in dates for moment in (date.start, date.until)]
    zones = {date.event.zone.key: date.event.zone for date in dates if not date.all_day}
    for event in (make_entry(date, request) for date in dates):
        calendar.add_component(event)
    for missing in sorted(calendar.get_missing_tzids() & zones.keys()):
        calendar.subcomponents.insert(0, make_vtimezone(zones[missing], min(years) - 1, max(years) + 1))
    return calendar


def make_entry(date: "EventDate", request: HttpRequest) -> Event:
    """Return a date as a calendar entry."""
    event = date.event
    entry = Event()
    entry.add("UID", f"{date.translation_key}@{UID_DOMAIN}")
    entry.add("DTSTAMP", date.changed_at)
    entry.add("LAST-MODIFIED", max(date.changed_at, event.last_published_at or date.changed_at))
    entry.add("SEQUENCE", date.sequence)
    entry.add("SUMMARY", clean(make_summary(date)))
    start, end = find_span(date)
    entry.add("DTSTART", start)
    if end:
        entry.add("DTEND", end)
    entry.add("STATUS", find_status(date))
    entry.add("URL", event.get_full_url(request))
    if place := describe_place(date):
        entry.add("LOCATION", clean(place))
    entry.add("DESCRIPTION", clean(describe_date(date, request)))
    if event.topics_list:
        entry.add("CATEGORIES", [clean(topic.name) for topic in event.topics_list])
    return entry


def clean(text: str) -> vText:
    """Return a text as a calendar can have it. The library escapes the ends of lines."""
    return vText(clean_text(text))


def find_span(date: "EventDate") -> tuple[day_of, day_of | None]:
    """Return the local start and end; for whole days, the first day and the day after the last."""
    if date.all_day:
        last = (date.local_end or date.local_start).date()
        return date.local_start.date(), last + timedelta(days=1)
    return date.local_start, date.local_end


def find_status(date: "EventDate") -> str:
    """Return CONFIRMED, CANCELLED, or TENTATIVE for a postponed date without a new one."""
    if date.status == date.Status.CANCELLED:
        return "CANCELLED"
    return "TENTATIVE" if date.status == date.Status.POSTPONED else "CONFIRMED"


# Texts


def make_summary(date: "EventDate") -> str:
    """Return the title, preceded by the status if the date does not take place as planned."""
    if date.status in {date.Status.CANCELLED, date.Status.POSTPONED}:
        return f"{date.get_status_display()}: {date.event.title}"
    return date.event.title


def describe_place(date: "EventDate") -> str:
    event = date.event
    online = event.attendance != event.Attendance.IN_PERSON
    venue = [date.place] if date.place else [event.venue_name, *event.venue_address.splitlines()]
    if event.attendance == event.Attendance.ONLINE:
        venue = [date.place]
    return ", ".join(part.strip() for part in [*venue, _("Online") if online else ""] if part.strip())


def describe_status(date: "EventDate") -> str:
    """Return a sentence about what has changed; empty if the date is as planned."""
    match date.status:
        case date.Status.CANCELLED:
            return _("This date is cancelled.")
        case date.Status.POSTPONED:
            return _("This date is postponed. The new one is not confirmed yet.")
        case date.Status.MOVED if date.moved_from:
            return _("This date is new. It was %(day)s before.") % {"day": describe_moment(date, date.moved_from)}
        case date.Status.MOVED:
            return _("This date is new.")
        case _other:
            return ""


def describe_moment(date: "EventDate", moment: datetime) -> str:
    local = timezone.localtime(moment, date.event.zone)
    return format_moment(local, "l j F Y" if date.all_day else "l j F Y, H:i")


def describe_date(date: "EventDate", request: HttpRequest) -> str:
    """Return the description of a date: what changed, the note, the summary, how to sign up."""
    event = date.event
    sign_up = event.sign_up_url or event.sign_up_email
    parts = [
        describe_status(date),
        date.note,
        event.summary,
        _("Access: %(notes)s") % {"notes": event.access_notes} if event.access_notes else "",
        _("Cost: %(cost)s") % {"cost": event.cost} if event.cost else "",
        _("Sign up: %(address)s") % {"address": sign_up} if sign_up else "",
        event.get_full_url(request),
    ]
    return "\n\n".join(part for part in parts if part)
