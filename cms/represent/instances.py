"""What must be known of a model to make its instances past ``__init__``, which costs more than all else."""

import inspect
from typing import Any

from django.db.models import Model
from django.db.models.fields.files import FileDescriptor
from django.db.models.fields.related_descriptors import ForeignKeyDeferredAttribute
from modelcluster.models import ClusterableModel
from wagtail.fields import Creator
from wagtail.images.models import AbstractImage
from wagtail.models import Page

# The constructors that are known, with the attributes that they add.
INITS: dict[type, dict[str, Any]] = {
    **{parent: {} for parent in Page.__mro__[:-1] if "__init__" in vars(parent)},  # they see to new pages
    Model: {},
    ClusterableModel: {},
    AbstractImage: {"decorative": False, "contextual_alt_text": None},
}
# Descriptors that would keep a value in the instance's dictionary as it is.
PLAIN_DESCRIPTORS = (FileDescriptor, ForeignKeyDeferredAttribute, Creator)


def made_by_init(model: type[Model]) -> dict[str, Any] | None:
    """Return what the constructors of a model give each instance besides its fields.

    ``None`` where a project's own ``from_db`` or ``__init__`` has a say: then only Django can make instances.
    """
    if model.from_db.__func__ is not Model.from_db.__func__:  # type: ignore[attr-defined]
        return None
    classes = [parent for parent in model.__mro__[:-1] if "__init__" in vars(parent)]
    if not set(classes) <= INITS.keys():
        return None
    return {name: value for parent in classes for name, value in INITS[parent].items()}


def sets_attribute(model: type[Model], name: str) -> bool:
    """Whether the class of a field takes care of how its value is kept, through a descriptor."""
    descriptor = inspect.getattr_static(model, name, None)
    return hasattr(type(descriptor), "__set__") and not isinstance(descriptor, PLAIN_DESCRIPTORS)
