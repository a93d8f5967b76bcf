"""The columns by which a list can be filtered and ordered, and their values."""

from datetime import UTC, datetime
from functools import cache
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from taggit.managers import TaggableManager
from wagtail.fields import StreamField

from cms.api.parameters import KEY, MAX_PATH_LENGTH, Schema, choices, text
from cms.upstream.wagtail_api import parse_boolean


def is_comparable(model: type[models.Model], name: str) -> bool:
    """Whether ``name`` is a column that can equal a value, or the tags; not a stream or rows of other tables."""
    field = find_field(model, name)
    if isinstance(field, StreamField):
        return False
    return isinstance(field, TaggableManager) or (isinstance(field, models.Field) and field.concrete)


@cache
def find_field(model: type[models.Model], name: str) -> Any:
    """Return a model's field by its name or its column's name; ``None`` if there is none."""
    fields = model._meta.get_fields()
    return next((field for field in fields if name in {field.name, getattr(field, "attname", "")}), None)


def describe_column(field: models.Field[Any, Any]) -> Schema:
    """Return the schema of the values that a column can be filtered by."""
    if field.choices:
        return choices(str(value) for value, _label in field.flatchoices)
    if isinstance(field, models.BooleanField):
        return choices(["true", "false", "1", "0"])
    if isinstance(field, models.ForeignKey | models.AutoField):
        return KEY
    if isinstance(field, models.IntegerField):
        return {"type": "integer", "minimum": 0, "maximum": 2**31 - 1}
    if isinstance(field, models.DateTimeField):
        return {"type": "string", "format": "date-time"}
    if isinstance(field, models.DateField):
        return {"type": "string", "format": "date"}
    return text(max_length=field.max_length or MAX_PATH_LENGTH)


def read_value(field: models.Field[Any, Any], value: str) -> Any:
    """Return a parameter's value in the type of the column; raises ``ValidationError`` if that is impossible."""
    if isinstance(field, models.BooleanField):
        return parse_boolean(value)
    if isinstance(field, models.ForeignKey):
        field = field.target_field
    found = field.to_python(value)
    return read_moment(found) if isinstance(found, datetime) else found


def read_moment(moment: datetime) -> datetime:
    """Return a datetime in UTC, by default from the site's time zone; databases have none before the year 1."""
    try:
        return (timezone.make_aware(moment) if timezone.is_naive(moment) else moment).astimezone(UTC)
    except OverflowError as error:
        raise ValidationError("must be a moment between the years 1 and 9999") from error
