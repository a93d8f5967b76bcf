"""What the loader makes of a row is what a query of Django's makes of it, whatever fields a model has."""

import math
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from django.contrib.postgres import fields as postgres_fields
from django.db import connection, models
from django.db.backends.postgresql.psycopg_any import NumericRange
from wagtail.blocks import CharBlock
from wagtail.fields import RichTextField, StreamField

from tests.cms.samples import assert_alike, load, make_model

pytestmark = pytest.mark.django_db

MOMENT = datetime(2026, 7, 1, 9, 30, 15, 123456, tzinfo=UTC)
# Values that are easily bent on their way, by the kind of field that they are for.
VALUES: dict[type[models.Field], list[Any]] = {
    models.BinaryField: [b"", b"\x00\xff'\"bytes"],
    models.BooleanField: [True, False],
    models.CharField: ["", "a 'quoted' \\ “text” ☂"],
    models.DateField: [date(2026, 2, 28)],
    models.DateTimeField: [MOMENT, MOMENT.replace(microsecond=0)],
    models.DecimalField: [Decimal("1.50"), Decimal("-12345678.90"), Decimal("0.00")],
    models.DurationField: [timedelta(0), timedelta(days=-3, hours=5, microseconds=7), timedelta(days=400)],
    models.FileField: ["files/a b.pdf", ""],
    models.FilePathField: ["/etc/hosts"],
    models.FloatField: [0.1 + 0.2, 3.0, -1e-300, math.inf],
    models.GenericIPAddressField: ["192.0.2.1", "2001:db8::1"],
    models.IntegerField: [0, 32767],
    models.BigIntegerField: [2**62 + 1, -(2**62)],
    models.PositiveBigIntegerField: [2**62 + 1],
    models.JSONField: [{"a": [1, 1.5, None, "x"]}, [], "text", 10**25, 0.1 + 0.2],
    models.TextField: ["", "two\nlines 'quoted' {}[]"],
    models.TimeField: [time(9, 30), time(23, 59, 59, 999999)],
    models.UUIDField: [UUID("12345678123456781234567812345678")],
}
KINDS = [
    kind
    for kind in vars(models).values()
    if isinstance(kind, type)
    and issubclass(kind, models.Field)
    and not issubclass(kind, models.ForeignObject | models.ManyToManyField | models.AutoField)
    and kind not in {models.Field, models.BigAutoField, models.SmallAutoField, models.GeneratedField}
    and kind.__name__ not in {"CompositePrimaryKey", "OrderWrt"}  # no column, and one that Django adds by itself
    and not kind.system_check_removed_details
]


def find_values(kind: type[models.Field]) -> list[Any]:
    return next(VALUES[parent] for parent in kind.__mro__ if parent in VALUES)


def make_field(kind: type[models.Field]) -> models.Field:
    options: dict[str, Any] = {"null": True}
    if issubclass(kind, models.DecimalField):
        options |= {"max_digits": 20, "decimal_places": 2}
    if issubclass(kind, models.CharField | models.FileField):
        options["max_length"] = 100
    return kind(**options)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_a_value_of_every_kind_of_field_is_what_django_returns(kind):
    model = make_model(value=make_field(kind))
    for value in [None, *find_values(kind)]:
        model.objects.create(value=value)

    assert_alike(model)


def test_a_generated_value_is_what_django_returns():
    computed = models.GeneratedField(
        expression=models.F("value") * 2,
        output_field=models.DecimalField(max_digits=9, decimal_places=3),
        db_persist=True,
    )
    model = make_model(value=models.DecimalField(max_digits=8, decimal_places=3), double=computed)
    model.objects.create(value=Decimal("1.125"))

    assert_alike(model)


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="These are PostgreSQL's own")
@pytest.mark.parametrize(
    ("field", "value"),
    [
        (postgres_fields.ArrayField(models.DecimalField(max_digits=9, decimal_places=2)), [Decimal("1.10"), None]),
        (postgres_fields.ArrayField(models.CharField(max_length=9)), ["a,b", '"', ""]),
        (postgres_fields.ArrayField(models.DateTimeField()), [MOMENT]),
        (postgres_fields.DecimalRangeField(), NumericRange(Decimal("1.5"), Decimal("2.5"))),
        (postgres_fields.IntegerRangeField(), NumericRange(1, 5)),
    ],
)
def test_so_is_a_value_of_postgresqls_own_kinds(field, value):
    model = make_model(value=field)
    model.objects.create(value=value)

    assert_alike(model)


@dataclass
class Celsius:
    degrees: Any


class FromDatabase:
    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Celsius:
        return Celsius((type(value), value))  # of nothing, too


class CelsiusDecimal(FromDatabase, models.DecimalField):
    pass


class CelsiusText(FromDatabase, models.CharField):
    pass


class CelsiusMoment(FromDatabase, models.DateTimeField):
    pass


class CelsiusJson(FromDatabase, models.JSONField):
    pass


class OwnColumn(FromDatabase, models.Field):
    """A field with a type that Django does not know."""

    def db_type(self, connection: Any) -> str:
        return "numeric(8, 2)"


class OwnBytes(models.TextField):
    """A field that is stored as something else than what it derives from."""

    def db_type(self, connection: Any) -> str:
        return "bytea" if connection.vendor == "postgresql" else "BLOB"

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        return None if value is None else value.encode()

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> str | None:
        return None if value is None else bytes(value).decode()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        (CelsiusDecimal(max_digits=8, decimal_places=2, null=True), Decimal("36.60")),
        (CelsiusText(max_length=8, null=True), "36.6"),
        (CelsiusMoment(null=True), MOMENT),
        (CelsiusJson(null=True), {"degrees": 36.6}),
        (OwnColumn(null=True), 36.6),
        (OwnBytes(null=True), "it’s"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_a_field_of_the_projects_own_gets_what_django_gives_it(field, value):
    model = make_model(value=field)
    model.objects.create(value=value)
    model.objects.create(value=None)

    assert_alike(model)


@pytest.mark.parametrize("count", [99, 100, 130, 350])
def test_a_table_may_have_any_number_of_columns(count):
    columns = {f"value_{number}": models.IntegerField() for number in range(count)}
    model = make_model(**columns)
    model.objects.create(**{name: number for number, name in enumerate(columns)})

    assert_alike(model)


def test_streams_and_rich_text_may_be_null():
    model = make_model(
        stream=StreamField([("text", CharBlock())], null=True, blank=True), text=RichTextField(null=True)
    )
    model.objects.bulk_create([model(text=None), model(stream=[("text", "x")], text="<p>x</p>")])
    with connection.cursor() as cursor:
        cursor.execute("UPDATE test_sample SET stream = NULL WHERE text IS NULL")

    assert_alike(model)


class LoudStream(StreamField):
    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        stream = super().from_db_value(value, expression, connection)
        stream.is_loud = True
        return stream


def test_a_stream_field_of_the_projects_own_gets_what_django_gives_it():
    model = make_model(stream=LoudStream([("text", CharBlock())]))
    model.objects.create(stream=[("text", "x")])

    assert_alike(model)
    assert load(model)[0].stream.is_loud
