"""Converts local times at an event's place to moments."""

import logging
from datetime import UTC, date, datetime, time
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext as _

logger = logging.getLogger(__name__)

# Areas of zones that are named after a place; other zones are abbreviations and old names of these.
AREAS = frozenset(
    {"Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"}
)

# Far outside this range, some zones have moments without a valid year.
FIRST_YEAR, LAST_YEAR = 1900, 2999


@cache
def list_zones() -> frozenset[str]:
    """Return the names of all time zones, including old ones."""
    return frozenset(available_timezones())


@cache
def list_zone_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the zones named after a place, as choices grouped by area: ``Europe/London`` is shown as “London”."""
    areas: dict[str, list[tuple[str, str]]] = {}
    for name in sorted(list_zones()):
        area, _slash, place = name.partition("/")
        if place and area in AREAS:
            areas.setdefault(area, []).append((name, place.replace("_", " ").replace("/", ", ")))
    return [*areas.items(), ("UTC", [("UTC", "UTC")])]


def find_zone(name: str) -> ZoneInfo:
    """Return a zone by name, or the site's own if the time zone database no longer has the name.

    Otherwise one such event would break the list of all events.
    """
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        logger.warning("There is no time zone %s any more: the site's own is shown", name)
        return ZoneInfo(settings.TIME_ZONE)


def name_place(zone: ZoneInfo) -> str:
    """Return the place in a zone's name: “New York”."""
    return zone.key.rpartition("/")[2].replace("_", " ")


def find_moment(local: datetime, zone: ZoneInfo) -> datetime:
    """Return the moment when clocks in ``zone`` show ``local``, a naive time.

    Raises ValidationError for times that do not exist, or exist twice, because the clocks change.
    """
    check_year(local.year)
    first, second = local.replace(tzinfo=zone, fold=0), local.replace(tzinfo=zone, fold=1)
    before, after = first.utcoffset(), second.utcoffset()
    if before is None or after is None or before == after:
        return first
    words = {"time": f"{local:%H:%M}", "day": date_format(local, "j F Y"), "place": name_place(zone)}
    if before < after:
        words["other"] = f"{first.astimezone(UTC).astimezone(zone):%H:%M}"
        raise ValidationError(
            _("Clocks in %(place)s go forward on %(day)s: there is no %(time)s. Did you mean %(other)s?"),
            code="nonexistent",
            params=words,
        )
    raise ValidationError(
        _("Clocks in %(place)s go back on %(day)s: %(time)s comes twice. Choose an earlier or a later time."),
        code="ambiguous",
        params=words,
    )


def check_year(year: int) -> None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValidationError(
            _("Choose a day between %(first)s and %(last)s.") % {"first": FIRST_YEAR, "last": LAST_YEAR}
        )


def find_day(day: date, zone: ZoneInfo) -> datetime:
    """Return the moment when ``day`` begins in ``zone``: midnight, or the next time that exists.

    Raises ValidationError for a year outside the supported range.
    """
    check_year(day.year)
    return datetime.combine(day, time.min, zone).astimezone(UTC).astimezone(zone)
