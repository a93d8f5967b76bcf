"""System checks that the loader supports the project's models and blocks."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error, register
from django.db.models import IntegerField, Model
from wagtail import blocks
from wagtail.models import Page
from wagtail.snippets.models import get_snippet_models

from cms.represent.content import get_content
from cms.represent.streams import get_walked_class, own_conversions, walk
from cms.represent.walking import walk_blocks

INTEGER_FIELDS = "The loader finds objects by their primary keys, which must be whole numbers."
OWN_VALUE = "Leave out the methods, or represent the value otherwise in get_api_representation."
OWN_REFERENCES = "Derive it from a chooser or a rich text block."


@register()
def check_loader(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """Return an error for each field or block that the loader would load differently from Django or Wagtail."""
    return [problem for model in list_models() for problem in (*check_keys(model), *check_streams(model))]


def list_models() -> list[type[Model]]:
    """Return the models in responses: pages and snippets, their child rows, and the models these refer to."""
    found: dict[type[Model], None] = {}
    waiting = [*(model for model in apps.get_models() if issubclass(model, Page)), *get_snippet_models()]
    while waiting:
        model = waiting.pop(0)
        if model not in found:
            found[model] = None
            content = get_content(model)
            waiting += [relation.field.model for relation in content.relations]
            waiting += [key.related_model for key in content.keys]
            waiting += [chosen for stream in content.streams for chosen in list_chosen(stream.stream_block)]
    return list(found)


def list_chosen(block: blocks.Block) -> Iterator[type[Model]]:
    for _name, inner in walk_blocks(block):
        if isinstance(inner, blocks.ChooserBlock) and is_model(inner.model_class):
            yield inner.model_class


# Keys


def check_keys(model: type[Model]) -> Iterator[CheckMessage]:
    content = get_content(model)
    if not has_integer_key(model):
        yield error("E002", f"The primary key of {model._meta.label} is no whole number.", INTEGER_FIELDS, model)
    for key in (*content.keys, *(relation.field for relation in content.relations)):
        if not key.target_field.primary_key or not has_integer_key(key.related_model):
            message = f"The key {key} leads to no whole number that is the primary key of {key.related_model.__name__}."
            yield error("E002", message, INTEGER_FIELDS, model)


def has_integer_key(model: Any) -> bool:
    if not is_model(model):
        return False
    key: Any = model._meta.pk
    while key.remote_field:
        key = key.target_field
    return isinstance(key, IntegerField)


# Blocks


def check_streams(model: type[Model]) -> Iterator[CheckMessage]:
    for stream in get_content(model).streams:
        for name, child in stream.stream_block.child_blocks.items():
            for number, message, hint in check_block(child, f"{stream}.{name}"):
                yield error(number, message, hint, model)


def check_block(block: blocks.Block, path: str) -> Iterator[tuple[str, str, str]]:
    """Yield the problems of a block and the blocks inside: number, message and hint of each error."""
    kind, is_walked = get_walked_class(block), walk(block).find is not None
    if is_walked and (own := own_conversions(block, kind)):
        methods = " and ".join(own)
        yield "E003", f"{path} holds objects, and the loader would not ask its own {methods} for its value.", OWN_VALUE
    if isinstance(block, blocks.ChooserBlock) and not (
        is_model(block.model_class) and has_integer_key(block.model_class)
    ):
        yield "E002", f"{path} chooses objects without a primary key that is a whole number.", INTEGER_FIELDS
    if not is_walked and has_references(block):
        yield "E004", f"{path} names objects in a way that the loader does not know.", OWN_REFERENCES
        return
    for name, child in children_of(block):
        yield from check_block(child, f"{path}.{name}")


def is_model(chosen: Any) -> bool:
    return isinstance(chosen, type) and issubclass(chosen, Model)


def has_references(block: blocks.Block) -> bool:
    """Whether a block that the loader does not walk has references: its own, or those of blocks inside."""
    children = list(children_of(block))
    if children:
        return any(walk(child).find is not None or has_references(child) for _name, child in children)
    return type(block).extract_references is not get_walked_class(block).extract_references


def children_of(block: blocks.Block) -> Iterator[tuple[str, blocks.Block]]:
    if isinstance(block, blocks.ListBlock):
        yield "item", block.child_block
    yield from getattr(block, "child_blocks", {}).items()


def error(number: str, message: str, hint: str, model: type[Model]) -> CheckMessage:
    return Error(message, hint=hint, obj=model, id=f"cms.{number}")
