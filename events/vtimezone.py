"""The VTIMEZONE of a calendar: when the clocks change in a time zone.

icalendar's own lists the changes as RDATE, which Outlook ignores, and gives the spring ones in the new local time,
although RFC 5545, section 3.6.5, requires the time before the change.
"""

from calendar import monthrange
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard, vRecur

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


class Observance(NamedTuple):
    """The result of a change; ``before`` is the previous UTC offset."""

    before: timedelta
    after: timedelta
    name: str
    is_daylight: bool


@lru_cache(maxsize=256)
def make_vtimezone(zone: ZoneInfo, first_year: int, last_year: int) -> Timezone:
    """Return the component for every moment in these years; do not modify it."""
    component = Timezone()
    component.add("TZID", zone.key)
    start = datetime(first_year, 1, 1, tzinfo=zone)
    component.add_component(make_observance(describe(start, before=start), [start.replace(tzinfo=None)]))
    changes: dict[Observance, list[datetime]] = defaultdict(list)
    for moment in find_changes(zone, datetime(first_year, 1, 2, tzinfo=UTC), datetime(last_year + 1, 1, 1, tzinfo=UTC)):
        before, after = ((moment + step).astimezone(zone) for step in (timedelta(seconds=-1), timedelta()))
        kind = describe(after, before=before)
        changes[kind].append((moment + kind.before).replace(tzinfo=None))
    for kind, onsets in changes.items():
        lasts = onsets[-1].year == last_year and find_rule(onsets)  # the rule has no end, so it must still apply
        for group in [onsets] if lasts else [[onset] for onset in onsets]:
            component.add_component(make_observance(kind, group))
    return component


def find_changes(zone: ZoneInfo, first: datetime, last: datetime) -> list[datetime]:
    """Return the moments, in UTC, when the offset changes; two changes on one day would be missed."""
    changes = []
    day = timedelta(days=1)
    while first < last:
        low, high = first, first + day
        if low.astimezone(zone).utcoffset() != high.astimezone(zone).utcoffset():
            while high - low > timedelta(seconds=1):
                middle = low + (high - low) // 2
                middle = middle.replace(microsecond=0)
                same = middle.astimezone(zone).utcoffset() == first.astimezone(zone).utcoffset()
                low, high = (middle, high) if same else (low, middle)
            changes.append(high)
        first += day
    return changes


def describe(after: datetime, *, before: datetime) -> Observance:
    none = timedelta()
    return Observance(before.utcoffset() or none, after.utcoffset() or none, after.tzname() or "", bool(after.dst()))


def find_rule(onsets: list[datetime]) -> dict[str, object] | None:
    """Return the yearly rule that produces exactly these local times; ``None`` if there is none."""
    first = onsets[0]
    years = [onset.year for onset in onsets]
    same = {(onset.month, onset.weekday(), onset.time()) for onset in onsets}
    if len(onsets) < 2 or len(same) > 1 or years != list(range(years[0], years[0] + len(years))):
        return None
    ordinals = {(onset.day - 1) // 7 + 1 for onset in onsets}
    is_last = all(onset.day + 7 > monthrange(onset.year, onset.month)[1] for onset in onsets)
    if not is_last and len(ordinals) > 1:
        return None
    weekday = f"{-1 if is_last else ordinals.pop()}{WEEKDAYS[first.weekday()]}"
    return {"FREQ": "YEARLY", "BYMONTH": first.month, "BYDAY": weekday}


def make_observance(kind: Observance, onsets: list[datetime]) -> TimezoneStandard | TimezoneDaylight:
    observance = TimezoneDaylight() if kind.is_daylight else TimezoneStandard()
    observance.DTSTART = onsets[0]
    observance.TZOFFSETFROM = kind.before
    observance.TZOFFSETTO = kind.after
    observance.add("TZNAME", kind.name)
    if rule := find_rule(onsets):
        observance.add("RRULE", vRecur(rule))
    return observance
