"""Blocks that two or more apps use."""

from cms.blocks.actions import CallToActionBlock, SharedCallToActionBlock, WaysToTakePartBlock
from cms.blocks.counts import ListBlock, StreamBlock
from cms.blocks.dates import DateTimeBlock
from cms.blocks.documents import DocumentsBlock
from cms.blocks.links import LinkBlock, LinksBlock
from cms.blocks.media import DescribedImageBlock, PictureBlock, VideoBlock
from cms.blocks.statistics import StatisticBlock
from cms.blocks.text import HeadingBlock, ParagraphBlock

__all__ = [
    "CallToActionBlock",
    "DateTimeBlock",
    "DescribedImageBlock",
    "DocumentsBlock",
    "HeadingBlock",
    "LinkBlock",
    "LinksBlock",
    "ListBlock",
    "ParagraphBlock",
    "PictureBlock",
    "SharedCallToActionBlock",
    "StatisticBlock",
    "StreamBlock",
    "VideoBlock",
    "WaysToTakePartBlock",
]
