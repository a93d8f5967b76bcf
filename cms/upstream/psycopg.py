"""psycopg: a cursor that Django takes for its own."""

from types import SimpleNamespace
from typing import Any, Self

import psycopg

from cms.upstream.parts import Part

PARTS = [
    Part(
        "psycopg.Cursor",
        "Django asks a cursor for what it sent, as `_query`, which psycopg does not keep of a prepared statement.",
        ("execute(self, query, params, prepare, binary)",),
    ),
]


class PreparingCursor(psycopg.Cursor[Any]):
    """A cursor that sends parameters beside the text, and remembers the text for Django."""

    def execute(self, query: Any, params: Any = None, **options: Any) -> Self:
        super().execute(query, params, **options)
        sent: Any = SimpleNamespace(query=query.encode())
        self._query = sent
        return self
