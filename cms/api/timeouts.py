"""The time limit of database statements in lists and searches."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import Any

import psycopg
from django.conf import settings
from django.db import OperationalError, connection

QUERY_CANCELED = "57014"  # PostgreSQL's error code for a statement that took too long


def limit_statements() -> AbstractContextManager[None]:
    """Let PostgreSQL cancel every statement inside that takes longer than ``API_STATEMENT_TIMEOUT`` seconds.

    Statements that find objects by key (``cms.represent.bulk``) are short and have no limit, nor does SQLite.
    """
    if connection.vendor != "postgresql" or not settings.API_STATEMENT_TIMEOUT:
        return nullcontext()
    return connection.execute_wrapper(limit_statement)


def limit_statement(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    """Send a statement together with its limit, which needs no extra round trip.

    Statements sent together are one transaction, so the limit does not stay on the connection, even in a pool.
    """
    cursor = context["cursor"]
    if not isinstance(cursor.cursor, psycopg.ClientCursor):  # other cursors cannot send two statements
        return execute(sql, params, many, context)
    limit = int(settings.API_STATEMENT_TIMEOUT * 1000)
    result = execute(f"SET LOCAL statement_timeout = {limit}; {sql}", params, many, context)
    cursor.nextset()
    return result


def is_timeout(error: Exception) -> bool:
    """Whether the database cancelled a statement because of its limit."""
    return isinstance(error, OperationalError) and getattr(error.__cause__, "sqlstate", None) == QUERY_CANCELED
