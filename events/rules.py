"""Rules for repeating dates. They only fill in rows, which are then independent."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from itertools import islice
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from dateutil import rrule
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from events.zones import FIRST_YEAR, LAST_YEAR, find_day, find_moment

MAX_DATES = 100
LAST = -1


class Repeat(StrEnum):
    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"


FREQUENCIES: dict[Repeat, Any] = {
    Repeat.DAYS: rrule.DAILY,
    Repeat.WEEKS: rrule.WEEKLY,
    Repeat.MONTHS: rrule.MONTHLY,
}


@dataclass(frozen=True, kw_only=True)
class Rule:
    """Dates starting on ``first``, every so many days, weeks or months, until a day or a count, whichever comes first.

    ``weekdays`` counts from Monday, 0. Weekly rules use all of them, by default the weekday of ``first``; monthly rules
    use the first one: the ``ordinal``-th in the month, or the ``LAST``. Without ``starts`` the dates are whole days.
    """

    first: date
    repeat: Repeat
    every: int = 1
    weekdays: tuple[int, ...] = ()
    ordinal: int = 1
    starts: time | None = None
    ends: time | None = None
    until: date | None = None
    count: int | None = None


class Occurrence(NamedTuple):
    start: datetime
    end: datetime | None


def list_occurrences(rule: Rule, zone: ZoneInfo) -> list[Occurrence]:
    """Return the dates of a rule in ``zone``, at the same local time in summer and winter.

    Raises ValidationError, by form field, if there are no dates or more than ``MAX_DATES``, if the end is not after the
    start, or if a local time does not exist or is ambiguous.
    """
    check_rule(rule)
    days = list(islice(repeat_days(rule), MAX_DATES + 1))
    if not days:
        raise ValidationError({"until": _("There is no such day until then.")})
    if len(days) > MAX_DATES:
        field = "until" if rule.count is None else "count"
        raise ValidationError({field: _("That is more than %(most)s dates.") % {"most": MAX_DATES}})
    if days[-1].year > LAST_YEAR:
        raise ValidationError({"first": _("The dates must not go on beyond the year %(year)s.") % {"year": LAST_YEAR}})
    if rule.starts is None:
        return [Occurrence(find_day(day, zone), None) for day in days]
    occurrences = []
    for day in days:
        start = locate("starts", day, rule.starts, zone)
        occurrences.append(Occurrence(start, locate("ends", day, rule.ends, zone) if rule.ends else None))
    return occurrences


def check_rule(rule: Rule) -> None:
    if rule.first.year < FIRST_YEAR:
        raise ValidationError({"first": _("Choose a day from the year %(year)s on.") % {"year": FIRST_YEAR}})
    if rule.every < 1:
        raise ValidationError({"every": _("Choose 1 or more.")})
    if rule.repeat is Repeat.MONTHS and not rule.weekdays:
        raise ValidationError({"weekday": _("Choose a day of the week.")})
    if rule.until is None and rule.count is None:
        raise ValidationError({"count": _("Say how many dates, or until which day.")})
    if rule.count is not None and rule.count < 1:
        raise ValidationError({"count": _("Choose 1 or more.")})
    if rule.until and rule.until < rule.first:
        raise ValidationError({"until": _("The last day must not be before the first.")})
    if rule.starts and rule.ends and rule.ends <= rule.starts:
        raise ValidationError({"ends": _("The end must be after the start.")})


def repeat_days(rule: Rule) -> Iterator[date]:
    """Yield the days of a rule; without ``until`` and ``count`` they end only with the calendar."""
    weekdays: list[rrule.weekday] | None = None
    if rule.repeat is Repeat.WEEKS and rule.weekdays:
        weekdays = [rrule.weekday(number) for number in rule.weekdays]
    elif rule.repeat is Repeat.MONTHS:
        weekdays = [rrule.weekday(rule.weekdays[0], rule.ordinal)]
    days = rrule.rrule(
        FREQUENCIES[rule.repeat],
        dtstart=datetime.combine(rule.first, time.min),
        interval=rule.every,
        wkst=rrule.MO,
        byweekday=weekdays,
        until=datetime.combine(rule.until, time.min) if rule.until else None,
    )
    return (day.date() for day in islice(days, rule.count))


def locate(field: str, day: date, clock: time, zone: ZoneInfo) -> datetime:
    """Return the moment of a time on a day; raise ValidationError for ``field``."""
    try:
        return find_moment(datetime.combine(day, clock), zone)
    except ValidationError as error:
        raise ValidationError({field: error.messages}) from error
