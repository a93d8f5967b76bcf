"""What the lists of dates need before they are narrowed, in one statement."""

from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import DateTimeField, Func, IntegerField, Window
from django.db.models.functions import RowNumber

from cms.models import Topic
from cms.represent.bulk import Table, Values, fetch, moment_in
from cms.represent.columns import read_moment
from cms.represent.kept import Kept
from cms.represent.languages import choose_found
from cms.represent.loader import Loader
from cms.represent.visibility import live
from events.models.dates import EventDate
from events.models.relations import EventTopic

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from wagtail.models import Page


class Overview(NamedTuple):
    """What is known of all public events, before a list is narrowed.

    ``total`` is the number of events with a date to come, ``next_end`` when the next date is over; ``topics`` and
    ``places`` are those of all events, and ``span`` is from the first start to the last end.
    """

    total: int
    next_end: datetime | None
    topics: list[Topic]
    places: list[str]
    span: tuple[datetime | None, datetime | None]


class Statement(NamedTuple):
    total: Values
    next_end: Values
    topics: Table
    places: Values
    span: Values


SPAN = (("start", "MIN"), ("until", "MAX"))
statements = Kept[Statement]()


def read_overview(index: "Page", loader: Loader, *, now: datetime) -> Overview:
    """Return the overview of the events below an index page."""
    made = statements.find((index.pk, index.path, loader.visibility), lambda: make_statement(index, loader))
    parts = [(made.total, {"now": now}), (made.next_end, {"now": now})]
    found = fetch([*parts, (made.topics, {}), (made.places, {}), (made.span, {})], by_key=False)
    first, last = found[made.span][0]
    return Overview(
        found[made.total][0][0],
        read_moment(next((moment for (moment,) in found[made.next_end]), None)),
        choose_found(found[made.topics], ["place"], index.locale_id, loader.locales),
        sorted((place for (place,) in found[made.places]), key=str.lower),
        (read_moment(first), read_moment(last)),
    )


def make_statement(index: "Page", loader: Loader) -> Statement:
    public = EventDate.objects.filter(event__path__startswith=index.path).public(loader.visibility).order_by()
    upcoming = public.filter(until__gt=moment_in("now"))
    total = upcoming.values_list(
        Func("event", function="COUNT", template="%(function)s(DISTINCT %(expressions)s)", output_field=IntegerField())
    )
    next_end = upcoming.order_by("until").values_list("until")[:1]
    places = public.with_place().exclude(event__attendance="online").exclude(where_it_is="")
    span = public.values_list(*(Func(name, function=of, output_field=DateTimeField()) for name, of in SPAN))
    topics = find_topics(index, loader).order_by()
    place = Window(RowNumber(), order_by=Topic._meta.ordering)
    return Statement(
        Values(total, ["number"]),
        Values(next_end, ["moment"]),
        Table(topics, {"place": place}, chosen=topics.values("pk")),
        Values(places.values_list("where_it_is").distinct(), ["place"]),
        Values(span, ["first", "last"]),
    )


def find_topics(index: "Page", loader: Loader) -> "QuerySet[Topic]":
    """Return the topics of public events below an index page, in all languages."""
    events = EventDate.event.field.related_model.objects.child_of(index).filter(loader.visibility.pages())
    used = EventTopic.objects.filter(event__in=events.order_by()).values("topic__translation_key")
    return Topic.objects.filter(live(), translation_key__in=used)
