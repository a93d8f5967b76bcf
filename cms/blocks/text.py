"""Headings and paragraphs."""

from typing import Any, Literal

from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from typing_extensions import TypedDict
from wagtail.blocks import (
    CharBlock,
    ChoiceBlock,
    RichTextBlock,
    StructBlock,
    StructValue,
)

from cms.represent.rich_text import represent_rich_text
from cms.represent.types import RichTextHtml


class HeadingValue(StructValue):
    """A heading; ``anchor`` is unique on the page once its ``Body`` has been prepared."""

    _anchor = ""

    @property
    def anchor(self) -> str:
        return self._anchor or slugify(self.get("text", "")) or "section"

    @anchor.setter
    def anchor(self, anchor: str) -> None:
        self._anchor = anchor


class HeadingRepresentation(TypedDict):
    """A heading; ``anchor`` is unique on the page."""

    text: str
    level: Literal[2, 3]
    anchor: str


class HeadingBlock(StructBlock):
    text = CharBlock(max_length=150, label=_("Text"))
    level = ChoiceBlock(
        choices=[("2", _("Heading")), ("3", _("Subheading"))],
        default="2",
        help_text=_("A subheading belongs under a heading."),
        label=_("Level"),
        search_index=False,
    )

    def get_api_representation(
        self, value: HeadingValue, context: dict[str, Any] | None = None
    ) -> HeadingRepresentation:
        return {"text": value["text"], "level": 3 if value["level"] == "3" else 2, "anchor": value.anchor}

    class Meta:
        icon = "title"
        group = _("Text")
        label = _("Heading")
        description = _("A title for what follows. Readers jump to it from the list of contents.")
        label_format = "{text}"
        value_class = HeadingValue
        template = "cms/blocks/heading.html"
        preview_value = {"text": _("What we learned this month"), "level": "2"}


class ParagraphBlock(RichTextBlock):
    """Text with links and lists."""

    def get_api_representation(self, value: Any, context: dict[str, Any] | None = None) -> RichTextHtml:
        return represent_rich_text(value, context or {})

    class Meta:
        icon = "pilcrow"
        group = _("Text")
        description = _("Running text with bold, links and lists.")
        template = "cms/blocks/paragraph.html"
        preview_value = _(
            "<p>The <b>Tuesday kitchen</b> fed forty people again. What we need most now:</p>"
            "<ul><li>a driver for the early shift</li><li>jars with lids</li></ul>"
        )
