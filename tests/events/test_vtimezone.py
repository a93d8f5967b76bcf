"""The time zones that calendars carry with them."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from events.vtimezone import make_vtimezone


@pytest.mark.parametrize(
    "name",
    ["Europe/London", "America/New_York", "Pacific/Auckland", "Africa/Casablanca", "Asia/Kolkata", "Europe/Istanbul"],
)
def test_a_time_zone_is_right_at_every_hour(name):
    zone = ZoneInfo(name)
    timezone = make_vtimezone(zone, 2014, 2018).to_tz()

    start = datetime(2014, 1, 1, tzinfo=UTC)
    for hour in range(0, 5 * 365 * 24, 1):
        moment = start + timedelta(hours=hour)
        assert moment.astimezone(zone).utcoffset() == moment.astimezone(timezone).utcoffset(), moment
