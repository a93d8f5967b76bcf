"""What the list of upcoming dates needs before it is narrowed, in one statement."""

from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Func, IntegerField, Window
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

    from events.models import EventIndexPage


class Overview(NamedTuple):
    """The number of upcoming dates, when the next of them is over, and the topics of all events."""

    total: int
    next_end: datetime | None
    topics: list[Topic]


class Statement(NamedTuple):
    total: Values
    next_end: Values
    topics: Table


statements = Kept[Statement]()


def read_overview(index: "EventIndexPage", loader: Loader, *, now: datetime) -> Overview:
    """Return the overview of the events below an index page."""
    made = statements.find((index.pk, index.path, loader.visibility), lambda: make_statement(index, loader))
    found = fetch([(made.total, {"now": now}), (made.next_end, {"now": now}), (made.topics, {})], by_key=False)
    return Overview(
        found[made.total][0][0],
        read_moment(next((moment for (moment,) in found[made.next_end]), None)),
        choose_found(found[made.topics], ["place"], index.locale_id, loader.locales),
    )


def make_statement(index: "EventIndexPage", loader: Loader) -> Statement:
    upcoming = index.dates.filter(until__gt=moment_in("now")).public(loader.visibility).order_by()
    total = upcoming.values_list(Func("pk", function="COUNT", output_field=IntegerField()))
    next_end = upcoming.order_by("until").values_list("until")[:1]
    topics = find_topics(index, loader).order_by()
    place = Window(RowNumber(), order_by=Topic._meta.ordering)
    return Statement(
        Values(total, ["number"]),
        Values(next_end, ["moment"]),
        Table(topics, {"place": place}, chosen=topics.values("pk")),
    )


def find_topics(index: "Page", loader: Loader) -> "QuerySet[Topic]":
    """Return the topics of public events below an index page, in all languages."""
    events = EventDate.event.field.related_model.objects.child_of(index).filter(loader.visibility.pages())
    used = EventTopic.objects.filter(event__in=events.order_by()).values("topic__translation_key")
    return Topic.objects.filter(live(), translation_key__in=used)
