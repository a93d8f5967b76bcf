"""Events on both sides of the days on which clocks change."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from events.models import EventDate
from tests.factories import make_event

LONDON, NEW_YORK = ZoneInfo("Europe/London"), ZoneInfo("America/New_York")


def at(zone, year, month, day, hour=0, minute=0, *, hours=2, **kwargs):
    """Return an unsaved date at a local time."""
    start = datetime(year, month, day, hour, minute, tzinfo=zone)
    end = (start.astimezone(UTC) + timedelta(hours=hours)).astimezone(zone) if hours else None
    return EventDate(start=start, end=end, **kwargs)


def make_london_event(**kwargs):
    """Make an event with dates before, on and after the days when the clocks change, whole days, and every status."""
    days = [(2026, 3, 28), (2026, 3, 29), (2026, 3, 30), (2026, 10, 24), (2026, 10, 25), (2026, 10, 26), (2027, 3, 28)]
    dates = [
        *(at(LONDON, *day, 10) for day in days),
        at(LONDON, 2026, 3, 28, 23, hours=5),
        at(LONDON, 2026, 10, 24, 23, hours=5),
        at(LONDON, 2026, 3, 29, 2, 30, hours=1),
        at(LONDON, 2026, 10, 25, 2, 30, hours=1),
        at(LONDON, 2026, 5, 2, 0, hours=0, all_day=True),
        at(LONDON, 2026, 10, 24, 0, hours=26, all_day=True),
        at(LONDON, 2026, 6, 1, 19, hours=0),
        at(LONDON, 2026, 6, 2, 19, status="cancelled"),
        at(LONDON, 2026, 6, 3, 19, status="postponed"),
        at(LONDON, 2026, 6, 4, 19, status="moved"),
    ]
    return make_event(dates=dates, **{"title": "Supper", "slug": "supper", **kwargs})


def make_new_york_event(**kwargs):
    days = [(2026, 3, 7), (2026, 3, 8), (2026, 3, 9), (2026, 10, 31), (2026, 11, 1), (2026, 11, 2)]
    dates = [*(at(NEW_YORK, *day, 20) for day in days), at(NEW_YORK, 2026, 7, 4, 0, hours=0, all_day=True)]
    return make_event(dates=dates, time_zone="America/New_York", **{"title": "Call", "slug": "call", **kwargs})
