"""Reads the change feed: the content version, and the changes since a number."""

from collections.abc import Iterator
from datetime import datetime

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Max, Min

from cms.changes.models import Change

BATCH = 1000
LAST_CHANGE = "SELECT number, op FROM changes_change ORDER BY number DESC LIMIT 1"
# Where the response cache puts the version in the environment of a request, for code inside Django.
VERSION = "cms.version"
MIGRATE = str(Change.Op.MIGRATE)


def read_version() -> int | None:
    """Return the number of the latest change: while it stays the same, no public content has changed.

    ``None`` if changes are not tracked, because migrations are running, have failed or are not complete. Then do not
    cache.

    A change and its number become visible together, when the transaction commits. Call this outside of a transaction,
    or you see your own changes before they are committed.
    """
    number, op = read_last_change()
    return None if op == MIGRATE else number


def read_last_change() -> tuple[int, str]:
    """Return the number and op of the latest change; without any, 0 and ``migrate``.

    The response cache calls this for every response, so it bypasses Django's cursor, which takes longer than a cached
    response.
    """
    database = connections[DEFAULT_DB_ALIAS]
    database.ensure_connection()
    with database.wrap_database_errors:
        return database.connection.execute(LAST_CHANGE).fetchone() or (0, MIGRATE)


def follow_changes(after: int) -> Iterator[Change]:
    """Yield every change with a number above ``after``, oldest first, including those committed while you read.

    For followers that must process each change, such as purges and webhooks: store the last number and continue from
    it. A change in an open transaction has no number yet; it will get one above all that you have seen. Raises
    ``Pruned`` if changes after that number have been pruned.
    """
    if after < find_floor():
        raise Pruned(after)
    while batch := list(Change.objects.filter(number__gt=after)[:BATCH]):
        yield from batch
        after = batch[-1].number


class Pruned(Exception):
    """Changes after the requested number were deleted: start again."""


def find_floor() -> int:
    """Return the lowest number after which all changes are still available."""
    return Change.objects.aggregate(floor=Min("number"))["floor"] or 0


def prune_changes(*, before: datetime) -> int:
    """Delete the changes made before a moment, and return how many.

    The latest of them stays, to keep the version and to mark how far back the feed reaches.
    """
    oldest = Change.objects.values_list("moment", flat=True)[:2]
    if len(oldest) < 2 or max(oldest) >= before:  # true for almost every run
        return 0
    last = Change.objects.filter(moment__lt=before).aggregate(last=Max("number"))["last"]
    return Change.objects.filter(number__lt=last).delete()[0] if last else 0
