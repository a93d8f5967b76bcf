"""One month of events as a table of weeks."""

from calendar import Calendar
from collections.abc import Iterable
from datetime import date as day_of
from datetime import datetime, time
from typing import TYPE_CHECKING, Any, NamedTuple

from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.timezone import localtime

from cms.freshness.validity import limit_validity
from cms.represent.loader import Loader
from cms.upstream.django import MONTHS, WEEKDAYS, WEEKDAYS_ABBR
from events.filters import list_shortcuts
from events.listing import describe_filters, name_list
from events.models.dates import share_events
from events.months import DAY, MOMENT, Month, find_months
from events.overview import read_overview

if TYPE_CHECKING:
    from wagtail.models import Page

    from events.models import EventDate, EventIndexPage


class Entry(NamedTuple):
    """A date on one of its days; ``is_later`` on those after the first."""

    date: "EventDate"
    is_later: bool


class Day(NamedTuple):
    day: day_of
    is_of_month: bool
    is_today: bool
    entries: list[Entry]


def list_month(index: "EventIndexPage", request: HttpRequest, *, year: int, month: int) -> dict[str, Any]:
    """Return the content of the page of a month; raise 404 for one before the first or after the last date."""
    now = timezone.now()
    loader = Loader(request, fields={"topics"})
    overview = read_overview(index, loader, now=now)
    months = find_months(overview.span, now)
    chosen = Month(year, month)
    if month not in MONTHS or chosen not in months:
        raise Http404("There is no such month.")
    today = localtime(now).date()
    limit_validity(request, datetime.combine(today + DAY, time.min, tzinfo=timezone.get_current_timezone()))
    filters = describe_filters(index, request, overview)
    # A day of other time zones begins earlier, and ends later, than that of the site.
    around = index.dates.public(loader.visibility).overlapping(chosen.start - DAY, chosen.next.start + DAY)
    dates = list(filters["form"].narrow(around, now=now).select_related("event").order_by("start", "pk"))
    loader.load(share_events(dates))
    weeks = list_weeks(chosen, dates, today=today)
    url = index.get_url(request)

    def find_route(page: "Page") -> str | None:
        there = read_overview(page, loader, now=now)
        return chosen.route if chosen in find_months(there.span, now) else None

    def link(to: Month) -> dict[str, str] | None:
        return {"label": str(to), "url": f"{url}{to.route}"} if to in months else None

    is_empty = not any(day.entries for week in weeks for day in week)
    named = name_list(index, request, title=f"{index.title}: {chosen}", route=chosen.route, find_route=find_route)
    return {
        **filters,
        **named,
        "title": str(chosen),
        "when": "month",
        "shortcuts": list_shortcuts(filters["form"], f"{url}{chosen.route}", is_upcoming=False),
        "month": chosen,
        "weeks": weeks,
        "weekdays": [{"name": WEEKDAYS[number], "short": WEEKDAYS_ABBR[number]} for number in range(7)],
        "is_empty": is_empty,
        "previous_month": link(chosen.previous),
        "next_month": link(chosen.next),
        "this_month": None if chosen == Month.of(today) else link(Month.of(today)),
    }


def list_weeks(month: Month, dates: "Iterable[EventDate]", *, today: day_of) -> list[list[Day]]:
    """Return the weeks of a month, from Monday, each with seven days and what is on each, as its own clock has it."""
    entries: dict[day_of, list[Entry]] = {}
    for date in dates:
        first, last = find_days(date)
        day = max(first, month.first_day)
        while day <= last and day < month.next.first_day:
            entries.setdefault(day, []).append(Entry(date, is_later=day > first))
            day += DAY
    return [
        [Day(day, Month.of(day) == month, day == today, entries.get(day, [])) for day in week]
        for week in Calendar().monthdatescalendar(month.year, month.number)
    ]


def find_days(date: "EventDate") -> tuple[day_of, day_of]:
    """Return the first and the last local day of a date; one that ends at midnight is not on the day that begins."""
    first = date.local_start.date()
    return first, max(first, localtime(date.until - MOMENT, date.event.zone).date())
