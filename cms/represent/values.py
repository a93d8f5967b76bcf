"""Walks the data of single values: collects references, and builds native values once these are loaded.

For each kind of block there is a pair of functions, each called once with the definition. ``find_…`` returns a function
that collects references from raw data (``None`` if there can be none, so the data is never walked); ``hydrate_…``
returns a function that builds the native value from loaded objects. ``streams.py`` has the compound blocks.
"""

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, Protocol

from django.db.models import Model
from wagtail import blocks
from wagtail.documents import get_document_model
from wagtail.models import Page
from wagtail.rich_text import RichText

from cms.represent.rich_text import collect_links

# A reference: a model or another source of the loader, and the key.
Reference = tuple[Any, Any]


class IncompleteValue(Exception):
    """A value cannot be shown: a required object does not exist, or the data does not fit its block."""


# Exceptions that walking invalid data can raise.
INVALID_DATA_ERRORS = (IncompleteValue, TypeError, ValueError, KeyError, AttributeError)


class LoadedObjects(Protocol):
    """Where values get loaded objects from, and where structs with computed values register."""

    def find(self, model: type[Model], pk: Any) -> Model | None: ...

    def load_rich_text(self, source: str) -> RichText: ...

    def collect(self, struct: blocks.StructValue) -> None: ...


# Appends the references in raw data to a list.
Find = Callable[[Any, list[Reference]], None]
# Returns the native value of raw data. Raises ``IncompleteValue`` if a required object does not exist or the data does
# not fit its block; the nearest list or stream leaves such an item out and logs it.
Hydrate = Callable[[Any, LoadedObjects], Any]


# Choosers


def find_chosen(block: blocks.ChooserBlock) -> Find:
    model = block.model_class

    def find(raw: Any, references: list[Reference]) -> None:
        if isinstance(raw, int | str) and raw:
            references.append((model, raw))

    return find


def hydrate_chosen(block: blocks.ChooserBlock) -> Hydrate:
    model, required = block.model_class, block.required

    def hydrate(raw: Any, source: LoadedObjects) -> Model | None:
        found = source.find(model, raw) if raw else None
        if found is None and required:
            raise IncompleteValue(f"{model._meta.label} {raw} is not there")
        return found

    return hydrate


# Rich text


def rich_text_references(source: str) -> Iterator[Reference]:
    """Yield the references in stored rich text."""
    for link_type, pk in collect_links(source):
        yield model_of_link(link_type), pk


@cache
def model_of_link(link_type: str) -> type[Model]:
    return Page if link_type == "page" else get_document_model()


def find_in_rich_text(block: blocks.RichTextBlock) -> Find:
    def find(raw: Any, references: list[Reference]) -> None:
        if isinstance(raw, str):
            references.extend(rich_text_references(raw))

    return find


def hydrate_rich_text(block: blocks.RichTextBlock) -> Hydrate:
    def hydrate(raw: Any, source: LoadedObjects) -> RichText:
        if not isinstance(raw, str | None):
            raise IncompleteValue(f"rich text is {type(raw).__name__}")
        return source.load_rich_text(raw or "")

    return hydrate


# Blocks without references


def find_nothing(block: blocks.Block) -> None:
    return None


def hydrate_text(block: blocks.FieldBlock) -> Hydrate:
    def hydrate(raw: Any, source: LoadedObjects) -> str:
        if not isinstance(raw, str | None):
            raise IncompleteValue(f"text is {type(raw).__name__}")
        return raw or ""

    return hydrate


def hydrate_choice(block: blocks.ChoiceBlock) -> Hydrate:
    known: dict[str, Any] = {}  # valid values found so far, so that each is looked up once

    def hydrate(raw: Any, source: LoadedObjects) -> Any:
        is_text = isinstance(raw, str)
        if is_text and raw in known:
            return known[raw]
        value = block.to_python(raw)
        if not block.field.valid_value(value) and (block.required or value):
            raise IncompleteValue(f"{value} is none of its choices")
        if is_text:
            known[raw] = value
        return value

    return hydrate


def hydrate_typed(kind: type) -> Callable[[blocks.FieldBlock], Hydrate]:
    """Return a function that builds values of blocks that Wagtail reads without checking their type."""

    def hydrate_block(block: blocks.FieldBlock) -> Hydrate:
        accepted, required = kind | None, block.required

        def hydrate(raw: Any, source: LoadedObjects) -> Any:
            value = block.to_python(raw)
            if value is None and required:
                raise IncompleteValue("it is empty")
            if not isinstance(value, accepted):
                raise IncompleteValue(f"{value} is no {kind.__name__}")
            return value

        return hydrate

    return hydrate_block


def hydrate_own(block: blocks.Block) -> Hydrate:
    """Return a function with which a block without references converts stored data itself, as in Wagtail."""
    required = getattr(block, "required", False)

    def hydrate(raw: Any, source: LoadedObjects) -> Any:
        [value] = block.bulk_to_python([raw])
        if value is None and required:
            raise IncompleteValue("it is empty")
        return value

    return hydrate
