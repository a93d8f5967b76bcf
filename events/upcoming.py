"""Upcoming dates, loaded in one statement with all other objects of a response."""

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from django.apps import apps
from django.utils import timezone

from cms.represent.bulk import Part, Table, keys_sql, moment_in, sort_rows
from cms.represent.sources import choose_keys
from cms.represent.visibility import pages_in_part

if TYPE_CHECKING:
    from cms.represent.loader import Loader
    from events.models import EventDate

MAX_UPCOMING = 12


class UpcomingDates(NamedTuple):
    """The next dates in each language; with ``of_series``, those of each event in the keys."""

    of_series: bool

    def list_parts(self, keys: set[int], loader: "Loader") -> Iterator[Part]:
        is_translated = len(loader.site_context.locales) > 1
        yield (
            upcoming_table(self.of_series, is_translated),
            {
                "keys": keys,
                "locales": loader.target_locales,
                "now": timezone.now(),
                **loader.visibility.arguments,
            },
        )

    def receive(self, found: "list[EventDate]", loader: "Loader") -> None:
        loader.request_references((date._meta.get_field("event").related_model, date.event_id) for date in found)

    def list_dates(self, loader: "Loader") -> "list[EventDate]":
        """Return the loaded dates, soonest first, each with its event."""
        dates = sort_rows(loader.found[self], ["start", "pk"])
        for date in dates:
            date.event = loader.find(date._meta.get_field("event").related_model, date.event_id)
        return [date for date in dates if date.event]


@cache
def upcoming_table(of_series: bool, is_translated: bool) -> Table:
    """Return the part for public dates that are not over at ``now``."""
    date_model, event_model = apps.get_model("events", "EventDate"), apps.get_model("events", "EventPage")
    dates = date_model.objects.filter(pages_in_part("event__"), until__gt=moment_in("now"))
    if not of_series:
        return Table(dates.first_of_each_locale(MAX_UPCOMING))
    series = choose_keys(event_model, keys_sql(), is_translated)
    return Table(dates.filter(event__in=series).first_of_each_event(MAX_UPCOMING))
