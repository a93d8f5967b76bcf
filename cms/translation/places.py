"""Where a text stands in a page or snippet: its field or block, and the words that lead there."""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from django.db.models import Field, ForeignObjectRel
from wagtail import blocks
from wagtail.blocks.list_block import ListValue
from wagtail.blocks.stream_block import StreamValue
from wagtail.images.blocks import ImageBlock

KEY = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class Place(NamedTuple):
    """``labels`` lead from the page to the text: "Body", "News (3)", "Heading"."""

    labels: tuple[str, ...]
    field: "Field[Any, Any] | blocks.Block"

    @property
    def label(self) -> str:
        return " / ".join(self.labels)


def find_place(instance: Any, path: str) -> Place:
    """Return where the text with this path is, such as ``body.<block>.heading`` or ``dates.<key>.note``.

    Raises LookupError if the content has no such path.
    """
    name, *rest = path.split(".")
    field = instance._meta.get_field(name)
    labels: list[str] = []
    if isinstance(field, ForeignObjectRel):
        rows = list(getattr(instance, name).all())
        number, row = find_in((str(row.translation_key), row) for row in rows if rest and row.translation_key)(rest[0])
        place = find_place(row, ".".join(rest[1:]))
        return Place((number_label(row._meta.verbose_name, number, len(rows)), *place.labels), place.field)
    labels.append(capitalise(field.verbose_name))
    value = field.value_from_object(instance)
    found: Any = field
    if isinstance(value, StreamValue):
        found = walk(value.stream_block, value, rest, labels)
    return Place(tuple(labels), found)


def walk(block: blocks.Block, value: Any, path: list[str], labels: list[str]) -> blocks.Block:
    """Follow a path into the value of a block, and append the label of each step."""
    if not path:
        return block
    step, *rest = path
    if isinstance(value, StreamValue):
        number, child = find_in((child.id, child) for child in value)(step)
        same = [other for other in value if other.block_type == child.block_type]
        labels.append(number_label(child.block.label, same.index(child) + 1, len(same)))
        return walk(child.block, child.value, rest, labels)
    if isinstance(value, ListValue):
        number, child = find_in((child.id, child) for child in value.bound_blocks)(step)
        labels.append(f"{number}")
        return walk(child.block, child.value, rest, labels)
    if isinstance(block, ImageBlock):
        labels.append(str(block.child_blocks[step].label))
        return block.child_blocks[step]
    if isinstance(block, blocks.StructBlock):
        child_block = block.child_blocks[step]
        labels.append(str(child_block.label))
        return walk(child_block, value.get(step), rest, labels)
    return block  # what is in rich text: an address of a link


def find_in(items: Iterator[tuple[Any, Any]]) -> Any:
    """Return a function that finds an item by its key, with its number from 1; it raises LookupError."""
    numbered = {key: (number, item) for number, (key, item) in enumerate(items, 1)}
    return numbered.__getitem__


def number_label(label: Any, number: int, count: int) -> str:
    return f"{capitalise(label)} ({number})" if count > 1 else capitalise(label)


def capitalise(label: Any) -> str:
    """Return a label with a capital first letter; the others stay, unlike with ``str.capitalize``."""
    return str(label)[:1].upper() + str(label)[1:]


def shape(path: str) -> str:
    """Return a path without the keys of blocks and rows."""
    return KEY.sub("*", path)
