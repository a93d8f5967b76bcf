"""Days on which the tests' events are."""

from datetime import UTC, datetime

from events.models import EventDate
from tests.factories import make_date

NOW = datetime(2026, 7, 1, 12, tzinfo=UTC)  # where the clock stands still
NOON = datetime(2030, 3, 6, 12, tzinfo=UTC)  # to come, where the clock goes on


def on(month: int, day: int, hour: int = 10, *, year: int = 2026, **kwargs) -> EventDate:
    """Return an unsaved date, two hours long."""
    return make_date(start=datetime(year, month, day, hour, tzinfo=UTC), **kwargs)
