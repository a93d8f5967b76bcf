"""Headings, paragraphs and quotations."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import (
    CharBlock,
    ChoiceBlock,
    RichTextBlock,
    StructBlock,
    StructBlockValidationError,
    StructValue,
    TextBlock,
)
from wagtail.snippets.blocks import SnippetChooserBlock

from cms.represent.people import represent_person
from cms.represent.rich_text import represent_rich_text


class HeadingValue(StructValue):
    """A heading; ``anchor`` is unique on the page once its ``Body`` has been prepared."""

    _anchor = ""

    @property
    def anchor(self) -> str:
        return self._anchor or slugify(self.get("text", "")) or "section"

    @anchor.setter
    def anchor(self, anchor: str) -> None:
        self._anchor = anchor


class HeadingBlock(StructBlock):
    text = CharBlock(max_length=150)
    level = ChoiceBlock(
        choices=[("2", _("Section")), ("3", _("Part of a section"))],
        default="2",
        help_text=_("A part of a section belongs under a section heading."),
    )

    def get_api_representation(self, value: HeadingValue, context: dict[str, Any] | None = None) -> dict[str, Any]:
        return {"text": value["text"], "level": int(value["level"]), "anchor": value.anchor}

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
    """Running text with links and lists."""

    def get_api_representation(self, value: Any, context: dict[str, Any] | None = None) -> str:
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


class QuoteBlock(StructBlock):
    text = TextBlock()
    person = SnippetChooserBlock(
        "people.Person", required=False, default=None, help_text=_("Someone we introduce on this site.")
    )
    attribution = CharBlock(
        required=False,
        default="",
        max_length=100,
        help_text=_("The name of anybody else. Leave empty with a person."),
    )
    role = CharBlock(required=False, default="", max_length=100)

    def clean(self, value: StructValue) -> StructValue:
        value = super().clean(value)
        if value.get("person") and value.get("attribution"):
            message = _("Choose a person or write a name, not both.")
            raise StructBlockValidationError(block_errors={"attribution": ValidationError(message)})
        return value

    def get_api_representation(self, value: StructValue, context: dict[str, Any] | None = None) -> dict[str, Any]:
        person = value["person"]
        return {**value, "person": represent_person(person, context or {}) if person else None}

    class Meta:
        icon = "openquote"
        group = _("Text")
        label = _("Quote")
        description = _("Somebody's own words, set apart from the text.")
        label_format = "{text}"
        template = "cms/blocks/quote.html"
        preview_value = {
            "text": _("I came for the soup and stayed for the arguments about the roof."),
            "person": None,
            "attribution": _("A member since spring"),
            "role": _("Tuesday kitchen"),
        }


# Migrations name Wagtail's own class.
DECONSTRUCT_ALIASES = {ParagraphBlock: "wagtail.blocks.RichTextBlock"}
