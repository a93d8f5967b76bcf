"""Rows of many tables in one statement.

Making SQL is half of the cost of a small query in Django, and each query is a journey to the database. So every table's
part of a statement is made once in a process, by Django, with gaps for the keys; the parts that a response needs are
joined by UNION ALL. What they select differs, so each row comes as one JSON array. PostgreSQL takes longer to plan such
a statement than to run it, so it is given the keys beside the text and plans each statement once for a connection.
"""

import itertools
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from functools import lru_cache
from types import SimpleNamespace
from typing import Any, Self
from uuid import UUID

import orjson
import psycopg
from django.db import connection, models
from django.db.backends.sqlite3.base import SQLiteCursorWrapper
from django.db.models import Model, QuerySet
from django.db.models.base import ModelState
from django.db.models.expressions import RawSQL
from django.db.models.functions import JSONArray
from wagtail.fields import StreamField

from cms.freshness.reads import find_tables, track_tables, untracked

DJANGO_PLACEHOLDER = re.compile(r"(?<!%)%s")
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
        self.names = [*(field.attname for field in fields), *extras]
        self.parsers = [(place, parse) for place, field in enumerate(fields) if (parse := find_parser(field))]
        self.streams = [(place, field) for place, field in enumerate(fields) if isinstance(field, StreamField)]
        self.quotes_streams = connection.vendor == "sqlite"  # JSON in JSON: PostgreSQL nests it
        self.number = next(numbers)
        row = JSONArray(*(field.attname for field in fields), *extras.values())
        columns = queryset.defer(None).order_by().values_list(RawSQL(str(self.number), []), row)  # noqa: S611
        self.sql, self.parameters = columns.query.sql_with_params()
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
        for place, parse in self.parsers:
            if values[place] is not None:
                values[place] = parse(values[place])
        for place, stream in self.streams:
            raw = orjson.loads(values[place]) if self.quotes_streams else values[place]
            values[place] = stream.to_python(raw)
        instance = self.model.__new__(self.model)
        instance.__dict__.update(zip(self.names, values, strict=True))
        state = instance._state = ModelState()
        state.adding, state.db = False, alias
        return instance


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
    """Yield a cursor of Django's that does not work through the text of each statement again.

    On PostgreSQL it sends parameters beside the text, where Django writes them into it, and statements are prepared if
    the connection's ``prepare_threshold`` says so (``PREPARED_STATEMENTS``).
    """
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.cursor = PreparingCursor(connection.connection)
        else:
            cursor.cursor = connection.connection.cursor(factory=RememberingCursor)
        yield cursor


class PreparingCursor(psycopg.Cursor[Any]):
    """psycopg's cursor. Django asks it for what it sent, which psycopg does not keep of a prepared statement."""

    def execute(self, query: Any, params: Any = None, **options: Any) -> Self:
        super().execute(query, params, **options)
        sent: Any = SimpleNamespace(query=query.encode())
        self._query = sent
        return self


class RememberingCursor(SQLiteCursorWrapper):
    """Django's cursor, which remembers how it writes placeholders in the way of SQLite."""

    def convert_query(self, query: str, *, param_names: Any = None) -> str:
        return convert_query(query)


@lru_cache(maxsize=256)
def convert_query(query: str) -> str:
    return DJANGO_PLACEHOLDER.sub("?", query).replace("%%", "%")


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


def find_parser(field: models.Field[Any, Any]) -> Callable[[Any], Any] | None:
    """Return what makes a field's value from JSON; ``None`` where JSON has it as it is."""
    while isinstance(field, models.ForeignKey):
        field = field.target_field
    return next((parse for kind, parse in PARSERS.items() if isinstance(field, kind)), None)


def parse_moment(text: str) -> datetime:
    """Return an aware moment; SQLite stores UTC without saying so."""
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


PARSERS: dict[type[models.Field[Any, Any]], Callable[[Any], Any]] = {
    models.DateTimeField: parse_moment,
    models.DateField: date.fromisoformat,
    models.UUIDField: UUID,
    models.BooleanField: bool,
}


def sort_rows(rows: Iterable[Any], ordering: Sequence[Any]) -> list[Any]:
    """Return rows in the order of plain field names, nulls last."""
    ordered = list(rows)
    for name in reversed([name for name in ordering if isinstance(name, str)]):
        key = name.lstrip("-")
        ordered.sort(key=lambda row: ((value := getattr(row, key)) is None, value), reverse=name.startswith("-"))
    return ordered
