"""Rows of many tables in one statement.

Making SQL is half of the cost of a small query in Django, and each query is a journey to the database. So every table's
part of a statement is made once in a process, by Django, with gaps for the keys; the parts that a response needs are
joined by UNION ALL. What they select differs, so each row comes as one JSON array. PostgreSQL takes longer to plan such
a statement than to run it, so it is given the keys beside the text and plans each statement once for a connection.
"""

import itertools
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from types import SimpleNamespace
from typing import Any, Self

import orjson
import psycopg
from django.db import connection, models
from django.db.models import Model, QuerySet
from django.db.models.base import ModelState
from django.db.models.expressions import RawSQL
from django.db.models.functions import JSONArray

from cms.freshness.reads import find_tables, track_tables, untracked
from cms.represent.columns import column_of
from cms.represent.instances import made_by_init, sets_attribute

MOST_ARGUMENTS = 100  # of a function: PostgreSQL takes so many, SQLite 127
numbers = itertools.count()


class Gap(str):
    """The name of a parameter whose value is known only when the statement runs."""

    __slots__ = ()


def keys_sql() -> str:
    """Return a subquery of the integers that one parameter lists."""
    postgresql = connection.vendor == "postgresql"
    return "SELECT unnest(%s::bigint[])" if postgresql else "SELECT value FROM json_each(%s)"


def keys_in(name: str) -> RawSQL:
    """Return the integers to be filled into the gap ``name``, for ``filter(pk__in=keys_in("keys"))``."""
    return RawSQL(keys_sql(), [Gap(name)])  # noqa: S611 - no text of anybody's


def text_in(name: str) -> RawSQL:
    """Return the text to be filled into the gap ``name``."""
    return RawSQL("%s", [Gap(name)], output_field=models.CharField())


def moment_in(name: str) -> RawSQL:
    """Return the moment to be filled into the gap ``name``."""
    cast = "%s::timestamptz" if connection.vendor == "postgresql" else "%s"
    return RawSQL(cast, [Gap(name)], output_field=models.DateTimeField())  # noqa: S611


class IsBelow(models.Func):
    """Whether a tree path lies at or below one of the paths to be filled into the gap ``name``."""

    output_field = models.BooleanField()

    def __init__(self, path: str, name: str) -> None:
        super().__init__(models.F(path))
        self.gap = Gap(name)

    def as_sql(self, compiler: Any, connection: Any, *args: Any, **context: Any) -> tuple[str, tuple[Any, ...]]:
        sql, parameters = compiler.compile(self.get_source_expressions()[0])
        rows = "unnest(%s::text[])" if connection.vendor == "postgresql" else "json_each(%s)"
        above = "above" if connection.vendor == "postgresql" else "above.value"
        exists = f"EXISTS (SELECT 1 FROM {rows} AS above WHERE substr({sql}, 1, length({above})) = {above})"  # noqa: S608
        return exists, (self.gap, *parameters)


class Table:
    """One model's part of a statement. ``extras`` are further columns, by the attribute that gets them.

    ``queryset`` may have gaps; what it defers is left out of the instances. With ``is_keyed`` it finds objects that the
    response names, or what is part of these: then an answer depends on those of them that are public, which the loader
    notes, and on no other row.
    """

    def __init__(
        self, queryset: QuerySet[Any], extras: Mapping[str, Any] | None = None, *, is_keyed: bool = False
    ) -> None:
        self.model: type[Model] = queryset.model
        self.is_keyed = is_keyed
        fields = [field for field in self.model._meta.concrete_fields if is_loaded(field, queryset)]
        extras = extras or {}
        columns = [column_of(field) for field in fields]
        self.fields = [field.attname for field in fields]
        self.names = [*self.fields, *extras]
        self.readers = [(place, column.read) for place, column in enumerate(columns) if column.read]
        self.assigned = [(place, name) for place, name in enumerate(self.fields) if sets_attribute(self.model, name)]
        self.constants = made_by_init(self.model)
        selected = [*(column.expression for column in columns), *extras.values()]
        self.is_split = len(selected) > MOST_ARGUMENTS
        self.number = next(numbers)
        row = arrays_of(selected) if self.is_split else JSONArray(*selected)
        rows = queryset.defer(None).order_by().values_list(RawSQL(str(self.number), []), row)  # noqa: S611
        self.sql, self.parameters = rows.query.sql_with_params()
        self.tables = find_tables(self.sql)

    def fill(self, gaps: Mapping[str, Any]) -> list[Any]:
        """Return the parameters of this part, ``gaps`` filled in by name: sets of keys or of paths, moments, texts."""
        adapted = {name: adapt(value) for name, value in gaps.items()}
        return [adapted[value] if isinstance(value, Gap) else value for value in self.parameters]

    def make(self, text: str, alias: str) -> Model:
        """Return the instance that a row of the database with this alias holds.

        It is put together as unpickling does, past ``__init__``, which costs more than all else.
        """
        values = orjson.loads(text)
        if self.is_split:
            values = [value for part in values for value in part]
        for place, read in self.readers:
            values[place] = read(values[place])
        if self.constants is None:
            return self.make_by_init(values, alias)
        instance = self.model.__new__(self.model)
        instance.__dict__.update(self.constants)
        instance.__dict__.update(zip(self.names, values, strict=True))
        state = instance._state = ModelState()
        state.adding, state.db = False, alias
        for place, name in self.assigned:
            setattr(instance, name, values[place])
        return instance

    def make_by_init(self, values: list[Any], alias: str) -> Model:
        """Return the instance as Django makes it."""
        instance = self.model.from_db(alias, self.fields, values[: len(self.fields)])
        instance.__dict__.update(zip(self.names[len(self.fields) :], values[len(self.fields) :], strict=True))
        return instance


def arrays_of(expressions: Sequence[Any]) -> JSONArray:
    """Return a JSON array of arrays, for more columns than a function takes arguments."""
    starts = range(0, len(expressions), MOST_ARGUMENTS)
    return JSONArray(*(JSONArray(*expressions[start : start + MOST_ARGUMENTS]) for start in starts))


def fetch(parts: Sequence[tuple[Table, Mapping[str, Any]]], *, is_tracked: bool = True) -> dict[Table, list[Any]]:
    """Run one statement for all parts, each with what fills its gaps; return the instances by table.

    With ``is_tracked`` the answer depends on them.
    """
    found: dict[Table, list[Any]] = {table: [] for table, _gaps in parts}
    if not parts:
        return found
    tables = {table.number: table for table in found}
    ordered = sorted(parts, key=lambda part: part[0].number)  # the same tables make the same statement
    sql = " UNION ALL ".join(table.sql for table, _gaps in ordered)
    with untracked(), open_cursor() as cursor:
        cursor.execute(sql, [value for table, gaps in ordered for value in table.fill(gaps)])
        rows = cursor.fetchall()
    alias = connection.alias
    for number, text in rows:
        table = tables[number]
        found[table].append(table.make(text, alias))
    if is_tracked:
        for table in found:
            if not table.is_keyed:
                track_tables(table.tables)
    return found


@contextmanager
def open_cursor() -> Iterator[Any]:
    """Yield a cursor of Django's; on PostgreSQL, one that sends parameters beside the text of a statement.

    Django writes them into it. Beside it, statements are prepared if the connection's ``prepare_threshold`` says so
    (``PREPARED_STATEMENTS``).
    """
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.cursor = PreparingCursor(connection.connection)
        yield cursor


class PreparingCursor(psycopg.Cursor[Any]):
    """psycopg's cursor. Django asks it for what it sent, which psycopg does not keep of a prepared statement."""

    def execute(self, query: Any, params: Any = None, **options: Any) -> Self:
        super().execute(query, params, **options)
        sent: Any = SimpleNamespace(query=query.encode())
        self._query = sent
        return self


def is_loaded(field: models.Field[Any, Any], queryset: QuerySet[Any]) -> bool:
    """Whether a field is left after the queryset's ``only()`` or ``defer()``."""
    names, is_deferred = queryset.query.deferred_loading
    return field.primary_key or (field.name in names) is not is_deferred


def adapt(value: Any) -> Any:
    """Return what fills a gap as the database takes it."""
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, set):
        # An array as PostgreSQL writes it, where numbers have no type, so that each statement is prepared but once.
        return f"{{{','.join(map(str, value))}}}" if connection.vendor == "postgresql" else json.dumps(list(value))
    return value


def sort_rows(rows: Iterable[Any], ordering: Sequence[Any]) -> list[Any]:
    """Return rows in the order of plain field names, nulls last."""
    ordered = list(rows)
    for name in reversed([name for name in ordering if isinstance(name, str)]):
        key = name.lstrip("-")
        ordered.sort(key=lambda row: ((value := getattr(row, key)) is None, value), reverse=name.startswith("-"))
    return ordered
