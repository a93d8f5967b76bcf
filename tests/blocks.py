"""Blocks, found by walking instead of listed."""

import json
from collections.abc import Iterator
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from wagtail import blocks


def walk_blocks(
    block: blocks.Block, path: tuple[blocks.Block, ...] = ()
) -> Iterator[tuple[blocks.Block, tuple[blocks.Block, ...]]]:
    """Yield (block, its ancestors) for a block and every block inside it."""
    yield block, path
    children: list[blocks.Block] = []
    if isinstance(block, blocks.BaseStructBlock | blocks.BaseStreamBlock):
        children = list(block.child_blocks.values())
    elif isinstance(block, blocks.ListBlock):
        children = [block.child_block]
    for child in children:
        yield from walk_blocks(child, (*path, block))


def store_preview(block: blocks.Block) -> Any:
    """Return what a block shows in the picker as it would be stored."""
    value = block.get_prep_value(block.get_preview_value())
    return json.loads(json.dumps(value, cls=DjangoJSONEncoder))
