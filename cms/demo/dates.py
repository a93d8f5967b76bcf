"""Dates of the demo, relative to the day on which it is loaded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from cms.demo.content.blocks import Moment
from cms.demo.content.event_parts import DemoDate

LONDON = ZoneInfo("Europe/London")
# The update of a month is published by the fifth of the next.
PUBLISHED_BY = 5


def shift_month(first: date, months: int) -> date:
    """Return the first day of the month that is ``months`` after the month of ``first``."""
    number = first.year * 12 + first.month - 1 + months
    return date(number // 12, number % 12 + 1, 1)


def find_weekday(year: int, month: int, number: int, weekday: int) -> date:
    """Return the ``number``-th such weekday of a month, from 1; Monday is 0."""
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (number - 1))


@dataclass(frozen=True)
class DemoCalendar:
    today: date

    @property
    def now(self) -> datetime:
        """The first minute of the day of loading."""
        return self._at(self.today, "00:00")

    @property
    def latest_period(self) -> date:
        """The first day of the last month with a published update."""
        return shift_month(self.today, -1 if self.today.day > PUBLISHED_BY else -2)

    @property
    def beginning(self) -> datetime:
        """Return when the demo's oldest content was published: before the first update."""
        return self._at(self.find_period(15).replace(day=10), "12:00")

    def find_period(self, months_ago: int) -> date:
        return shift_month(self.latest_period, -months_ago)

    def publish_monthly(self, period: date) -> datetime:
        """Return when the update of a month was published: on the second, or on the Monday after it."""
        day = shift_month(period, 1).replace(day=2)
        return self._at(day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0), "09:30")

    def publish_between(self, months_ago: int) -> datetime:
        """Return a moment in the middle of a month."""
        return self._at(self.find_period(months_ago).replace(day=18), "14:00")

    def find_dates(self, demo_date: DemoDate, zone: ZoneInfo) -> tuple[datetime, datetime | None]:
        """Return the start and end of a date of an event; an all-day date is one day and has no end."""
        day = self._find_day(demo_date)
        if demo_date.all_day:
            return datetime.combine(day, time(0), zone), None
        start = datetime.combine(day, time.fromisoformat(demo_date.start), zone)
        return start, start + timedelta(hours=demo_date.hours)

    def find_moment(self, moment: Moment, published: datetime) -> datetime:
        day = published.astimezone(LONDON).date() + timedelta(days=moment.days)
        return datetime.combine(day, time(moment.hour, moment.minute), LONDON)

    def _find_day(self, demo_date: DemoDate) -> date:
        if not demo_date.month:
            monday = self.today - timedelta(days=self.today.weekday())
            return monday + timedelta(weeks=demo_date.week, days=demo_date.weekday)
        years = (self.today.year + shift for shift in (-1, 0, 1))
        days = [find_weekday(year, demo_date.month, demo_date.week, demo_date.weekday) for year in years]
        if demo_date.year < 0:
            return max(day for day in days if day < self.today)
        return min(day for day in days if day > self.today)

    @staticmethod
    def _at(day: date, clock: str) -> datetime:
        return datetime.combine(day, time.fromisoformat(clock), LONDON)
