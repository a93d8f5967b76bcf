"""Numbers the transactions of SQLite, which has no numbers of its own as PostgreSQL has.

The number of the current transaction is a row, which the triggers copy. It is set before the first statement that may
change what a trigger watches, so whoever writes without Django only shares the number of the transaction before.
"""

import re
import sqlite3
import time
from collections.abc import Callable
from functools import cache
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

from cms.changes.models import Transaction
from cms.changes.watched import list_watched

WRITE = re.compile(r'\s*(?:INSERT\b.*?\bINTO|REPLACE\s+INTO|UPDATE|DELETE\s+FROM)\s+"?(\w+)', re.IGNORECASE)
SET_NUMBER = (
    f"INSERT INTO {Transaction._meta.db_table} (id, number) VALUES (1, ?)"  # noqa: S608 (the name of a table)
    " ON CONFLICT (id) DO UPDATE SET number = excluded.number"
)


class Numbering:
    """Numbers the transactions of a connection: a wrapper for its statements."""

    def __init__(self, connection: BaseDatabaseWrapper) -> None:
        self.connection = connection
        self.number = 0
        self.is_set = False

    def __call__(self, execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any) -> Any:
        if isinstance(sql, str):
            if sql.startswith("BEGIN"):
                self.number, self.is_set = 0, False
            elif sql.startswith("ROLLBACK"):  # to a savepoint, perhaps from before the number was set
                self.is_set = False
            elif (match := WRITE.match(sql)) and match[1] in list_tables():
                self.set_number()
        return execute(sql, params, many, context)

    def set_number(self) -> None:
        if not self.connection.in_atomic_block:  # each statement is a transaction
            self.number, self.is_set = 0, False
        if self.is_set:
            return
        self.number = self.number or time.time_ns()
        with self.connection.wrap_database_errors:
            try:
                self.connection.connection.execute(SET_NUMBER, [self.number])
            except sqlite3.OperationalError as error:
                if "no such table" not in str(error):  # the migration that makes it has not run yet
                    raise
        self.is_set = True


@cache
def list_tables() -> frozenset[str]:
    return frozenset(watched.table for watched in list_watched())


def number_transactions(connection: BaseDatabaseWrapper, **kwargs: Any) -> None:
    """Number the transactions of a new connection to SQLite."""
    if connection.vendor == "sqlite":
        others = [wrapper for wrapper in connection.execute_wrappers if not isinstance(wrapper, Numbering)]
        # First, since each of the others ends by removing the last.
        connection.execute_wrappers[:] = [Numbering(connection), *others]
