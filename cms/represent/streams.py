"""Walking stream data: which objects it names, and its native values once they are loaded.

Both walk the block definitions, so that blocks of any project can be loaded in bulk.
"""

import copy
import logging
from collections.abc import Iterator, Mapping
from typing import Any, Protocol

from django.db.models import Model
from wagtail import blocks
from wagtail.documents import get_document_model
from wagtail.images.blocks import ImageBlock
from wagtail.models import Page
from wagtail.rich_text import RichText

from cms.represent.rich_text import collect_links

logger = logging.getLogger(__name__)

Reference = tuple[type[Model], Any]


class Incomplete(Exception):
    """A value that cannot be shown: what it requires has gone, or it does not fit its block."""


class Source(Protocol):
    """Where hydration takes loaded objects from."""

    def find(self, model: type[Model], pk: Any) -> Model | None: ...

    def load_rich_text(self, source: str) -> RichText: ...


def model_of_link(link_type: str) -> type[Model]:
    return Page if link_type == "page" else get_document_model()


def rich_text_references(source: str) -> Iterator[Reference]:
    """Yield what the links of stored rich text name."""
    for link_type, pk in collect_links(source):
        yield model_of_link(link_type), pk


def unwrap_item(item: Any) -> Any:
    """Return a list item's value from its long form or its short one."""
    if isinstance(item, Mapping) and item.get("type") == "item" and "value" in item:
        return item["value"]
    return item


def stream_references(block: blocks.Block, raw: Any) -> Iterator[Reference]:
    """Yield the (model, primary key) pairs that raw data of ``block`` names. Data that does not fit yields nothing."""
    if isinstance(block, blocks.BaseStructBlock):
        if isinstance(block, ImageBlock) and isinstance(raw, int):
            raw = {"image": raw}
        if isinstance(raw, Mapping):
            for name, child in block.child_blocks.items():
                yield from stream_references(child, raw.get(name))
    elif isinstance(block, blocks.ListBlock):
        if isinstance(raw, list):
            for item in raw:
                yield from stream_references(block.child_block, unwrap_item(item))
    elif isinstance(block, blocks.BaseStreamBlock):
        if isinstance(raw, list):
            for item in raw:
                if isinstance(item, Mapping) and item.get("type") in block.child_blocks:
                    yield from stream_references(block.child_blocks[item["type"]], item.get("value"))
    elif isinstance(block, blocks.ChooserBlock):
        if isinstance(raw, int | str) and raw:
            yield block.model_class, raw
    elif isinstance(block, blocks.RichTextBlock) and isinstance(raw, str):
        yield from rich_text_references(raw)


def hydrate(block: blocks.Block, raw: Any, source: Source) -> Any:
    """Return the native value of raw data, its choosers filled from ``source`` without a query.

    Raises ``Incomplete`` where a required chooser's object has gone or the data does not fit; the nearest list or
    stream leaves such an item out and logs it.
    """
    if isinstance(block, ImageBlock):
        return hydrate_image(block, raw, source)
    if isinstance(block, blocks.BaseStructBlock):
        return hydrate_struct(block, raw, source)
    if isinstance(block, blocks.ListBlock):
        return hydrate_list(block, raw, source)
    if isinstance(block, blocks.BaseStreamBlock):
        return hydrate_stream(block, raw, source)
    if isinstance(block, blocks.ChooserBlock):
        found = source.find(block.model_class, raw) if raw else None
        if found is None and block.required:
            raise Incomplete(f"{block.model_class._meta.label} {raw} is not there")
        return found
    if isinstance(block, blocks.RichTextBlock):
        if not isinstance(raw, str | None):
            raise Incomplete(f"rich text is {type(raw).__name__}")
        return source.load_rich_text(raw or "")
    return block.to_python(raw)


def hydrate_struct(block: blocks.BaseStructBlock, raw: Any, source: Source) -> blocks.StructValue:
    if not isinstance(raw, Mapping):
        raise Incomplete(f"a struct is {type(raw).__name__}")
    value = block._to_struct_value(
        [
            (name, hydrate(child, raw[name], source) if name in raw else child.get_default())
            for name, child in block.child_blocks.items()
        ]
    )
    is_complete = getattr(block, "is_complete", None)
    if is_complete and not is_complete(value):
        raise Incomplete(f"{type(block).__name__} leads nowhere")
    return value


def hydrate_image(block: ImageBlock, raw: Any, source: Source) -> Any:
    if isinstance(raw, int):
        raw = {"image": raw}
    image = hydrate(block.child_blocks["image"], (raw or {}).get("image"), source)
    if image is None:
        return None
    use = copy.copy(image)  # each use has its own text
    use.decorative = bool(raw.get("decorative"))
    use.contextual_alt_text = "" if use.decorative else raw.get("alt_text") or ""
    return use


def hydrate_list(block: blocks.ListBlock, raw: Any, source: Source) -> Any:
    if not isinstance(raw, list):
        raise Incomplete(f"a list is {type(raw).__name__}")
    children = []
    for item in raw:
        item_id = item.get("id") if isinstance(item, Mapping) else None
        try:
            value = hydrate(block.child_block, unwrap_item(item), source)
        except Incomplete as reason:
            logger.warning("Left out a list item %s: %s", item_id, reason)
        else:
            children.append(blocks.list_block.ListValue.ListChild(block.child_block, value, id=item_id))
    return blocks.list_block.ListValue(block, bound_blocks=children)


def hydrate_stream(block: blocks.BaseStreamBlock, raw: Any, source: Source) -> blocks.StreamValue:
    """Return a stream without the children that are broken, each logged."""
    if not isinstance(raw, list):
        raise Incomplete(f"a stream is {type(raw).__name__}")
    children = []
    for item in raw:
        name = item.get("type") if isinstance(item, Mapping) else None
        try:
            if name not in block.child_blocks:
                raise Incomplete("there is no such block any more")
            value = hydrate(block.child_blocks[name], item.get("value"), source)
        except (Incomplete, TypeError, ValueError, KeyError, AttributeError) as reason:
            logger.warning("Left out a %s block: %s", name, reason)
        else:
            child = blocks.StreamValue.StreamChild(block.child_blocks[name], value, id=item.get("id"))
            children.append(child)
    stream = blocks.StreamValue(block, children)
    if prepare := getattr(block, "prepare", None):
        prepare(stream)
    return stream


def iterate_structs(value: Any) -> Iterator[blocks.StructValue]:
    """Yield every struct in a hydrated value, outermost first."""
    if isinstance(value, blocks.StructValue):
        yield value
        for child in value.values():
            yield from iterate_structs(child)
    elif isinstance(value, blocks.StreamValue | blocks.list_block.ListValue):
        bound = value if isinstance(value, blocks.StreamValue) else value.bound_blocks
        for child in bound:
            yield from iterate_structs(child.value)

