"""Determines how to create a model's instances without ``__init__``, which would take most of the time."""

import inspect
from typing import Any

from django.db.models import Model
from django.db.models.fields.files import FileDescriptor
from django.db.models.fields.related_descriptors import ForeignKeyDeferredAttribute
from modelcluster.models import ClusterableModel
from wagtail.fields import Creator
from wagtail.images.models import AbstractImage
from wagtail.models import Page

# Known constructors, with the attributes that they set.
INITS: dict[type, dict[str, Any]] = {
    **{parent: {} for parent in Page.__mro__[:-1] if "__init__" in vars(parent)},  # they only set up new pages
    Model: {},
    ClusterableModel: {},
    AbstractImage: {"decorative": False, "contextual_alt_text": None},
}
# Descriptors that store a value in the instance's dictionary unchanged.
PLAIN_DESCRIPTORS = (FileDescriptor, ForeignKeyDeferredAttribute, Creator)


def find_init_attributes(model: type[Model]) -> dict[str, Any] | None:
    """Return the attributes that a model's constructors set, besides its fields.

    ``None`` if the project overrides ``from_db`` or ``__init__``: then only Django can create instances.
    """
    if model.from_db.__func__ is not Model.from_db.__func__:  # type: ignore[attr-defined]
        return None
    classes = [parent for parent in model.__mro__[:-1] if "__init__" in vars(parent)]
    if not set(classes) <= INITS.keys():
        return None
    return {name: value for parent in classes for name, value in INITS[parent].items()}


def sets_attribute(model: type[Model], name: str) -> bool:
    """Whether the class of a field controls how its value is stored, with a descriptor."""
    descriptor = inspect.getattr_static(model, name, None)
    return hasattr(type(descriptor), "__set__") and not isinstance(descriptor, PLAIN_DESCRIPTORS)
