"""Walks stream data: collects its references, and builds its native values once these are loaded.

Both walk the block definitions, so blocks of any project can be loaded in bulk. For each kind of block there is a pair
of functions, each called once with the definition, as in ``values.py``; this module has the compound blocks.
"""

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple

from wagtail import blocks
from wagtail.blocks.list_block import ListValue
from wagtail.images.blocks import ImageBlock

from cms.represent.values import (
    INVALID_DATA_ERRORS,
    Find,
    Hydrate,
    IncompleteValue,
    LoadedObjects,
    Reference,
    find_chosen,
    find_in_rich_text,
    find_nothing,
    hydrate_choice,
    hydrate_chosen,
    hydrate_own,
    hydrate_rich_text,
    hydrate_text,
    hydrate_typed,
)

logger = logging.getLogger(__name__)


class Walk(NamedTuple):
    """The functions that walk data of one block. It keeps a reference to the block, so that its id() stays unique."""

    block: blocks.Block
    find: Find | None
    hydrate: Hydrate


walks: dict[int, Walk] = {}


def walk(block: blocks.Block) -> Walk:
    """Return the functions that walk data of ``block``; each definition is read once per process."""
    found = walks.get(id(block))
    if found is None:
        kind = get_walked_class(block)
        find = PAIRS[kind].find(block)
        hydrate = hydrate_own if find is None and own_conversions(block, kind) else PAIRS[kind].hydrate
        found = walks[id(block)] = Walk(block, find, hydrate(block))
    return found


def get_walked_class(block: blocks.Block) -> type[blocks.Block]:
    """Return the block class that determines how data of ``block`` is walked."""
    return next(kind for kind in PAIRS if isinstance(block, kind))


def own_conversions(block: blocks.Block, kind: type[blocks.Block]) -> list[str]:
    """Return the methods with which a block converts stored data differently from others of its kind.

    A class with ``loaded_as_usual`` declares that its own methods do nothing that the loader does not already do.
    """
    if getattr(block, "loaded_as_usual", False):
        return []
    return [name for name in CONVERSIONS if getattr(type(block), name) is not getattr(kind, name)]


def stream_references(block: blocks.Block, raw: Any) -> list[Reference]:
    """Return the references in raw data of ``block``. Invalid data has none."""
    references: list[Reference] = []
    find = walk(block).find
    if find:
        find(raw, references)
    return references


def hydrate(block: blocks.Block, raw: Any, source: LoadedObjects) -> Any:
    """Return the native value of raw data, with chosen objects from ``source``, without a query."""
    return walk(block).hydrate(raw, source)


# Structs


def find_in_struct(block: blocks.BaseStructBlock) -> Find | None:
    finds = [(name, inner) for name, child in block.child_blocks.items() if (inner := walk(child).find)]
    find_more = getattr(block, "find_more", None)
    if not finds and not find_more:
        return None

    def find(raw: Any, references: list[Reference]) -> None:
        if isinstance(raw, dict):
            for name, find_child in finds:
                find_child(raw.get(name), references)
            if find_more:
                references.extend(find_more(raw))

    return find


def hydrate_struct(block: blocks.BaseStructBlock) -> Hydrate:
    hydrators = [(name, find_default(child), walk(child).hydrate) for name, child in block.child_blocks.items()]
    value_class = block.meta.value_class
    is_complete = getattr(block, "is_complete", None)
    is_computed = hasattr(block, "load_values")

    def hydrate(raw: Any, source: LoadedObjects) -> blocks.StructValue:
        if not isinstance(raw, dict):
            raise IncompleteValue(f"a struct is {type(raw).__name__}")
        value = value_class(
            block,
            [
                (name, hydrate_child(raw[name], source) if name in raw else get_default())
                for name, get_default, hydrate_child in hydrators
            ],
        )
        if is_complete and not is_complete(value, raw):
            raise IncompleteValue(f"what {type(block).__name__} names is not there")
        if is_computed:
            source.collect(value)
        return value

    return hydrate


def refuse() -> Any:
    raise IncompleteValue("nothing was chosen")


def find_default(block: blocks.Block) -> Callable[[], Any]:
    """Return the function that returns what a struct without this child has: its default, or nothing to show.

    A text that Wagtail finds is the same each time.
    """
    if isinstance(block, blocks.ChooserBlock) and block.required:
        return refuse
    is_usual = type(block).get_default is blocks.Block.get_default
    if not (is_usual and isinstance(getattr(block.meta, "default", None), str)):
        return block.get_default
    default = block.get_default()
    return (lambda: default) if isinstance(default, str) else block.get_default


# Images with alt text


def find_image(block: ImageBlock) -> Find | None:
    find_in_values = find_in_struct(block)

    def find(raw: Any, references: list[Reference]) -> None:
        if find_in_values:
            find_in_values({"image": raw} if isinstance(raw, int) else raw, references)

    return find


def hydrate_image(block: ImageBlock) -> Hydrate:
    hydrate_chosen_image = walk(block.child_blocks["image"]).hydrate

    def hydrate(raw: Any, source: LoadedObjects) -> Any:
        is_plain = isinstance(raw, int)  # it was chosen before this block had alt text
        raw = {"image": raw} if is_plain else raw or {}
        if not isinstance(raw, dict):
            raise IncompleteValue(f"an image is {type(raw).__name__}")
        image = hydrate_chosen_image(raw.get("image"), source)
        if image is None:
            return None
        use: Any = object.__new__(type(image))  # a read-only copy
        use.__dict__.update(image.__dict__)
        use.decorative = bool(raw.get("decorative"))
        alt_text = image.default_alt_text if is_plain else raw.get("alt_text")
        use.contextual_alt_text = "" if use.decorative else alt_text or ""
        return use

    return hydrate


# Lists


def unwrap_item(item: Any) -> Any:
    """Return a list item's value from its long or short form."""
    if isinstance(item, dict) and item.get("type") == "item" and "value" in item:
        return item["value"]
    return item


def find_in_list(block: blocks.ListBlock) -> Find | None:
    find_child = walk(block.child_block).find
    if find_child is None:
        return None

    def find(raw: Any, references: list[Reference]) -> None:
        for item in raw if isinstance(raw, list) else ():
            find_child(unwrap_item(item), references)

    return find


def hydrate_list(block: blocks.ListBlock) -> Hydrate:
    child_block = block.child_block
    hydrate_child = walk(child_block).hydrate

    def hydrate(raw: Any, source: LoadedObjects) -> ListValue:
        if not isinstance(raw, list):
            raise IncompleteValue(f"a list is {type(raw).__name__}")
        children = []
        for item in raw:
            item_id = item.get("id") if isinstance(item, dict) else None
            try:
                value = hydrate_child(unwrap_item(item), source)
            except INVALID_DATA_ERRORS as reason:
                logger.warning("Left out a list item %s: %s", item_id, reason)
            else:
                children.append(ListValue.ListChild(child_block, value, id=item_id))
        return ListValue(block, bound_blocks=children)

    return hydrate


# Streams


def find_in_stream(block: blocks.BaseStreamBlock) -> Find | None:
    finds = {name: inner for name, child in block.child_blocks.items() if (inner := walk(child).find)}
    if not finds:
        return None

    def find(raw: Any, references: list[Reference]) -> None:
        for item in raw if isinstance(raw, list) else ():
            name = item.get("type") if isinstance(item, dict) else None
            if isinstance(name, str) and name in finds:
                finds[name](item.get("value"), references)

    return find


def hydrate_stream(block: blocks.BaseStreamBlock) -> Hydrate:
    walks = {name: walk(child) for name, child in block.child_blocks.items()}
    prepare = getattr(block, "prepare", None)

    def hydrate_child(item: Any, source: LoadedObjects) -> blocks.StreamValue.StreamChild:
        name = item.get("type") if isinstance(item, dict) else None
        if not isinstance(name, str) or name not in walks:
            raise IncompleteValue("there is no such block any more")
        child, find, hydrate_value = walks[name]
        value = hydrate_value(item.get("value"), source)
        if value is None and find:
            raise IncompleteValue("what it names is not there")
        return blocks.StreamValue.StreamChild(child, value, id=item.get("id"))

    def hydrate(raw: Any, source: LoadedObjects) -> blocks.StreamValue:
        """Return a stream without broken children, each of which is logged."""
        if not isinstance(raw, list):
            raise IncompleteValue(f"a stream is {type(raw).__name__}")
        children = []
        for item in raw:
            try:
                children.append(hydrate_child(item, source))
            except INVALID_DATA_ERRORS as reason:
                name = item.get("type") if isinstance(item, dict) else None
                logger.warning("Left out a %s block: %s", name, reason)
        stream = blocks.StreamValue(block, children)
        if prepare:
            prepare(stream)
        return stream

    return hydrate


class Pair(NamedTuple):
    """How one kind of block is walked: two functions, each called with a definition."""

    find: Callable[[Any], Find | None]
    hydrate: Callable[[Any], Hydrate]


CONVERSIONS = ("to_python", "bulk_to_python")
TEXTS = (blocks.CharBlock, blocks.TextBlock, blocks.URLBlock, blocks.EmailBlock)
# The first class that a block is an instance of applies.
PAIRS: dict[type[blocks.Block], Pair] = {
    ImageBlock: Pair(find_image, hydrate_image),
    blocks.BaseStructBlock: Pair(find_in_struct, hydrate_struct),
    blocks.ListBlock: Pair(find_in_list, hydrate_list),
    blocks.BaseStreamBlock: Pair(find_in_stream, hydrate_stream),
    blocks.ChooserBlock: Pair(find_chosen, hydrate_chosen),
    blocks.RichTextBlock: Pair(find_in_rich_text, hydrate_rich_text),
    blocks.ChoiceBlock: Pair(find_nothing, hydrate_choice),
    **dict.fromkeys(TEXTS, Pair(find_nothing, hydrate_text)),
    blocks.IntegerBlock: Pair(find_nothing, hydrate_typed(int)),
    blocks.DateTimeBlock: Pair(find_nothing, hydrate_typed(datetime)),
    blocks.BooleanBlock: Pair(find_nothing, hydrate_typed(bool)),
    blocks.Block: Pair(find_nothing, hydrate_own),
}
