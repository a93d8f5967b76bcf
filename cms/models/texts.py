"""Texts are stored without control characters, whoever saves them: a form, an import or a translation."""

from functools import cache
from typing import Any

from django.db.models import CharField, JSONField, Model, TextField
from django.db.models.signals import pre_save

from cms.represent.characters import clean_json


def connect_signals() -> None:
    pre_save.connect(clean_texts, dispatch_uid="clean_texts")


def clean_texts(sender: type[Model], instance: Model, **kwargs: Any) -> None:
    """Clean the texts of any model that is about to be saved, and those in the JSON of a revision.

    Streams do it themselves: see ``cms.blocks.fields.StreamField``.
    """
    for name in list_text_fields(sender):
        if value := instance.__dict__.get(name):  # without a query for a field that is deferred
            clean = clean_json(value)
            if clean != value:
                setattr(instance, name, clean)


@cache
def list_text_fields(model: type[Model]) -> list[str]:
    """Return the names of the fields with text."""
    fields = model._meta.concrete_fields
    return [field.attname for field in fields if isinstance(field, CharField | TextField | JSONField)]
