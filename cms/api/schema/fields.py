"""JSON Schema of serializer fields.

Most come from drf-spectacular. A field of this project declares its JSON as the return type of ``to_representation``,
or as ``declared_type`` if that differs between instances.
"""

from collections.abc import Callable
from types import NoneType
from typing import Any, get_args

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Field as ModelField
from django.db.models import Model
from rest_framework import serializers
from rest_framework.fields import Field

from cms.api.schema.blocks import EMPTY_OR_EMAIL, EMPTY_OR_URL, describe_block
from cms.api.schema.components import (
    Components,
    Schema,
    Underivable,
    inside,
    make_nullable,
    make_object,
)
from cms.api.schema.members import describe_by
from cms.api.schema.types import describe_return, describe_type, read_return_type
from cms.api.serializers import PageTypeField
from cms.represent.pages import name_type
from cms.represent.types import RichTextHtml, Url
from cms.upstream import spectacular, wagtail_api
from cms.upstream.django import capfirst

Describe = Callable[[Any, Components], Schema]

# Values that may be empty have no format.
EMPTY_OR = {serializers.URLField: EMPTY_OR_URL, serializers.EmailField: EMPTY_OR_EMAIL}
# Other keywords are for forms, or differ between databases.
KEYWORDS = ("type", "format", "enum", "const", "items", "maxLength", "pattern", "$ref", "oneOf", "anyOf")


def describe_object(serializer: Any, components: Components, *, required: set[str] | None = None) -> Schema:
    """Return the schema of a Wagtail API serializer, including ``meta``.

    ``required`` are the fields that are always present; by default all.
    """
    fields = {name: field for name, field in serializer.fields.items() if not field.write_only}
    described = {}
    for name, field in fields.items():
        with inside(name):
            column = find_column(field)
            texts = (column.help_text, capfirst(str(column.verbose_name))) if column is not None else ()
            described[name] = describe_by(describe_field(field, components), field.help_text, *texts)
    optional = set() if required is None else set(fields) - required
    meta = {name: schema for name, schema in described.items() if name in serializer.meta_fields}
    body = {name: schema for name, schema in described.items() if name not in meta}
    head = {"id": body.pop("id")} if "id" in body else {}
    if hasattr(serializer, "name_type"):
        head["type"] = describe_model_type(serializer.Meta.model)
    return make_object(
        {**head, **({"meta": make_object(meta, optional=optional)} if meta else {}), **body}, optional=optional
    )


def describe_field(field: Field, components: Components) -> Schema:
    """Return the schema of a field's JSON. Raises ``Underivable`` if there is no rule and no type."""
    declared = getattr(field, "declared_type", None)
    if declared is not None:
        return describe_type(declared, components)
    schema = describe_value(field, components)
    return make_nullable(schema) if can_be_none(field) else schema


def describe_value(field: Field, components: Components) -> Schema:
    for kind in type(field).__mro__:
        if kind in RULES:
            return RULES[kind](field, components)
        if "to_representation" in vars(kind):
            if kind.__module__.startswith("rest_framework."):
                return describe_known(field)
            return describe_return(vars(kind)["to_representation"], components)
    raise Underivable(f"{type(field).__name__} does not say what it returns")


def can_be_none(field: Field) -> bool:
    """Whether a field may be null."""
    column = find_column(field)
    if getattr(field, "allow_null", False) or (column is not None and column.null):
        return True
    try:
        found = read_return_type(type(field).get_attribute)
    except Underivable:
        return False
    return NoneType in get_args(found)


def find_column(field: Field) -> ModelField[Any, Any] | None:
    """Return the model column that a field shows, if any."""
    model = getattr(getattr(field.parent, "Meta", None), "model", None)
    try:
        found = model._meta.get_field(field.source) if model else None
    except FieldDoesNotExist:
        return None
    return found if isinstance(found, ModelField) and found.column else None


def describe_known(field: Field) -> Schema:
    """Return drf-spectacular's schema of one of Django REST framework's fields."""
    for kind, pattern in EMPTY_OR.items():
        if isinstance(field, kind) and field.allow_blank:
            return {"type": "string", "maxLength": field.max_length, "pattern": pattern}
    schema = spectacular.describe_field(field)
    return {keyword: schema[keyword] for keyword in KEYWORDS if keyword in schema}


# Wagtail's fields


def describe_type_field(field: Any, components: Components) -> Schema:
    return describe_model_type(field.parent.Meta.model)


def describe_model_type(model: type[Model]) -> Schema:
    return {"type": "string", "const": name_type(model)}


def describe_stream(field: Field, components: Components) -> Schema:
    column: Any = find_column(field)
    return describe_block(column.stream_block, components)


def describe_property(field: Any, components: Components) -> Schema:
    """Return the schema for a property or method of the model, from its return type."""
    attribute = getattr(field.parent.Meta.model, field.source, None)
    function = getattr(attribute, "fget", None) or getattr(attribute, "func", None) or attribute
    if function is None:
        raise Underivable("there is no such field, property or method")
    return describe_return(function, components)


def describe_related(field: Any, components: Components) -> Schema:
    return describe_object(field.serializer_class(context=field.context), components)


def describe_children(field: Any, components: Components) -> Schema:
    return {"type": "array", "items": describe_related(field, components)}


def of_type(hint: Any) -> Describe:
    return lambda field, components: describe_type(hint, components)


RULES: dict[type, Describe] = {
    wagtail_api.TypeField: describe_type_field,
    PageTypeField: describe_type_field,
    wagtail_api.DetailUrlField: of_type(Url),
    wagtail_api.PageHtmlUrlField: of_type(Url | None),
    wagtail_api.PageLocaleField: of_type(str),
    wagtail_api.StreamField: describe_stream,
    wagtail_api.RichTextFieldSerializer: of_type(RichTextHtml),
    wagtail_api.TagsField: of_type(list[str]),
    wagtail_api.RelatedField: describe_related,
    wagtail_api.ChildRelationField: describe_children,
    serializers.ReadOnlyField: describe_property,
}
