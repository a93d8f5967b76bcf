"""Upcoming dates, loaded in one statement with all other objects of a response."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from django.apps import apps
from django.db.models import Q
from django.utils import timezone

from cms.represent.bulk import Part, Table, keys_sql, made_once, moment_in, sort_rows
from cms.represent.sources import choose_keys
from cms.represent.visibility import pages_in_part, site_pages_in_part

if TYPE_CHECKING:
    from cms.represent.loader import Loader
    from events.models import EventDate

MAX_UPCOMING = 12


class UpcomingDates(NamedTuple):
    """The next dates on the site in each language; with ``of_series``, those of each event in the keys."""

    of_series: bool

    def list_parts(self, keys: set[int], loader: "Loader") -> Iterator[Part]:
        context = loader.site_context
        yield (
            series_table(len(context.locales) > 1) if self.of_series else upcoming_table(context.is_shared),
            {
                "keys": keys,
                "locales": loader.target_locales,
                "now": timezone.now(),
                **context.arguments,
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


@made_once
def upcoming_table(is_shared: bool) -> Table:
    """Return the part for the site's dates that are not over at ``now``."""
    return Table(find_coming(site_pages_in_part(is_shared, "event__")).first_of_each_locale(MAX_UPCOMING))


@made_once
def series_table(is_translated: bool) -> Table:
    """Return the part for the dates of the events in the keys that are not over at ``now``."""
    series = choose_keys(apps.get_model("events", "EventPage"), keys_sql(), is_translated)
    return Table(find_coming(pages_in_part("event__")).filter(event__in=series).first_of_each_event(MAX_UPCOMING))


def find_coming(public: Q) -> Any:
    return apps.get_model("events", "EventDate").objects.filter(public, until__gt=moment_in("now"))
