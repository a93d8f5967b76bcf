"""The lists of the API: their statements, built once, and their total counts, cached by content version."""

from collections.abc import Iterator
from functools import cached_property
from typing import Any, cast

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from cms.represent.counted import read_counted
from cms.represent.kept import Kept
from cms.upstream.django import list_ordering, write_statement


class Statement:
    """The statement that finds a list, whose SQL is built once."""

    def __init__(self, queryset: QuerySet[Any]) -> None:
        self.queryset = queryset

    @cached_property
    def count(self) -> tuple[str, object] | None:
        """What the list reads, and a key to count it by, the same in any order; ``None`` if nothing can match."""
        try:
            query = write_statement(self.queryset.order_by().values("pk"))
        except EmptyResultSet:
            return None
        return f"{query[0]} {list_ordering(self.queryset)}", query

    @cached_property
    def keys(self) -> tuple[str, tuple[Any, ...]]:
        """The SQL that finds all primary keys, and its parameters."""
        return write_statement(self.queryset.values_list("pk"))


statements = Kept[Statement]()


class FoundList:
    """A list of the API, or the part of it from ``start`` to ``stop``."""

    def __init__(self, statement: Statement, view: Any, start: int = 0, stop: int | None = None) -> None:
        self.statement = statement
        self.view = view
        self.start, self.stop = start, stop

    def __getitem__(self, part: slice) -> "FoundList":
        return FoundList(self.statement, self.view, part.start, part.stop)

    @property
    def queryset(self) -> QuerySet[Any]:
        return self.statement.queryset.all()[self.start : self.stop]

    def __iter__(self) -> Iterator[Any]:
        return iter(self.queryset)

    def list_keys(self) -> list[int]:
        """Return the primary keys, in order."""
        if self.statement.count is None or self.stop == self.start:
            return []
        sql, parameters = self.statement.keys
        with connection.cursor() as cursor:
            cursor.execute(f"{sql} LIMIT {cast('int', self.stop) - self.start} OFFSET {self.start}", parameters)
            return [pk for (pk,) in cursor.fetchall()]

    def count(self) -> int:
        """Return the total count, from a cache if nothing has changed."""
        if self.statement.count is None:
            return 0
        reads, key = self.statement.count
        self.view.track_list(reads)
        return read_counted(self.view.request, key, self.statement.queryset.count)
