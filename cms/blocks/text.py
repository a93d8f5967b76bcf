"""Headings, paragraphs and quotations."""

from typing import Any, Literal

from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from typing_extensions import TypedDict
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

from cms.represent.people import PersonReference, represent_person
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
    text = CharBlock(max_length=150)
    level = ChoiceBlock(
        choices=[("2", _("Section")), ("3", _("Part of a section"))],
        default="2",
        help_text=_("A part of a section belongs under a section heading."),
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
    """Running text with links and lists."""

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


class QuoteRepresentation(TypedDict):
    """Somebody's own words: of a person on the site, or of anybody else, named by ``attribution``."""

    text: str
    person: PersonReference | None
    attribution: str
    role: str


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

    def get_api_representation(self, value: StructValue, context: dict[str, Any] | None = None) -> QuoteRepresentation:
        person = value["person"]
        return {
            "text": value["text"],
            "person": represent_person(person, context or {}) if person else None,
            "attribution": value["attribution"],
            "role": value["role"],
        }

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
