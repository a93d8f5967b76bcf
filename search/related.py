"""Keeps entries right that have texts of other objects, such as the names of those who host an event."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.db.models import Model
from django.db.models.signals import post_delete, post_save, pre_delete
from modelcluster.fields import ParentalKey
from wagtail.search.index import Indexed, RelatedFields, insert_or_update_object

from cms.upstream.modelsearch import get_indexed_models

# The lookups by which objects of an indexed model have texts of another model.
Lookups = list[tuple[type[Model], str]]


def list_lookups(model: type[Model], fields: Any, via: str = "") -> Iterator[tuple[type[Model], str]]:
    """Yield the models whose texts ``fields`` read, each with the lookup that leads there. Child rows are no others."""
    for field in fields:
        if isinstance(field, RelatedFields):
            relation = model._meta.get_field(field.field_name)
            related: Any = relation.related_model
            is_child = isinstance(getattr(relation, "field", None), ParentalKey)
            if not is_child:
                yield related, f"{via}{field.field_name}"
            yield from list_lookups(related, field.fields, f"{via}{field.field_name}__")


def connect_signals() -> None:
    """Index objects again when something changes of which they have texts."""
    lookups: dict[type[Model], Lookups] = defaultdict(list)
    for model in get_indexed_models():
        fields = [field for field in model.get_search_fields() if isinstance(field, RelatedFields)]
        for related, lookup in list_lookups(model, fields):
            lookups[related].append((model, lookup))
    for related, found in lookups.items():
        connect(related, found)


def connect(related: type[Model], lookups: Lookups) -> None:
    def list_objects(instance: Model) -> list[Indexed]:
        return [obj for model, lookup in lookups for obj in model._default_manager.filter(**{lookup: instance})]

    def index_again(instance: Model, **kwargs: Any) -> None:
        for obj in list_objects(instance):
            insert_or_update_object(obj)

    def remember(instance: Any, **kwargs: Any) -> None:
        instance._indexed_with_it = list_objects(instance)

    def index_without(instance: Any, **kwargs: Any) -> None:
        for obj in instance._indexed_with_it:
            insert_or_update_object(obj)

    for signal, receiver in ((post_save, index_again), (pre_delete, remember), (post_delete, index_without)):
        signal.connect(receiver, sender=related, weak=False, dispatch_uid=f"{receiver.__name__} {related._meta.label}")
