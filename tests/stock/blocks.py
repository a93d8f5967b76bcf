"""Our blocks, built anew of Wagtail's own classes."""

from typing import Any

from wagtail import blocks
from wagtail.embeds.blocks import EmbedBlock
from wagtail.images.blocks import ImageBlock

# What an optional text holds if it is left empty, as a form would store it, is the empty text.
LEAVES = [
    blocks.RichTextBlock,
    blocks.BooleanBlock,
    blocks.IntegerBlock,
    blocks.DateTimeBlock,
]
TEXTS = [blocks.URLBlock, blocks.EmailBlock, blocks.TextBlock, blocks.CharBlock]


def make_stock(block: Any) -> blocks.Block:
    """Return a block with the same fields, made of Wagtail's classes. Choosers stay, since they hold no text."""
    if isinstance(block, ImageBlock):
        return ImageBlock(required=False)
    if isinstance(block, EmbedBlock):
        return EmbedBlock(required=False)
    if isinstance(block, blocks.ListBlock):
        return blocks.ListBlock(make_stock(block.child_block))
    if isinstance(block, blocks.StreamBlock | blocks.StructBlock):
        kind = blocks.StreamBlock if isinstance(block, blocks.StreamBlock) else blocks.StructBlock
        return kind([(name, make_stock(child)) for name, child in block.child_blocks.items()])
    if isinstance(block, blocks.ChoiceBlock):
        return blocks.ChoiceBlock(choices=list(block.field.choices), required=False)
    for leaf in [*LEAVES, *TEXTS]:
        if isinstance(block, leaf):
            return leaf(required=False, default="") if leaf in TEXTS else leaf(required=False)
    return block
