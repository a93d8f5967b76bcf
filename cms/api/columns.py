"""The columns by which a list can be filtered and ordered, and their values."""

from datetime import UTC, datetime, time, timedelta
from functools import cache
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.dateparse import parse_date
from taggit.managers import TaggableManager
from wagtail.fields import StreamField
from wagtail.models import Page, TranslatableMixin

from cms.api.parameters import KEY, MAX_PATH_LENGTH, Schema, choices, text
from cms.represent.visibility import Visibility
from cms.upstream.wagtail_api import parse_boolean


def is_comparable(model: type[models.Model], name: str) -> bool:
    """Whether ``name`` is a column that can equal a value, or the tags; not a stream or rows of other tables."""
    if name == "path" and issubclass(model, Page):  # in responses that on the site, in the column that in the tree
        return False
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


# The lookups that compare, with the words between a column and a value.
COMPARISONS = {"gte": "at least", "gt": "more than", "lte": "at most", "lt": "less than"}


def is_long_text(field: Any) -> bool:
    """Whether nobody asks for rows with exactly this value: paragraphs and addresses."""
    return isinstance(field, models.TextField | models.URLField | models.EmailField)


def has_known_values(field: Any) -> bool:
    """Whether a client chooses among known values, and so perhaps several."""
    return bool(field.choices) or isinstance(field, models.AutoField | models.ForeignKey | models.SlugField)


def is_ordered(field: Any) -> bool:
    """Whether values can be earlier or later, smaller or larger."""
    ordered = (models.DateField, models.IntegerField, models.DecimalField, models.FloatField)
    return isinstance(field, ordered) and not field.choices


def describe_comparable(field: Any) -> Schema:
    """Return the schema of what a column can be compared with: for a moment also a day."""
    schema = describe_column(field)
    if isinstance(field, models.DateTimeField):
        return {"anyOf": [{"type": "string", "format": "date"}, schema]}
    return schema


def make_condition(name: str, field: Any, comparison: str, value: str) -> Q:
    """Return the condition for a parameter; raises ``ValidationError`` or ``ValueError`` for an impossible value."""
    if not comparison:
        if has_known_values(field):
            return Q(**{f"{name}__in": [read_value(field, one) for one in value.split(",")]})
        return Q(**{name: read_value(field, value)})
    day = parse_date(value) if isinstance(field, models.DateTimeField) else None
    if day is None:
        return Q(**{f"{name}__{comparison}": read_value(field, value)})
    # A day is all of it: from its beginning on, or before the beginning of the next.
    try:
        start = day if comparison in {"gte", "lt"} else day + timedelta(days=1)
    except OverflowError as error:
        raise ValidationError("must be a day before the year 10000") from error
    midnight = read_moment(datetime.combine(start, time.min))
    return Q(**{f"{name}__{'gte' if comparison in {'gte', 'gt'} else 'lt'}": midnight})


def refer_to_shown(name: str, field: Any, value: str, visibility: Visibility) -> Q:
    """Return the condition that a row refers to one of some objects, if these are public.

    What it refers to is shown in the language of the row, so objects are compared by translation key.
    """
    asked = [read_value(field, one) for one in value.split(",")]
    shown = visibility.choose(field.related_model._default_manager.filter(pk__in=asked)).order_by()
    if issubclass(field.related_model, TranslatableMixin) and name != "alias_of":
        return Q(**{f"{name}__translation_key__in": shown.values("translation_key")})
    return Q(**{f"{name}__in": shown.values("pk")})


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
