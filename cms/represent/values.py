"""Walking the data of single values: what each kind of them names, and its native value once that is loaded.

For each kind of block a pair of functions stands side by side, each given the definition once: ``find_…`` returns what
lists the objects that raw data names (``None`` where such data names nothing, so that it is never walked),
``hydrate_…`` returns what makes the native value from what was loaded. ``streams.py`` has those of what holds others.
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

# What is named: a model or another source of the loader's, and the key in it.
Reference = tuple[Any, Any]


class Incomplete(Exception):
    """A value that cannot be shown: what it requires has gone, or it does not fit its block."""


# What walking data of any shape can raise.
MISFITS = (Incomplete, TypeError, ValueError, KeyError, AttributeError)


class Source(Protocol):
    """Where hydration takes loaded objects from, and where it leaves the structs that compute more."""

    def find(self, model: type[Model], pk: Any) -> Model | None: ...

    def load_rich_text(self, source: str) -> RichText: ...

    def collect(self, struct: blocks.StructValue) -> None: ...


# Appends the references that raw data holds to a list.
Find = Callable[[Any, list[Reference]], None]
# Returns the native value of raw data. Raises ``Incomplete`` where a required chooser's object has gone or the data
# does not fit; the nearest list or stream leaves such an item out and logs it.
Hydrate = Callable[[Any, Source], Any]


# A chosen object


def find_chosen(block: blocks.ChooserBlock) -> Find:
    model = block.model_class

    def find(raw: Any, references: list[Reference]) -> None:
        if isinstance(raw, int | str) and raw:
            references.append((model, raw))

    return find


def hydrate_chosen(block: blocks.ChooserBlock) -> Hydrate:
    model, required = block.model_class, block.required

    def hydrate(raw: Any, source: Source) -> Model | None:
        found = source.find(model, raw) if raw else None
        if found is None and required:
            raise Incomplete(f"{model._meta.label} {raw} is not there")
        return found

    return hydrate


# Rich text


def rich_text_references(source: str) -> Iterator[Reference]:
    """Yield what the links of stored rich text name."""
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
    def hydrate(raw: Any, source: Source) -> RichText:
        if not isinstance(raw, str | None):
            raise Incomplete(f"rich text is {type(raw).__name__}")
        return source.load_rich_text(raw or "")

    return hydrate


# Anything else names nothing


def find_nothing(block: blocks.Block) -> None:
    return None


def hydrate_text(block: blocks.FieldBlock) -> Hydrate:
    def hydrate(raw: Any, source: Source) -> str:
        if not isinstance(raw, str | None):
            raise Incomplete(f"text is {type(raw).__name__}")
        return raw or ""

    return hydrate


def hydrate_choice(block: blocks.ChoiceBlock) -> Hydrate:
    known: list[Any] = []  # the values found valid, to look through the choices once for each

    def hydrate(raw: Any, source: Source) -> Any:
        value = block.to_python(raw)
        if value in known:
            return value
        if not block.field.valid_value(value) and (block.required or value):
            raise Incomplete(f"{value} is none of its choices")
        known.append(value)
        return value

    return hydrate


def hydrate_typed(kind: type) -> Callable[[blocks.FieldBlock], Hydrate]:
    """Return what makes values of blocks that Wagtail reads without looking at what type they are of."""

    def hydrate_block(block: blocks.FieldBlock) -> Hydrate:
        accepted, required = kind | None, block.required

        def hydrate(raw: Any, source: Source) -> Any:
            value = block.to_python(raw)
            if value is None and required:
                raise Incomplete("it is empty")
            if not isinstance(value, accepted):
                raise Incomplete(f"{value} is no {kind.__name__}")
            return value

        return hydrate

    return hydrate_block


def hydrate_own(block: blocks.Block) -> Hydrate:
    """Return what lets a block that names nothing convert stored data itself, as it does when Wagtail asks it."""
    required = getattr(block, "required", False)

    def hydrate(raw: Any, source: Source) -> Any:
        [value] = block.bulk_to_python([raw])
        if value is None and required:
            raise Incomplete("it is empty")
        return value

    return hydrate
