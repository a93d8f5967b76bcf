"""Streams of blocks that two or more apps offer."""

from django.utils.translation import gettext_lazy as _

from cms.blocks import (
    CallToActionBlock,
    DocumentsBlock,
    HeadingBlock,
    ParagraphBlock,
    PictureBlock,
    SharedCallToActionBlock,
    StatisticBlock,
    VideoBlock,
    WaysToTakePartBlock,
)
from cms.people.blocks import QuoteBlock
from cms.streams.body import Body

__all__ = ["Body", "SharedBody"]


class SharedBody(Body):
    """The blocks that every page type can use."""

    heading = HeadingBlock()
    paragraph = ParagraphBlock(label=_("Paragraph"))
    quote = QuoteBlock()
    statistic = StatisticBlock()
    image = PictureBlock()
    video = VideoBlock()
    call_to_action = CallToActionBlock()
    shared_call_to_action = SharedCallToActionBlock("cms.CallToAction")
    ways_to_take_part = WaysToTakePartBlock()
    documents = DocumentsBlock()
