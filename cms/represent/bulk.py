"""Loads rows of many tables in one statement.

Building SQL is half of the cost of a small query in Django, and each query is a round trip to the database. So Django
builds each table's part of a statement once per process, with placeholders for the keys, and UNION ALL joins the parts
that a response needs. Their columns differ, so each row is a JSON array. PostgreSQL takes longer to plan such a
statement than to run it, so its parameters are sent separately, and each statement is planned once per connection.
"""

import itertools
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from functools import wraps
from typing import Any, ParamSpec, TypeVar

import orjson
from django.db import connection, models
from django.db.models import Model, QuerySet
from django.db.models.expressions import RawSQL
from django.db.models.functions import JSONArray

from cms.freshness.reads import find_tables, track_tables, untracked
from cms.represent.columns import get_column
from cms.represent.instances import find_init_attributes, sets_attribute
from cms.upstream.django import is_loaded, make_instance, open_cursor, write_statement

MAX_FUNCTION_ARGUMENTS = 100  # of a SQL function: the limit of PostgreSQL; that of SQLite is 127
numbers = itertools.count()
Made = TypeVar("Made")
Arguments = ParamSpec("Arguments")


class Placeholder(str):
    """The name of a placeholder, whose value is known only when the statement runs."""

    __slots__ = ()


def keys_sql() -> str:
    """Return a subquery of the integers in one parameter, a list."""
    postgresql = connection.vendor == "postgresql"
    return "SELECT unnest(%s::bigint[])" if postgresql else "SELECT value FROM json_each(%s)"


def keys_in(name: str) -> RawSQL:
    """Return the integers of the placeholder ``name``, for ``filter(pk__in=keys_in("keys"))``."""
    return RawSQL(keys_sql(), [Placeholder(name)])  # noqa: S611 - no user input


def texts_in(name: str) -> RawSQL:
    """Return the texts of the placeholder ``name``, for ``filter(path__in=texts_in("paths"))``."""
    postgresql = connection.vendor == "postgresql"
    sql = "SELECT unnest(%s::text[])" if postgresql else "SELECT value FROM json_each(%s)"
    return RawSQL(sql, [Placeholder(name)], output_field=models.CharField())  # noqa: S611 - no user input


def uuids_in(name: str) -> RawSQL:
    """Return the UUIDs of the placeholder ``name``, as the database writes them."""
    sql = "SELECT unnest(%s::uuid[])" if connection.vendor == "postgresql" else "SELECT value FROM json_each(%s)"
    return RawSQL(sql, [Placeholder(name)], output_field=models.UUIDField())  # noqa: S611 - no user input


def text_in(name: str) -> RawSQL:
    """Return the text of the placeholder ``name``."""
    return RawSQL("%s", [Placeholder(name)], output_field=models.CharField())


def number_in(name: str) -> RawSQL:
    """Return the integer of the placeholder ``name``."""
    return RawSQL("%s", [Placeholder(name)], output_field=models.BigIntegerField())


def moment_in(name: str) -> RawSQL:
    """Return the datetime of the placeholder ``name``."""
    cast = "%s::timestamptz" if connection.vendor == "postgresql" else "%s"
    return RawSQL(cast, [Placeholder(name)], output_field=models.DateTimeField())  # noqa: S611


class IsBelow(models.Func):
    """Whether a tree path is one of the paths of the placeholder ``name``, or below one."""

    output_field = models.BooleanField()

    def __init__(self, path: str, name: str) -> None:
        super().__init__(models.F(path))
        self.gap = Placeholder(name)

    def as_sql(self, compiler: Any, connection: Any, *args: Any, **context: Any) -> tuple[str, tuple[Any, ...]]:
        sql, parameters = compiler.compile(self.get_source_expressions()[0])
        rows = "unnest(%s::text[])" if connection.vendor == "postgresql" else "json_each(%s)"
        above = "above" if connection.vendor == "postgresql" else "above.value"
        exists = f"EXISTS (SELECT 1 FROM {rows} AS above WHERE substr({sql}, 1, length({above})) = {above})"  # noqa: S608
        return exists, (self.gap, *parameters)


class Table:
    """One model's part of a statement. ``extras`` are additional columns, by attribute name.

    ``queryset`` may have placeholders; columns that it defers are missing in the instances. With ``is_keyed`` it finds
    objects that the response refers to, or their parts. The response then depends only on the public ones among these,
    which the loader records. With ``chosen``, the keys of the objects that it finds, it also depends on that choice.
    """

    def __init__(
        self,
        queryset: QuerySet[Any],
        extras: Mapping[str, Any] | None = None,
        *,
        is_keyed: bool = False,
        chosen: QuerySet[Any] | None = None,
    ) -> None:
        self.model: type[Model] = queryset.model
        fields = [field for field in self.model._meta.concrete_fields if is_loaded(field, queryset)]
        extras = extras or {}
        columns = [get_column(field) for field in fields]
        self.fields = [field.attname for field in fields]
        self.names = [*self.fields, *extras]
        self.readers = [(place, column.read) for place, column in enumerate(columns) if column.read]
        self.assigned = [(place, name) for place, name in enumerate(self.fields) if sets_attribute(self.model, name)]
        self.constants = find_init_attributes(self.model)
        selected = [*(column.expression for column in columns), *extras.values()]
        self.is_split = len(selected) > MAX_FUNCTION_ARGUMENTS
        self.number = next(numbers)
        row = arrays_of(selected) if self.is_split else JSONArray(*selected)
        rows = queryset.defer(None).order_by().values_list(RawSQL(str(self.number), []), row)  # noqa: S611
        self.sql, self.parameters = write_statement(rows)
        self.tables = None if is_keyed else find_tables(self.sql if chosen is None else write_statement(chosen)[0])

    def fill(self, arguments: Mapping[str, Any]) -> list[Any]:
        """Return the parameters of this part, from ``arguments`` by name: sets of keys or paths, datetimes, texts."""
        return fill(self.parameters, arguments)

    def make(self, text: str, alias: str) -> Model:
        """Return the instance for a row of the database with this alias.

        It is created as in unpickling, without ``__init__``, which would take most of the time.
        """
        values = orjson.loads(text)
        if self.is_split:
            values = [value for part in values for value in part]
        for place, read in self.readers:
            values[place] = read(values[place])
        if self.constants is None:
            return self.make_by_init(values, alias)
        instance = make_instance(self.model, {**self.constants, **dict(zip(self.names, values, strict=True))}, alias)
        for place, name in self.assigned:
            setattr(instance, name, values[place])
        return instance

    def make_by_init(self, values: list[Any], alias: str) -> Model:
        """Return the instance as Django creates it."""
        instance = self.model.from_db(alias, self.fields, values[: len(self.fields)])
        instance.__dict__.update(zip(self.names[len(self.fields) :], values[len(self.fields) :], strict=True))
        return instance


class Values:
    """The part of a statement for some values: ``names`` of each row, which are read as JSON has them."""

    def __init__(self, queryset: QuerySet[Any, Any], names: Sequence[str]) -> None:
        self.number = next(numbers)
        sql, self.parameters = write_statement(queryset)
        self.tables = find_tables(sql)
        function = "jsonb_build_array" if connection.vendor == "postgresql" else "json_array"
        listed = ", ".join(names)
        rows = f"WITH found ({listed}) AS ({sql}) SELECT {listed} FROM found"  # noqa: S608
        self.sql = f"SELECT {self.number}, {function}({listed}) FROM ({rows}) AS named"  # noqa: S608

    def fill(self, arguments: Mapping[str, Any]) -> list[Any]:
        return fill(self.parameters, arguments)

    def make(self, text: str, alias: str) -> Any:
        return orjson.loads(text)


class Selection:
    """A queryset of values, which may have placeholders, whose SQL is built once; it is a statement of its own."""

    def __init__(self, queryset: QuerySet[Any, Any]) -> None:
        self.sql, self.parameters = write_statement(queryset)

    def read(self, **arguments: Any) -> list[Any]:
        """Return the rows as the database's driver does."""
        with connection.cursor() as cursor:
            cursor.execute(self.sql, fill(self.parameters, arguments))
            return cursor.fetchall()


def made_once(make: Callable[Arguments, Made]) -> Callable[Arguments, Made]:
    """Return a function that makes parts of a statement once per process and arguments, for all threads.

    ``functools.cache`` gives threads that call for the first time at the same moment one each, and what was found for
    one of them is not found by another.
    """
    made: dict[tuple[Any, ...], Made] = {}

    @wraps(make)
    def find(*arguments: Arguments.args, **named: Arguments.kwargs) -> Made:
        key = (*arguments, *named.items())
        return made[key] if key in made else made.setdefault(key, make(*arguments, **named))

    return find


# A part of a statement, with the values of its placeholders.
Part = tuple[Table | Values, Mapping[str, Any]]


def arrays_of(expressions: Sequence[Any]) -> JSONArray:
    """Return a JSON array of arrays, for more columns than a function takes arguments."""
    starts = range(0, len(expressions), MAX_FUNCTION_ARGUMENTS)
    return JSONArray(*(JSONArray(*expressions[start : start + MAX_FUNCTION_ARGUMENTS]) for start in starts))


def fetch(parts: Sequence[Part], *, is_tracked: bool = True, by_key: bool = True) -> dict[Any, list[Any]]:
    """Run one statement for all parts, each with the values of its placeholders; return what each has found.

    With ``is_tracked``, the response depends on them. What does not look up things ``by_key``, but looks through many,
    is planned each time, since the best plan depends on the values.
    """
    found: dict[Table | Values, list[Any]] = {table: [] for table, _arguments in parts}
    if not parts:
        return found
    tables = {table.number: table for table in found}
    ordered = sorted(parts, key=lambda part: part[0].number)  # so that equal sets of tables give the same statement
    sql = " UNION ALL ".join(table.sql for table, _arguments in ordered)
    with untracked(), open_cursor() if by_key else connection.cursor() as cursor:
        cursor.execute(sql, [value for table, arguments in ordered for value in table.fill(arguments)])
        rows = cursor.fetchall()
    alias = connection.alias
    for number, text in rows:
        table = tables[number]
        found[table].append(table.make(text, alias))
    if is_tracked:
        track_parts(parts)
    return found


def track_parts(parts: Iterable[Part]) -> None:
    """Declare that the response depends on what these parts have found."""
    for table, _arguments in parts:
        if table.tables:
            track_tables(table.tables)


def fill(parameters: Iterable[Any], arguments: Mapping[str, Any]) -> list[Any]:
    """Return the parameters of a statement, with the values of its placeholders by name."""
    adapted = {name: adapt(value) for name, value in arguments.items()}
    return [adapted[value] if isinstance(value, Placeholder) else value for value in parameters]


def adapt(value: Any) -> Any:
    """Return the value of a placeholder as a database parameter."""
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return write_set(value) if isinstance(value, set) else value


def write_set(values: set[Any]) -> str:
    """Return a set of keys or texts as a parameter of this kind of database.

    PostgreSQL's array syntax gives numbers no type, so that each statement is prepared only once.
    """
    if connection.vendor == "postgresql":
        return f"{{{','.join(map(quote_element, values))}}}"
    return orjson.dumps(list(values)).decode()


def quote_element(value: int | str) -> str:
    """Return an element of an array in PostgreSQL's syntax; text is never taken for ``NULL``, nor ended by a comma."""
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else str(value)


def sort_rows(rows: Iterable[Any], ordering: Sequence[Any]) -> list[Any]:
    """Return rows ordered by plain field names, nulls last."""
    ordered = list(rows)
    for name in reversed([name for name in ordering if isinstance(name, str)]):
        key = name.lstrip("-")
        ordered.sort(key=lambda row: ((value := getattr(row, key)) is None, value), reverse=name.startswith("-"))
    return ordered
