"""Walking stream data: which objects it names, and its native values once they are loaded.

Both walk the block definitions, so that blocks of any project can be loaded in bulk. For each kind of block a pair of
functions stands side by side: ``…_references`` says what raw data names, ``hydrate_…`` makes the native value from what
was loaded.
"""

import copy
import logging
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple, Protocol

from django.db.models import Model
from wagtail import blocks
from wagtail.blocks.list_block import ListValue
from wagtail.documents import get_document_model
from wagtail.images.blocks import ImageBlock
from wagtail.models import Page
from wagtail.rich_text import RichText

from cms.represent.rich_text import collect_links

logger = logging.getLogger(__name__)

Reference = tuple[type[Model], Any]


class Incomplete(Exception):
    """A value that cannot be shown: what it requires has gone, or it does not fit its block."""


# What walking data of any shape can raise.
MISFITS = (Incomplete, TypeError, ValueError, KeyError, AttributeError)


class Source(Protocol):
    """Where hydration takes loaded objects from."""

    def find(self, model: type[Model], pk: Any) -> Model | None: ...

    def load_rich_text(self, source: str) -> RichText: ...


def stream_references(block: blocks.Block, raw: Any) -> Iterator[Reference]:
    """Yield the (model, primary key) pairs that raw data of ``block`` names. Data that does not fit yields nothing."""
    return pair_for(block.__class__).references(block, raw)


def hydrate(block: blocks.Block, raw: Any, source: Source) -> Any:
    """Return the native value of raw data, its choosers filled from ``source`` without a query.

    Raises ``Incomplete`` where a required chooser's object has gone or the data does not fit; the nearest list or
    stream leaves such an item out and logs it.
    """
    return pair_for(block.__class__).hydrate(block, raw, source)


# A struct of named values


def struct_references(block: blocks.BaseStructBlock, raw: Any) -> Iterator[Reference]:
    if isinstance(raw, Mapping):
        for name, child in block.child_blocks.items():
            yield from stream_references(child, raw.get(name))


def hydrate_struct(block: blocks.BaseStructBlock, raw: Any, source: Source) -> blocks.StructValue:
    if not isinstance(raw, Mapping):
        raise Incomplete(f"a struct is {type(raw).__name__}")
    value = block.meta.value_class(
        block,
        [
            (name, hydrate(child, raw[name], source) if name in raw else child.get_default())
            for name, child in block.child_blocks.items()
        ],
    )
    is_complete = getattr(block, "is_complete", None)
    if is_complete and not is_complete(value, raw):
        raise Incomplete(f"what {type(block).__name__} names is not there")
    return value


# An image with the text of this use


def image_references(block: ImageBlock, raw: Any) -> Iterator[Reference]:
    return struct_references(block, {"image": raw} if isinstance(raw, int) else raw)


def hydrate_image(block: ImageBlock, raw: Any, source: Source) -> Any:
    if isinstance(raw, int):
        raw = {"image": raw}
    raw = raw or {}
    if not isinstance(raw, Mapping):
        raise Incomplete(f"an image is {type(raw).__name__}")
    image = hydrate(block.child_blocks["image"], raw.get("image"), source)
    if image is None:
        return None
    use = copy.copy(image)
    use.decorative = bool(raw.get("decorative"))
    use.contextual_alt_text = "" if use.decorative else raw.get("alt_text") or ""
    return use


# A list of one kind of value


def unwrap_item(item: Any) -> Any:
    """Return a list item's value from its long form or its short one."""
    if isinstance(item, Mapping) and item.get("type") == "item" and "value" in item:
        return item["value"]
    return item


def list_references(block: blocks.ListBlock, raw: Any) -> Iterator[Reference]:
    for item in raw if isinstance(raw, list) else []:
        yield from stream_references(block.child_block, unwrap_item(item))


def hydrate_list(block: blocks.ListBlock, raw: Any, source: Source) -> ListValue:
    if not isinstance(raw, list):
        raise Incomplete(f"a list is {type(raw).__name__}")
    children = []
    for item in raw:
        item_id = item.get("id") if isinstance(item, Mapping) else None
        try:
            value = hydrate(block.child_block, unwrap_item(item), source)
        except MISFITS as reason:
            logger.warning("Left out a list item %s: %s", item_id, reason)
        else:
            children.append(ListValue.ListChild(block.child_block, value, id=item_id))
    return ListValue(block, bound_blocks=children)


# A stream of several kinds of blocks


def children_references(block: blocks.BaseStreamBlock, raw: Any) -> Iterator[Reference]:
    for item in raw if isinstance(raw, list) else []:
        name = item.get("type") if isinstance(item, Mapping) else None
        if isinstance(name, str) and name in block.child_blocks:
            yield from stream_references(block.child_blocks[name], item.get("value"))


def hydrate_stream(block: blocks.BaseStreamBlock, raw: Any, source: Source) -> blocks.StreamValue:
    """Return a stream without the children that are broken, each logged."""
    if not isinstance(raw, list):
        raise Incomplete(f"a stream is {type(raw).__name__}")
    children = []
    for item in raw:
        name = item.get("type") if isinstance(item, Mapping) else None
        try:
            if not isinstance(name, str) or name not in block.child_blocks:
                raise Incomplete("there is no such block any more")
            value = hydrate(block.child_blocks[name], item.get("value"), source)
            if value is None:
                raise Incomplete("it is empty")
        except MISFITS as reason:
            logger.warning("Left out a %s block: %s", name, reason)
        else:
            children.append(blocks.StreamValue.StreamChild(block.child_blocks[name], value, id=item.get("id")))
    stream = blocks.StreamValue(block, children)
    if prepare := getattr(block, "prepare", None):
        prepare(stream)
    return stream


# A chosen object


def chosen_references(block: blocks.ChooserBlock, raw: Any) -> Iterator[Reference]:
    if isinstance(raw, int | str) and raw:
        yield block.model_class, raw


def hydrate_chosen(block: blocks.ChooserBlock, raw: Any, source: Source) -> Model | None:
    found = source.find(block.model_class, raw) if raw else None
    if found is None and block.required:
        raise Incomplete(f"{block.model_class._meta.label} {raw} is not there")
    return found


# Rich text


def rich_text_references(source: str) -> Iterator[Reference]:
    """Yield what the links of stored rich text name."""
    for link_type, pk in collect_links(source):
        yield model_of_link(link_type), pk


def model_of_link(link_type: str) -> type[Model]:
    return Page if link_type == "page" else get_document_model()


def rich_text_block_references(block: blocks.RichTextBlock, raw: Any) -> Iterator[Reference]:
    return rich_text_references(raw) if isinstance(raw, str) else iter(())


def hydrate_rich_text(block: blocks.RichTextBlock, raw: Any, source: Source) -> RichText:
    if not isinstance(raw, str | None):
        raise Incomplete(f"rich text is {type(raw).__name__}")
    return source.load_rich_text(raw or "")


# Anything else names nothing


def no_references(block: blocks.Block, raw: Any) -> Iterator[Reference]:
    return iter(())


def hydrate_text(block: blocks.FieldBlock, raw: Any, source: Source) -> str:
    if not isinstance(raw, str | None):
        raise Incomplete(f"text is {type(raw).__name__}")
    return raw or ""


def hydrate_choice(block: blocks.ChoiceBlock, raw: Any, source: Source) -> Any:
    value = block.to_python(raw)
    if not block.field.valid_value(value) and (block.required or value):
        raise Incomplete(f"{value} is none of its choices")
    return value


def hydrate_plain(block: blocks.Block, raw: Any, source: Source) -> Any:
    value = block.to_python(raw)
    kind = next((kind for block_type, kind in PLAIN_TYPES.items() if isinstance(block, block_type)), object)
    if value is None and getattr(block, "required", False):
        raise Incomplete("it is empty")
    if not isinstance(value, kind | None):
        raise Incomplete(f"{value} is no {kind.__name__}")
    return value


PLAIN_TYPES = {blocks.IntegerBlock: int, blocks.DateTimeBlock: datetime, blocks.BooleanBlock: bool}


class Pair(NamedTuple):
    """How one kind of block is walked."""

    references: Callable[[Any, Any], Iterator[Reference]]
    hydrate: Callable[[Any, Any, Source], Any]


TEXTS = (blocks.CharBlock, blocks.TextBlock, blocks.URLBlock, blocks.EmailBlock)
# The first kind that a block is an instance of decides.
PAIRS: dict[type[blocks.Block], Pair] = {
    ImageBlock: Pair(image_references, hydrate_image),
    blocks.BaseStructBlock: Pair(struct_references, hydrate_struct),
    blocks.ListBlock: Pair(list_references, hydrate_list),
    blocks.BaseStreamBlock: Pair(children_references, hydrate_stream),
    blocks.ChooserBlock: Pair(chosen_references, hydrate_chosen),
    blocks.RichTextBlock: Pair(rich_text_block_references, hydrate_rich_text),
    blocks.ChoiceBlock: Pair(no_references, hydrate_choice),
    **dict.fromkeys(TEXTS, Pair(no_references, hydrate_text)),
    blocks.Block: Pair(no_references, hydrate_plain),
}


@cache
def pair_for(block_class: type[blocks.Block]) -> Pair:
    """Return how blocks of this class are walked."""
    return next(pair for kind, pair in PAIRS.items() if issubclass(block_class, kind))


def iterate_structs(value: Any) -> Iterator[blocks.StructValue]:
    """Yield every struct in a hydrated value, outermost first."""
    if isinstance(value, blocks.StructValue):
        yield value
        for child in value.values():
            yield from iterate_structs(child)
    elif isinstance(value, blocks.StreamValue):
        for child in value:
            yield from iterate_structs(child.value)
    elif isinstance(value, ListValue):
        for child in value.bound_blocks:
            yield from iterate_structs(child.value)
