"""Reading the feed: the version of all content, and what has changed since a number."""

from collections.abc import Iterator
from datetime import datetime

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Max, Min

from cms.changes.models import Change

BATCH = 1000


def read_version() -> int:
    """Return the number of the latest change: while it stays the same, no public content has changed.

    A change and its number become visible at the same moment, when its transaction commits. Ask outside of a
    transaction, or you see your own changes before they are true.

    Each answer of the response cache asks this, so it goes past Django's cursor, which takes longer than the answer.
    """
    database = connections[DEFAULT_DB_ALIAS]
    database.ensure_connection()
    with database.wrap_database_errors:
        return database.connection.execute("SELECT max(number) FROM changes_change").fetchone()[0] or 0


def follow_changes(after: int) -> Iterator[Change]:
    """Yield every change with a number above ``after``, oldest first, up to those committed while you read.

    For whoever must hear of each change once, such as purges and webhooks: keep the last number, and go on from it.
    A change that a slow transaction is still holding has no number yet; it comes later, above all that you have seen.
    Raises ``Pruned`` where changes after that number have been pruned.
    """
    if after < find_floor():
        raise Pruned(after)
    while batch := list(Change.objects.filter(number__gt=after)[:BATCH]):
        yield from batch
        after = batch[-1].number


class Pruned(Exception):
    """Changes after the number asked for are no longer there: start anew."""


def find_floor() -> int:
    """Return the lowest number after which all changes are still there."""
    return Change.objects.aggregate(floor=Min("number"))["floor"] or 0


def prune_changes(*, before: datetime) -> int:
    """Delete the changes that were made before a moment, and return how many.

    The latest of them stays, and with it the version: it marks how far the feed reaches back.
    """
    oldest = Change.objects.values_list("moment", flat=True)[:2]
    if len(oldest) < 2 or max(oldest) >= before:  # as each minute but for a few
        return 0
    last = Change.objects.filter(moment__lt=before).aggregate(last=Max("number"))["last"]
    return Change.objects.filter(number__lt=last).delete()[0] if last else 0
