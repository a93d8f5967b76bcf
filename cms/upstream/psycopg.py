"""psycopg: a cursor for Django."""

from types import SimpleNamespace
from typing import Any, Self

import psycopg

from cms.upstream.parts import Part

PARTS = [
    Part(
        "psycopg.Cursor",
        "Django reads the last query from a cursor, as `_query`, which psycopg does not set for prepared statements.",
        ("execute(self, query, params, prepare, binary)",),
    ),
]


class PreparingCursor(psycopg.Cursor[Any]):
    """A cursor that sends parameters separately, and stores the query for Django."""

    def execute(self, query: Any, params: Any = None, **options: Any) -> Self:
        super().execute(query, params, **options)
        sent: Any = SimpleNamespace(query=query.encode())
        self._query = sent
        return self
