"""How long the database may take over one statement of a list or a search."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import Any

import psycopg
from django.conf import settings
from django.db import OperationalError, connection

QUERY_CANCELED = "57014"  # PostgreSQL's code for a statement that took too long


def limit_statements() -> AbstractContextManager[None]:
    """Let PostgreSQL give up on every statement inside that takes longer than ``API_STATEMENT_TIMEOUT`` seconds.

    Those that find objects by their keys (``cms.represent.bulk``) are short and have no limit. SQLite has none at all.
    """
    if connection.vendor != "postgresql" or not settings.API_STATEMENT_TIMEOUT:
        return nullcontext()
    return connection.execute_wrapper(limit_statement)


def limit_statement(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    """Send a statement together with its limit, which costs no journey of its own.

    What is sent together is one transaction, so the limit leaves no trace on the connection, nor on one that a pool
    shares.
    """
    cursor = context["cursor"]
    if not isinstance(cursor.cursor, psycopg.ClientCursor):  # no other can send two
        return execute(sql, params, many, context)
    limit = int(settings.API_STATEMENT_TIMEOUT * 1000)
    result = execute(f"SET LOCAL statement_timeout = {limit}; {sql}", params, many, context)
    cursor.nextset()
    return result


def is_timeout(error: Exception) -> bool:
    """Whether the database gave up on a statement because of its limit."""
    return isinstance(error, OperationalError) and getattr(error.__cause__, "sqlstate", None) == QUERY_CANCELED
