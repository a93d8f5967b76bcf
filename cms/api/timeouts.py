"""How long the database may take over one statement of a list or a search."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import OperationalError, connection, transaction

QUERY_CANCELED = "57014"  # PostgreSQL's code for a statement that took too long


@contextmanager
def limit_statements() -> Iterator[None]:
    """Let PostgreSQL give up on every statement inside that takes longer than ``API_STATEMENT_TIMEOUT`` seconds.

    The limit holds for a transaction, so that it leaves no trace on the connection, nor on one that a pool shares.
    SQLite has no such limit, and a transaction there would keep out writers: there it does nothing.
    """
    if connection.vendor != "postgresql" or not settings.API_STATEMENT_TIMEOUT:
        yield
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            limit = f"{int(settings.API_STATEMENT_TIMEOUT * 1000)}ms"
            cursor.execute("SELECT set_config('statement_timeout', %s, true)", [limit])
        yield


def is_timeout(error: Exception) -> bool:
    """Whether the database gave up on a statement because of its limit."""
    return isinstance(error, OperationalError) and getattr(error.__cause__, "sqlstate", None) == QUERY_CANCELED
