"""The content of event pages: filtered lists of dates, and the dates of one event."""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.core.paginator import Page as Part
from django.core.paginator import Paginator
from django.db.models import Count, Max, Min, Q
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.freshness.validity import limit_validity
from cms.models import Topic
from cms.represent.content import list_rows
from cms.represent.languages import choose_translations
from cms.represent.loader import Loader
from cms.represent.routes import translate_route
from cms.site.pagination import find_part
from events.filters import DatesForm, find_end_of_week, list_shortcuts
from events.links import list_calendar_links, make_map_link, make_subscribe_link
from events.models.dates import EventDate, share_events
from events.months import Month
from events.overview import Overview, find_topics, read_overview
from events.series import add_rest
from events.structured_data import represent_for_search

if TYPE_CHECKING:
    from collections.abc import Callable

    from events.models import EventIndexPage, EventPage, MeetingNotesPage
    from events.models.dates import EventDateQuerySet

DATES_PER_PAGE = 30


def list_upcoming(index: "EventIndexPage", request: HttpRequest, *, topic: str = "") -> dict[str, Any]:
    """Return the content of the upcoming events page; ``topic`` is a slug, unknown ones are a 404."""
    now = timezone.now()
    loader = Loader(request, fields={"topics", "dates"})
    overview = read_overview(index, loader, now=now)
    topics = overview.topics
    limit_validity(request, overview.next_end)
    if topic and topic not in {known.slug for known in topics}:
        raise Http404("There is no event about such a topic.")
    filters = describe_filters(index, request, overview, topic=topic)
    form = filters["form"]
    chosen = next((known for known in topics if topic and known.slug == topic), None)
    title = chosen.name if chosen else ""
    route = f"topic/{topic}/" if topic else ""
    dates = index.dates.upcoming(loader.visibility, now=now)
    narrowed = form.narrow(dates, now=now)
    limit_validity(request, find_end_of_week(now) if form.is_of_this_week else None)
    shown = find_shown(narrowed.next_of_each_event(), request, total=overview.total if narrowed is dates else None)
    to_be_announced = list_to_be_announced(index, loader, form) if shown.number == 1 else []

    def find_route(page: Page) -> str | None:
        there = list_topics(page, loader)
        keys = {known.translation_key for known in topics if known.slug == topic}
        return next((f"topic/{known.slug}/" for known in there if known.translation_key in keys), None)

    listed = describe_list(request, loader, shown, more=to_be_announced)
    add_rest(shown.object_list)
    return {
        **filters,
        **listed,
        "shortcuts": list_shortcuts(form, index.get_url(request) or "", is_upcoming=True),
        "to_be_announced": to_be_announced,
        "topic": chosen,
        **(
            name_list(index, request, title=f"{index.title}: {title}", route=route, find_route=find_route)
            if route
            else {}
        ),
        "when": "upcoming",
    }


def list_to_be_announced(index: "EventIndexPage", loader: Loader, form: DatesForm) -> "list[EventPage]":
    """Return the matching public events whose dates are to be announced, for the first page."""
    events = form.narrow_events(index.events_to_be_announced.filter(loader.visibility.pages()))
    return list(events.order_by("title").defer_streamfields())


def list_past(index: "EventIndexPage", request: HttpRequest, *, year: int | None) -> dict[str, Any]:
    """Return the content of the past events page: those of ``year``, or of the latest year with any."""
    now = timezone.now()
    loader = Loader(request, fields={"topics"})
    overview = read_overview(index, loader, now=now)
    limit_validity(request, overview.next_end)
    filters = describe_filters(index, request, overview)
    past = index.dates.past(loader.visibility, now=now)
    dates = filters["form"].narrow(past, now=now)
    years = count_years(dates)
    is_asked_for = year is not None
    if year is None:
        year = years[0][0] if years else timezone.localdate().year
    first, last = find_year(year)
    if is_asked_for and not past.filter(start__gte=first, start__lt=last).exists():
        raise Http404("There was no event in this year.")
    url = index.get_url(request)
    title = _("Past events in %(year)s") % {"year": year}

    def find_route(page: Page) -> str | None:
        dates = EventDate.objects.filter(event__path__startswith=page.path).past(loader.visibility, now=now)
        if not is_asked_for:
            return "past/"
        return f"past/{year}/" if dates.filter(start__gte=first, start__lt=last).exists() else None

    shown = find_shown(dates.filter(start__gte=first, start__lt=last), request)
    return {
        **filters,
        **describe_list(request, loader, shown),
        "shortcuts": list_shortcuts(filters["form"], f"{url}{translate_route(f'past/{year}/')}", is_upcoming=False),
        **name_list(index, request, title=title, route=f"past/{year}/", find_route=find_route),
        "when": "past",
        "year": year,
        "past_years": [
            {
                "year": number,
                "count": count,
                "url": f"{url}{translate_route(f'past/{number}/')}",
                "is_current": number == year,
            }
            for number, count in years
        ],
    }


def describe_filters(
    index: "EventIndexPage", request: HttpRequest, overview: Overview, *, topic: str = ""
) -> dict[str, Any]:
    """Return what the pages that list dates have in common: the filters, the other pages, the calendar.

    They link to this month, so they hold until it is over.
    """
    data = {**request.GET.dict(), "topic": topic} if topic else request.GET
    form = DatesForm(data, topics=overview.topics, places=overview.places, attendances=index.attendances)
    form.full_clean()
    month = Month.of(timezone.localdate())
    limit_validity(request, month.next.start)
    url = index.get_url(request)
    parameters = request.GET.copy()
    parameters.pop("page", None)
    topic = form.cleaned_data.get("topic") or ""
    calendar = translate_route(f"topic/{topic}/calendar.ics") if topic else "calendar.ics"
    return {
        "form": form,
        "is_narrowed": any(form.cleaned_data.values()),
        "parameters": parameters.urlencode(),
        "index_url": url,
        "month_url": f"{url}{month.route}",
        "past_url": f"{url}{translate_route('past/')}",
        "calendar_url": f"{url}{calendar}",
        "subscribe_url": make_subscribe_link(f"{index.get_full_url(request)}{calendar}"),
    }


def find_shown(dates: "EventDateQuerySet", request: HttpRequest, *, total: int | None = None) -> Part:
    """Return the part of a list that a request asks for; ``total`` is the number of dates, if it is known."""
    paginator = Paginator(dates.select_related("event"), DATES_PER_PAGE)
    if total is not None:
        paginator.count = total
    return find_part(paginator, request)


def describe_list(
    request: HttpRequest,
    loader: Loader,
    shown: Part,
    *,
    more: "Sequence[EventPage]" = (),
) -> dict[str, Any]:
    """Return a part of a list of dates grouped by month. ``more`` events are loaded with those of the dates."""
    listed = list(shown.object_list)
    shown.object_list = listed
    loader.load([*share_events(listed), *more])
    return {
        "months": [
            {"label": label, "dates": list(group)}
            for label, group in groupby(listed, key=lambda date: date_format(timezone.localtime(date.start), "F Y"))
        ],
        "shown": shown,
        "part": shown,
    }


def name_list(
    index: "EventIndexPage",
    request: HttpRequest,
    *,
    title: str,
    route: str,
    find_route: "Callable[[Page], str | None]",
) -> dict[str, Any]:
    """Return the metadata of a route of the list, including its heading."""
    return {**index.describe_route(request, title=title, route=route, find_route=find_route), "title": title}


def list_topics(index: "Page", loader: Loader) -> list[Topic]:
    """Return the topics of public events below an index page, in its language if translated."""
    return choose_translations(find_topics(index, loader), index.locale_id)


def find_year(year: int) -> tuple[datetime, datetime]:
    """Return the start and end of a year in the site's time zone; raise 404 for an impossible one."""
    if not 1 < year < 9998:
        raise Http404("There is no such year.")
    zone = timezone.get_current_timezone()
    return datetime(year, 1, 1, tzinfo=zone), datetime(year + 1, 1, 1, tzinfo=zone)


def count_years(dates: "EventDateQuerySet") -> list[tuple[int, int]]:
    """Return the years with dates and their counts, latest first, in two queries on stored columns."""
    ends = dates.order_by().aggregate(first=Min("start"), last=Max("start"))
    if not ends["first"]:
        return []
    years = range(timezone.localtime(ends["last"]).year, timezone.localtime(ends["first"]).year - 1, -1)
    spans = {f"in_{year}": find_year(year) for year in years}
    counts = dates.order_by().aggregate(
        **{name: Count("pk", filter=Q(start__gte=first, start__lt=last)) for name, (first, last) in spans.items()}
    )
    return [(year, counts[f"in_{year}"]) for year in years if counts[f"in_{year}"]]


def describe_event(event: "EventPage", request: HttpRequest, *, notes: "list[MeetingNotesPage]") -> dict[str, Any]:
    """Return the content of a loaded event's page: its dates, calendar links and meeting notes."""
    limit_validity(request, *(date.find_until() for date in event.upcoming_dates))
    url = event.get_url(request)
    notes_of = {entry.event_date.translation_key: entry for entry in reversed(notes) if entry.event_date}

    def describe(date: "EventDate") -> dict[str, Any]:
        links = list_calendar_links(date, request)
        return {"date": date, "links": links, "notes": notes_of.get(date.translation_key)}

    upcoming = [describe(date) for date in event.upcoming_dates]
    past = [describe(date) for date in event.past_dates]
    return {
        "notes": notes,
        "usual_place": event.venue_name if any(date.place for date in list_rows(event, "dates")) else "",
        "upcoming": upcoming,
        "past": past,
        "is_over": len(past) == 1 and not upcoming and not event.is_to_be_announced,
        "next": find_next(upcoming),
        "calendar_url": f"{url}event.ics" if url and event.dates.all() else "",
        "subscribe_url": make_subscribe_link(f"{event.get_full_url(request)}event.ics") if url else "",
        "map_url": make_map_link(event),
        "events_url": url.rstrip("/").rpartition("/")[0] + "/" if url else "",
        "things": represent_for_search(event, list(event.dates.all()), request) if url else [],
    }


def find_next(upcoming: list[dict[str, Any]]) -> dict[str, Any] | None:
    """Return the first date that takes place, or else the first of all."""
    takes_place = (entry for entry in upcoming if entry["date"].status in {"scheduled", "moved"})
    return next(takes_place, upcoming[0] if upcoming else None)
