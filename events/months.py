"""Calendar months, and those in which there are events."""

from datetime import date as day_of
from datetime import datetime, time, timedelta
from typing import NamedTuple

from django.utils import timezone
from django.utils.timezone import localtime

from cms.upstream.django import MONTHS

DAY = timedelta(days=1)
MOMENT = timedelta(microseconds=1)


class Month(NamedTuple):
    year: int
    number: int

    @classmethod
    def of(cls, moment: datetime | day_of) -> "Month":
        return cls(moment.year, moment.month)

    @property
    def first_day(self) -> day_of:
        return day_of(self.year, self.number, 1)

    @property
    def start(self) -> datetime:
        """The first moment, in the site's time zone."""
        return datetime.combine(self.first_day, time.min, tzinfo=timezone.get_current_timezone())

    @property
    def next(self) -> "Month":
        return Month.of(self.first_day + 31 * DAY)

    @property
    def previous(self) -> "Month":
        return Month.of(self.first_day - DAY)

    @property
    def route(self) -> str:
        return f"{self.year}/{self.number}/"

    def __str__(self) -> str:
        return f"{MONTHS[self.number]} {self.year}"


class MonthsOfEvents(NamedTuple):
    """The months in which there are or were events, with this month."""

    first: Month
    last: Month

    def __contains__(self, month: object) -> bool:
        return isinstance(month, Month) and self.first <= month <= self.last


def find_months(spans: tuple[datetime | None, datetime | None], now: datetime) -> MonthsOfEvents:
    """Return the months from the first date to the end of the last one, and this month."""
    first, last = spans
    known = [Month.of(localtime(moment)) for moment in (first, now, last and last - MOMENT) if moment]
    return MonthsOfEvents(min(known), max(known))
