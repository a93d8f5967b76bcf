"""The blocks of an update."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, StructBlock, StructValue

from cms.blocks import (
    CallToActionBlock,
    DescribedImageBlock,
    DocumentsBlock,
    HeadingBlock,
    LinkBlock,
    LinksBlock,
    ParagraphBlock,
    PictureBlock,
    SharedCallToActionBlock,
    StatisticBlock,
    VideoBlock,
    WaysToTakePartBlock,
)
from cms.blocks.preview import sample_image
from cms.people.blocks import QuoteBlock, TeamIntroBlock
from cms.streams import Body
from events.blocks import EventsBlock, UpcomingEventsBlock


class NewsBlock(StructBlock):
    heading = CharBlock(max_length=150, label=_("Heading"))
    body = ParagraphBlock(label=_("Body"))
    image = DescribedImageBlock(required=False, label=_("Image"))
    links = LinksBlock(LinkBlock(), label=_("Links"))

    def get_preview_value(self) -> StructValue:
        body: Any = _("<p>The council said <b>yes</b>: from June the old bakery is ours for three years.</p>")
        return self.normalize({"heading": _("We have the keys"), "body": body, "image": sample_image(), "links": []})

    class Meta:
        icon = "doc-full"
        group = _("News")
        label = _("News item")
        description = _("One piece of news, with a picture and links if you like.")
        label_format = "{heading}"
        template = "blog/blocks/news.html"


class UpdateBody(Body):
    """All blocks of an update, in the order of the block picker."""

    heading = HeadingBlock()
    paragraph = ParagraphBlock(label=_("Paragraph"))
    quote = QuoteBlock()
    statistic = StatisticBlock()
    image = PictureBlock()
    video = VideoBlock()
    news = NewsBlock()
    events = EventsBlock()
    upcoming_events = UpcomingEventsBlock()
    team_intro = TeamIntroBlock()
    call_to_action = CallToActionBlock()
    shared_call_to_action = SharedCallToActionBlock("cms.CallToAction")
    ways_to_take_part = WaysToTakePartBlock()
    documents = DocumentsBlock()
