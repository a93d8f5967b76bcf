"""Columns by which no list chooses or orders objects: a change of these concerns only who reads them.

A model declares such fields in ``unlisted_fields``. A mistake costs nothing but computing: a statement that names one
of these columns depends on them. Any other column decides which objects a list has.
"""

from functools import cache
from typing import Any

from django.apps import apps
from django.db.models import Model
from wagtail.images.models import AbstractRendition
from wagtail.models import Page

OF_PAGES = ("last_published_at", "search_description", "seo_title", "title")
ANY = "*"


def list_unlisted(model: type[Model]) -> frozenset[str]:
    """Return the columns of a model's own table by which no list chooses; ``ANY`` if no list has its rows."""
    if issubclass(model, AbstractRendition) or hasattr(model, "copied_from"):
        return frozenset({ANY})
    names = OF_PAGES if model is Page else getattr(model, "unlisted_fields", ())
    fields = (field for field in model._meta.local_concrete_fields if field.name in names)
    return frozenset(str(field.column) for field in fields if issubclass(model, Page) or not may_refer(field))


def may_refer(field: Any) -> bool:
    """Return whether a field can refer to objects: if a snippet does, that may make them public."""
    return field.is_relation or hasattr(field, "extract_references")


@cache
def map_unlisted() -> dict[str, frozenset[str]]:
    """Return for each table the columns by which no list chooses its objects, those of inherited tables included."""
    return {
        model._meta.db_table: frozenset().union(*map(list_unlisted, (model, *model._meta.get_parent_list())))
        for model in apps.get_models(include_auto_created=True)
    }
