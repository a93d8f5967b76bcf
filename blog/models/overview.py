"""The overview beside an archive: its years, topics and authors, counted in one statement."""

from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Count, Func, IntegerField, Q
from django.http import HttpRequest
from django.utils import timezone
from wagtail.models import Page

from blog.models.finding import list_public
from blog.models.updates import UpdateQuerySet
from cms.models import Topic
from cms.people.models import Person
from cms.represent.bulk import Part, Table, Values, fetch
from cms.represent.kept import Kept
from cms.represent.languages import choose_found
from cms.represent.site_context import SiteContext
from cms.represent.visibility import live


class Overview(NamedTuple):
    """``total`` and ``months`` are numbers of updates; topics and people are in the language of the archive."""

    total: int
    months: list[tuple[date, int]]
    topics: list[tuple[Topic, int]]
    people: list[tuple[Person, int]]


class Statement(NamedTuple):
    """The parts of the statement for the updates of an archive."""

    total: Values
    months: Values
    topics: tuple[Values, Table]
    people: tuple[Values, Table]


statements = Kept[Statement]()


def read_overview(index: Page, request: HttpRequest) -> Overview:
    """Return the overview of an archive."""
    context = SiteContext.of(request)
    key = index.pk, index.path, context.visibility, timezone.get_current_timezone_name()
    made = statements.find(key, lambda: make_statement(list_public(index, request).order_by()))
    parts: list[Part] = [(part, {}) for part in (made.total, made.months, *made.topics, *made.people)]
    found = fetch(parts, by_key=False)

    def choose(counts: Values, things: Table) -> list[tuple[Any, int]]:
        numbers = {UUID(key): number for key, number in found[counts]}
        chosen = choose_found(found[things], ["pk"], index.locale_id, context.locales)
        return [(thing, numbers[thing.translation_key]) for thing in chosen]

    months = [(date.fromisoformat(month), number) for month, number in found[made.months]]
    return Overview(found[made.total][0][0], sorted(months, reverse=True), choose(*made.topics), choose(*made.people))


def make_statement(updates: UpdateQuerySet) -> Statement:
    dated = updates.filter(Q(period__isnull=False) | Q(first_published_at__isnull=False))
    months = dated.with_month().values_list("month").annotate(number=Count("pk"))
    total = updates.values_list(Func("pk", function="COUNT", output_field=IntegerField()))
    return Statement(
        Values(total, ["number"]),
        Values(months, ["month", "number"]),
        count_things(updates, Topic, "topics__topic__translation_key"),
        count_things(updates, Person, "authors__person__translation_key"),
    )


def count_things(updates: UpdateQuerySet, model: Any, key: str) -> tuple[Values, Table]:
    """Return the part that counts the updates per value of ``key``, and the one that finds these things."""
    named = updates.exclude(**{key: None})
    counts = named.values_list(key).annotate(number=Count("pk", distinct=True))
    things = model.objects.filter(live(), translation_key__in=named.values(key))
    return Values(counts, ["key", "number"]), Table(things, chosen=things.values("pk"))
