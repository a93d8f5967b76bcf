"""The fields of a model that refer to other objects, and the child rows of its instances."""

from collections.abc import Container, Iterable, Sequence
from functools import cache
from typing import Any, NamedTuple

from django.db.models import ForeignKey, Model
from modelcluster.fields import ParentalKey
from wagtail import blocks
from wagtail.documents import get_document_model
from wagtail.fields import RichTextField, StreamField
from wagtail.models import CollectionMember, Page, TranslatableMixin

from cms.represent.bulk import sort_rows
from cms.upstream.modelcluster import get_all_child_relations, hold_rows, list_held_rows
from cms.upstream.wagtail import COMMENTS_RELATION_NAME


class Content(NamedTuple):
    """The fields of a model that can show something: streams, rich texts, foreign keys and child relations."""

    streams: tuple[StreamField, ...]
    rich_texts: tuple[RichTextField, ...]
    keys: tuple[Any, ...]
    relations: tuple[Any, ...]

    def choose(self, names: Container[str]) -> "Content":
        """Return those of the fields that have one of these names."""
        return Content(
            streams=tuple(field for field in self.streams if field.name in names),
            rich_texts=tuple(field for field in self.rich_texts if field.name in names),
            keys=tuple(field for field in self.keys if field.name in names),
            relations=tuple(relation for relation in self.relations if relation.get_accessor_name() in names),
        )


def loaded_relations(instance: Model) -> dict[str, list[Any]]:
    """Return the child rows that a clusterable instance has in memory, by relation."""
    return list_held_rows(instance)


def list_rows(instance: Any, relation: str) -> Sequence[Any]:
    """Return the child rows of an instance: those in memory, which the loader has set, or else all."""
    held: dict[str, Any] = list_held_rows(instance)
    return held[relation] if relation in held else getattr(instance, relation).all()


def set_rows(instance: Any, field: Any, rows: Iterable[Any]) -> None:
    """Set the child rows of an instance, in order, unless it already has some."""
    name = field.remote_field.get_accessor_name()
    if name not in list_held_rows(instance):
        ordered = sort_rows(rows, field.model._meta.ordering)
        hold_rows(instance, name, ordered)
        for row in ordered:
            field.set_cached_value(row, instance)


@cache
def get_content(model: type[Model]) -> Content:
    """Return the fields of a model that can show something, determined once per process."""
    fields = model._meta.get_fields()
    return Content(
        streams=tuple(field for field in fields if isinstance(field, StreamField)),
        rich_texts=tuple(field for field in fields if isinstance(field, RichTextField)),
        keys=tuple(field for field in fields if is_content_key(field)),
        relations=tuple(
            relation
            for relation in get_all_child_relations(model)
            if relation.get_accessor_name() != COMMENTS_RELATION_NAME
        ),
    )


def is_content_key(field: Any) -> bool:
    """Whether a field is a foreign key to something that pages show: media, pages, translatable snippets."""
    return (
        isinstance(field, ForeignKey)
        and not isinstance(field, ParentalKey)
        and not field.remote_field.parent_link
        and field.name != "alias_of"
        and issubclass(field.related_model, CollectionMember | TranslatableMixin)
    )


@cache
def list_referenced_models(model: type[Model]) -> frozenset[type[Model]]:
    """Return the models that the content of a model, including its child rows, can refer to."""
    content = get_content(model)
    named: set[type[Model]] = {key.related_model for key in content.keys}
    if content.rich_texts:
        named |= list_linkable_models()
    for stream in content.streams:
        named |= list_models_in_block(stream.stream_block)
    for relation in content.relations:
        named |= list_referenced_models(relation.field.model)
    return frozenset(named)


def list_models_in_block(block: Any) -> set[type[Model]]:
    """Return the models that data of a block can refer to."""
    if isinstance(block, blocks.ChooserBlock):
        return {block.model_class}
    if isinstance(block, blocks.RichTextBlock):
        return list_linkable_models()
    children = (
        [block.child_block] if isinstance(block, blocks.ListBlock) else getattr(block, "child_blocks", {}).values()
    )
    return set().union(*map(list_models_in_block, children))


def list_linkable_models() -> set[type[Model]]:
    """Return the models that links in rich text can refer to."""
    return {Page, get_document_model()}


def read_key(pk: Any) -> int | None:
    """Return a stored primary key as an integer, which all of these models have; ``None`` if it is not one."""
    if type(pk) is int:
        return pk if 0 <= pk < 10**18 else None
    return int(pk) if str(pk).isdecimal() and len(str(pk)) < 19 else None  # no database has larger keys
