"""How column values pass through JSON, so that they equal the result of a Django query.

JSON has strings, integers and booleans. The database writes any other value as text, which is parsed as its driver
would; dates and other common types have a shortcut to the same value. Then Django's converters apply: the database's
own, and ``from_db_value`` of the field.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from typing import Any, NamedTuple
from uuid import UUID

import orjson
from django.db import connection, models
from psycopg.adapt import Transformer
from psycopg.pq import Format
from wagtail.fields import StreamField

Read = Callable[[Any], Any]
# Types of columns that JSON represents unchanged.
JSON_TYPES = {
    *("AutoField", "BigAutoField", "SmallAutoField", "IntegerField", "BigIntegerField", "SmallIntegerField"),
    *("PositiveIntegerField", "PositiveBigIntegerField", "PositiveSmallIntegerField"),
    *("CharField", "TextField", "SlugField", "FileField", "FilePathField", "GenericIPAddressField"),
}


class Column(NamedTuple):
    """The expression to select for a field, and the function that reads it; ``None`` if JSON has it unchanged."""

    expression: Any
    read: Read | None


def get_column(field: Any) -> Column:
    """Return how a field's column is selected and read."""
    reference = models.F(field.attname)
    if isinstance(field, StreamField) and type(field).from_db_value is StreamField.from_db_value:
        return Column(reference, stream_reader(field))
    col = field.get_col(field.model._meta.db_table)
    stored: Any = col.output_field
    kind = stored.get_internal_type()
    converters = col.get_db_converters(connection)
    is_usual = stored.db_type(connection) == models.Field.db_type(stored, connection)
    if is_usual and kind in JSON_TYPES:
        return Column(reference, chain(None, converters, col))
    if is_usual and kind in SHORTCUTS:
        return Column(reference, chain(SHORTCUTS[kind], converters, col))
    converters = [*connection.ops.get_db_converters(col), *converters]
    return Column(TypedText(reference), chain(read_typed_text, converters, col))


def chain(read: Read | None, converters: Sequence[Callable[..., Any]], col: Any) -> Read | None:
    """Return a function that reads a value and then applies Django's converters."""
    if not converters:
        return read

    def convert(value: Any) -> Any:
        if read:
            value = read(value)
        for converter in converters:
            value = converter(value, col, connection)
        return value

    return convert


def stream_reader(field: StreamField) -> Read:
    """Return a function that reads a stream: text within JSON on SQLite, nested JSON on PostgreSQL."""
    is_text = connection.vendor == "sqlite"

    def read(value: Any) -> Any:
        return field.to_python(orjson.loads(value) if is_text and value is not None else value)

    return read


# Values that the database writes as text


class TypedText(models.Func):
    """A value of any type as text, with its type."""

    output_field = models.JSONField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, Any]:
        return self.as_sql(compiler, connection, template="QUOTE(%(expressions)s)", **context)

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, Any]:
        template = "JSONB_BUILD_ARRAY(PG_TYPEOF(%(expressions)s)::oid::bigint, %(expressions)s::text)"
        return self.as_sql(compiler, connection, template=template, **context)


def read_typed_text(written: Any) -> Any:
    """Return the value that the database's driver would return."""
    return read_literal(written) if connection.vendor == "sqlite" else read_typed(*written)


def read_literal(literal: str) -> Any:
    """Return the value of a SQLite literal."""
    if literal == "NULL":
        return None
    if literal[0] == "'":
        return literal[1:-1].replace("''", "'")
    if literal[0] == "X":
        return bytes.fromhex(literal[2:-1])
    return int(literal) if literal.lstrip("-").isdigit() else float(literal)


def read_typed(oid: int, text: str | None) -> Any:
    """Return psycopg's value for text in PostgreSQL's format of a type."""
    if text is None:
        return None
    return Transformer(connection.connection).get_loader(oid, Format.TEXT).load(text.encode())


# Shortcuts for common types, to the same value as from the driver and Django's database converter.


def read_moment(text: str | None) -> datetime | None:
    """Return an aware datetime; SQLite stores UTC without an offset."""
    if text is None:
        return None
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def read_date(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def read_uuid(text: str | None) -> UUID | None:
    return None if text is None else UUID(text)


def read_boolean(value: Any) -> bool | None:
    return None if value is None else bool(value)


SHORTCUTS: dict[str, Read] = {
    "DateTimeField": read_moment,
    "DateField": read_date,
    "UUIDField": read_uuid,
    "BooleanField": read_boolean,
}
