"""How the API announces that an endpoint will go."""

from datetime import UTC, date, datetime, time
from typing import NamedTuple

from django.http import HttpResponseBase
from django.utils.http import http_date


class Deprecation(NamedTuple):
    """Since when an endpoint is deprecated, when it will be gone, and where to read what to use instead.

    Days begin at midnight UTC.
    """

    since: date
    sunset: date
    link: str

    def add_headers(self, response: HttpResponseBase) -> None:
        """Add ``Deprecation`` (RFC 9745), ``Sunset`` (RFC 8594) and the link that both describe."""
        response["Deprecation"] = f"@{find_midnight(self.since)}"
        response["Sunset"] = http_date(find_midnight(self.sunset))
        response["Link"] = f'<{self.link}>; rel="deprecation"; type="text/html"'


def find_midnight(day: date) -> int:
    """Return the seconds of Unix time at which a day begins in UTC."""
    return int(datetime.combine(day, time(), UTC).timestamp())
