"""How the value of a column passes through JSON and becomes what a query of Django's returns.

JSON has text, whole numbers and truth values. Whatever else a column holds is written out by the database and read as
its driver reads it; dates and the like, which are everywhere, have a shorter way to the same value. Then come the
converters that Django applies: the database's own, and ``from_db_value`` of the field.
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
# Kinds of columns that JSON has as they are.
PLAIN_KINDS = {
    *("AutoField", "BigAutoField", "SmallAutoField", "IntegerField", "BigIntegerField", "SmallIntegerField"),
    *("PositiveIntegerField", "PositiveBigIntegerField", "PositiveSmallIntegerField"),
    *("CharField", "TextField", "SlugField", "FileField", "FilePathField", "GenericIPAddressField"),
}


class Column(NamedTuple):
    """What is selected for a field, and what makes its value of that; ``None`` where JSON has it as it is."""

    expression: Any
    read: Read | None


def column_of(field: Any) -> Column:
    """Return how a field's column is selected and read."""
    reference = models.F(field.attname)
    if isinstance(field, StreamField) and type(field).from_db_value is StreamField.from_db_value:
        return Column(reference, stream_reader(field))
    col = field.get_col(field.model._meta.db_table)
    stored: Any = col.output_field
    kind = stored.get_internal_type()
    converters = col.get_db_converters(connection)
    is_usual = stored.db_type(connection) == models.Field.db_type(stored, connection)
    if is_usual and kind in PLAIN_KINDS:
        return Column(reference, chain(None, converters, col))
    if is_usual and kind in SHORT_WAYS:
        return Column(reference, chain(SHORT_WAYS[kind], converters, col))
    converters = [*connection.ops.get_db_converters(col), *converters]
    return Column(WrittenOut(reference), chain(read_written_out, converters, col))


def chain(read: Read | None, converters: Sequence[Callable[..., Any]], col: Any) -> Read | None:
    """Return what reads a value and hands it on from one of Django's converters to the next."""
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
    """Return what reads a stream; SQLite has it as text inside JSON, PostgreSQL nests it."""
    is_text = connection.vendor == "sqlite"

    def read(value: Any) -> Any:
        return field.to_python(orjson.loads(value) if is_text and value is not None else value)

    return read


# What the database writes out


class WrittenOut(models.Func):
    """A value of any type as text that says of what type it is."""

    output_field = models.JSONField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, Any]:
        return self.as_sql(compiler, connection, template="QUOTE(%(expressions)s)", **context)

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, Any]:
        template = "JSONB_BUILD_ARRAY(PG_TYPEOF(%(expressions)s)::oid::bigint, %(expressions)s::text)"
        return self.as_sql(compiler, connection, template=template, **context)


def read_written_out(written: Any) -> Any:
    """Return what the database's driver would return."""
    return read_literal(written) if connection.vendor == "sqlite" else read_typed(*written)


def read_literal(literal: str) -> Any:
    """Return the value of a literal of SQLite."""
    if literal == "NULL":
        return None
    if literal[0] == "'":
        return literal[1:-1].replace("''", "'")
    if literal[0] == "X":
        return bytes.fromhex(literal[2:-1])
    return int(literal) if literal.lstrip("-").isdigit() else float(literal)


def read_typed(oid: int, text: str | None) -> Any:
    """Return what psycopg makes of text in PostgreSQL's own format for a type."""
    if text is None:
        return None
    return Transformer(connection.connection).get_loader(oid, Format.TEXT).load(text.encode())


# Shorter ways for what is everywhere: to the value that the driver and Django's converter for the database make.


def read_moment(text: str | None) -> datetime | None:
    """Return an aware moment; SQLite stores UTC without saying so."""
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


SHORT_WAYS: dict[str, Read] = {
    "DateTimeField": read_moment,
    "DateField": read_date,
    "UUIDField": read_uuid,
    "BooleanField": read_boolean,
}
