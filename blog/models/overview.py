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
from cms.represent.bulk import Part, Table, Values, fetch, track_parts, uuids_in
from cms.represent.counted import read_counted
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
    """What is counted of the updates of an archive, and the statement that finds what they are about and by."""

    counts: tuple[Values, Values, Values, Values]
    topics: Table
    people: Table


statements = Kept[Statement]()


def read_overview(index: Page, request: HttpRequest) -> Overview:
    """Return the overview of an archive, which is counted once for all readers until something changes."""
    context = SiteContext.of(request)
    key = index.pk, index.path, context.visibility, timezone.get_current_timezone_name()
    made = statements.find(key, lambda: make_statement(list_public(index, request).order_by()))
    counted: list[Part] = [(part, {}) for part in made.counts]
    track_parts(counted)
    (total,), months, topics, people = read_counted(
        request, ("overview", key), lambda: list(fetch(counted, is_tracked=False, by_key=False).values())
    )
    found = fetch(
        [(made.topics, {"keys": {key for key, _ in topics}}), (made.people, {"keys": {key for key, _ in people}})]
    )

    def choose(counts: list[list[Any]], things: Table) -> list[tuple[Any, int]]:
        numbers = {UUID(key): number for key, number in counts}
        chosen = choose_found(found[things], ["pk"], index.locale_id, context.locales)
        return [(thing, numbers[thing.translation_key]) for thing in chosen]

    by_month = sorted(((date.fromisoformat(month), number) for month, number in months), reverse=True)
    return Overview(total[0], by_month, choose(topics, made.topics), choose(people, made.people))


def make_statement(updates: UpdateQuerySet) -> Statement:
    dated = updates.filter(Q(period__isnull=False) | Q(first_published_at__isnull=False))
    months = dated.with_month().values_list("month").annotate(number=Count("pk"))
    total = updates.values_list(Func("pk", function="COUNT", output_field=IntegerField()))
    counts = (
        Values(total, ["number"]),
        Values(months, ["month", "number"]),
        count_things(updates, "topics__topic__translation_key"),
        count_things(updates, "authors__person__translation_key"),
    )
    return Statement(counts, find_things(Topic), find_things(Person))


def count_things(updates: UpdateQuerySet, key: str) -> Values:
    """Return the part that counts the updates per value of ``key``."""
    counts = updates.exclude(**{key: None}).values_list(key).annotate(number=Count("pk", distinct=True))
    return Values(counts, ["key", "number"])


def find_things(model: Any) -> Table:
    things = model.objects.filter(live(), translation_key__in=uuids_in("keys"))
    return Table(things, chosen=things.values("pk"))
