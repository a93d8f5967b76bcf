"""A series in one row of a list: its next date, and in words the ones after it."""

from collections.abc import Iterable, Sequence
from datetime import date as day_of
from itertools import pairwise
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

if TYPE_CHECKING:
    from events.models import EventDate

WEEK = 7
# A sentence for each weekday, since languages write these together in ways of their own.
EVERY_WEEK = {
    0: gettext_lazy("then every Monday until %(day)s"),
    1: gettext_lazy("then every Tuesday until %(day)s"),
    2: gettext_lazy("then every Wednesday until %(day)s"),
    3: gettext_lazy("then every Thursday until %(day)s"),
    4: gettext_lazy("then every Friday until %(day)s"),
    5: gettext_lazy("then every Saturday until %(day)s"),
    6: gettext_lazy("then every Sunday until %(day)s"),
}
SHOWN_DAYS = 2


def add_rest(dates: "Iterable[EventDate]") -> None:
    """Set ``then`` of each date to the dates of its loaded event that follow, in words."""
    for date in dates:
        upcoming = date.event.upcoming_dates
        date.then = describe_rest(
            date, [other for other in upcoming if (other.start, other.pk) > (date.start, date.pk)]
        )


def describe_rest(date: "EventDate", rest: "Sequence[EventDate]") -> str:
    """Return such as “then every Monday until 21 December”; empty if no date follows."""
    if not rest:
        return ""
    rhythm = find_rhythm([date, *rest])
    if not rhythm:
        return list_days(date, rest)
    text = rhythm % {"day": name_day(rest[-1], date)}
    missed = [name_day(one, date) for one in rest if not takes_place(one)]
    return f"{text} ({_('not on %(days)s') % {'days': ', '.join(missed)}})" if missed else text


def find_rhythm(dates: "Sequence[EventDate]") -> str:
    """Return the sentence for dates that repeat regularly, at least three at the same time of day; else nothing."""
    starts = [date.local_start for date in dates]
    if (
        len(dates) <= SHOWN_DAYS
        or len({(start.time(), date.all_day) for start, date in zip(starts, dates, strict=True)}) > 1
    ):
        return ""
    days = [start.date() for start in starts]
    gaps = {(later - earlier).days for earlier, later in pairwise(days)}
    if gaps == {WEEK}:
        return str(EVERY_WEEK[days[0].weekday()])
    if gaps == {2 * WEEK}:
        return _("then every two weeks until %(day)s")
    if gaps == {1}:
        return _("then every day until %(day)s")
    return _("then every month until %(day)s") if is_monthly(days) else ""


def is_monthly(days: Sequence[day_of]) -> bool:
    """Whether days are on the same day of each month, or on the same weekday of its same week."""
    months = [12 * day.year + day.month for day in days]
    same_day = len({day.day for day in days}) == 1
    same_week = len({(day.weekday(), (day.day - 1) // WEEK) for day in days}) == 1
    return months == list(range(months[0], months[0] + len(days))) and (same_day or same_week)


def list_days(date: "EventDate", rest: "Sequence[EventDate]") -> str:
    """Return the next days, and how many more there are."""
    names = [
        name_day(one, date) if takes_place(one) else f"{name_day(one, date)} ({one.get_status_display().lower()})"
        for one in rest
    ]
    if len(names) == 1:
        return _("then %(day)s") % {"day": names[0]}
    first, second, *more = names
    if not more:
        return _("then %(first)s and %(second)s") % {"first": first, "second": second}
    return ngettext(
        "then %(first)s, %(second)s and %(number)s more date",
        "then %(first)s, %(second)s and %(number)s more dates",
        len(more),
    ) % {"first": first, "second": second, "number": len(more)}


def takes_place(date: "EventDate") -> bool:
    return date.status in {date.Status.SCHEDULED, date.Status.MOVED}


def name_day(date: "EventDate", first: "EventDate") -> str:
    """Return a day, with its year if that is not the year of the first date."""
    form = "j F" if date.local_start.year == first.local_start.year else "j F Y"
    return date_format(date.local_start, form)
