"""Walks all blocks of a stream, at any depth."""

from collections.abc import Iterator
from typing import Any

from wagtail.blocks import BaseStreamBlock, BaseStructBlock, Block, ListBlock


def walk_blocks(block: Block, name: str = "") -> Iterator[tuple[str, Any]]:
    """Yield a block and all blocks in it, each with its name there; list items have none."""
    yield name, block
    if isinstance(block, BaseStreamBlock | BaseStructBlock):
        for child_name, child in block.child_blocks.items():
            yield from walk_blocks(child, child_name)
    elif isinstance(block, ListBlock):
        yield from walk_blocks(block.child_block)
