"""Blocks that two or more apps use."""

from cms.blocks.actions import CallToActionBlock, SharedCallToActionBlock, WaysToTakePartBlock
from cms.blocks.body import Body, SharedBody
from cms.blocks.documents import DocumentsBlock
from cms.blocks.links import LinkBlock, LinksBlock
from cms.blocks.media import DescribedImageBlock, PictureBlock, VideoBlock
from cms.blocks.text import HeadingBlock, ParagraphBlock, QuoteBlock

__all__ = [
    "Body",
    "CallToActionBlock",
    "DescribedImageBlock",
    "DocumentsBlock",
    "HeadingBlock",
    "LinkBlock",
    "LinksBlock",
    "ParagraphBlock",
    "PictureBlock",
    "QuoteBlock",
    "SharedBody",
    "SharedCallToActionBlock",
    "VideoBlock",
    "WaysToTakePartBlock",
]
