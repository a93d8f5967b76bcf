"""Announces that an endpoint will be removed."""

from datetime import UTC, date, datetime, time
from typing import NamedTuple

from django.http import HttpResponseBase
from django.utils.http import http_date


class Deprecation(NamedTuple):
    """The date of an endpoint's deprecation and of its removal, and a link that says what to use instead.

    Days begin at midnight UTC.
    """

    since: date
    sunset: date
    link: str

    def add_headers(self, response: HttpResponseBase) -> None:
        """Add ``Deprecation`` (RFC 9745), ``Sunset`` (RFC 8594) and a link for both."""
        response["Deprecation"] = f"@{find_midnight(self.since)}"
        response["Sunset"] = http_date(find_midnight(self.sunset))
        link = f'<{self.link}>; rel="deprecation"; type="text/html"'
        response["Link"] = ", ".join(filter(None, [response.get("Link"), link]))


def find_midnight(day: date) -> int:
    """Return the Unix time of midnight UTC on a day."""
    return int(datetime.combine(day, time(), UTC).timestamp())
