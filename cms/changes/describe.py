"""The schema of `changes/` in the OpenAPI document."""

from typing import Any

from django.db.models import Model

from cms.api.schema.components import NULL, Components, Schema, make_nullable, make_object
from cms.api.schema.endpoints import define_object, name_component
from cms.api.schema.types import describe_type
from cms.api.site import SiteRepresentation
from cms.changes.objects import find_viewset, list_computed, list_models, list_type_names
from cms.represent.pages import name_type
from cms.upstream.wagtail_api import WagtailAPIRouter

TEXT: Schema = {"type": "string"}
ID: Schema = {"type": "integer"}


def describe_changes(router: WagtailAPIRouter, components: Components) -> Schema:
    """Return the schema of a response: for each type an upsert with the data of its endpoint, and a deletion."""
    shown = {name_type(model): describe_data(router, model, components) for model in list_models()}
    shown["site"] = describe_type(SiteRepresentation, components)
    upserts = [
        components.define(
            make_row("upsert", {"type": "string", "const": name}, data), f"Upsert{name.rpartition('.')[2]}"
        )
        for name, data in shown.items()
    ]
    types: Schema = {"type": "string", "enum": list_type_names()}
    deletion = components.define(make_row("delete", types, NULL), "Deletion")
    row = components.define({"oneOf": [*upserts, deletion]}, "Change")
    answer = {"items": {"type": "array", "items": row}, "next": TEXT, "has_more": {"type": "boolean"}}
    return components.define(make_object(answer), "ChangeList")


def make_row(op: str, type_name: Schema, data: Schema) -> Schema:
    members = {"op": {"type": "string", "const": op}, "type": type_name, "id": ID, "locale": make_nullable(TEXT)}
    return make_object({**members, "data": data})


def describe_data(router: WagtailAPIRouter, model: type[Model], components: Components) -> Schema:
    """Return the schema of an object, without computed fields."""
    viewset = find_viewset(router, model)
    without: Any = [(name, True, None) for name in list_computed(viewset, model)]
    serializer = viewset.make_serializer_class(router, model, without, show_details=True)
    # The same name as its endpoint's schema only if the schemas are equal.
    differs = without or router.get_model_endpoint(model) is None
    name = name_component(viewset, model)
    return define_object(serializer, model, f"Synced{name}" if differs else name, components)
