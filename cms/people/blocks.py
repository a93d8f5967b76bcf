"""Introductions of people, and quotations."""

from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from typing_extensions import TypedDict
from wagtail.blocks import CharBlock, StructBlock, StructBlockValidationError, StructValue, TextBlock
from wagtail.snippets.blocks import SnippetChooserBlock

from cms.blocks import ParagraphBlock
from cms.people.representations import PersonReference, represent_person
from cms.represent.rich_text import represent_rich_text
from cms.represent.types import RichTextHtml
from cms.represent.visibility import live


class TeamIntroRepresentation(TypedDict):
    heading: str
    person: PersonReference
    introduction: RichTextHtml
    own_words: RichTextHtml


class TeamIntroBlock(StructBlock):
    heading = CharBlock(max_length=150, label=_("Heading"))
    person = SnippetChooserBlock("people.Person", label=_("Person"))
    introduction = ParagraphBlock(
        required=False, default="", help_text=_("What we say about them."), label=_("Introduction")
    )
    own_words = ParagraphBlock(
        required=False, default="", help_text=_("Shown as a quotation by this person."), label=_("Own words")
    )

    def find_heading(self, value: StructValue) -> str:
        """Return the heading, for the list of contents; empty where nothing is shown because nobody is left to show."""
        return value["heading"] if value["person"] else ""

    def get_api_representation(
        self, value: StructValue, context: dict[str, Any] | None = None
    ) -> TeamIntroRepresentation:
        context = context or {}
        return {
            "heading": value["heading"],
            "person": represent_person(value["person"], context),
            "introduction": represent_rich_text(value["introduction"], context),
            "own_words": represent_rich_text(value["own_words"], context),
        }

    def get_preview_value(self) -> StructValue:
        model = apps.get_model("people", "Person")
        person = model.objects.filter(live()).order_by("pk").first() or model(name="Sam", role=str(_("Gardener")))
        return self.normalize(
            {
                "heading": _("Say hello to our new gardener"),
                "person": person,
                "introduction": _("<p>You will meet her by the compost on most mornings.</p>"),
                "own_words": _("<p>I like a plot where everybody argues about where the beans go.</p>"),
            }
        )

    class Meta:
        icon = "user"
        group = _("People")
        label = _("Team introduction")
        description = _("Introduces a person, with their picture and their own words.")
        label_format = "{heading}"
        template = "people/blocks/team_intro.html"


class QuoteRepresentation(TypedDict):
    """A quotation from a person on the site, or from anybody else, named by ``attribution``."""

    text: str
    person: PersonReference | None
    attribution: str
    role: str


class QuoteBlock(StructBlock):
    text = TextBlock(label=_("Text"))
    person = SnippetChooserBlock(
        "people.Person",
        required=False,
        default=None,
        help_text=_("Someone we introduce on this site."),
        label=_("Person"),
    )
    attribution = CharBlock(
        required=False,
        default="",
        max_length=100,
        help_text=_("The name of anybody else. Leave empty with a person."),
        label=_("Attribution"),
    )
    role = CharBlock(required=False, default="", max_length=100, label=_("Role"))

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
        template = "people/blocks/quote.html"
        preview_value = {
            "text": _("I came for the soup and stayed for the arguments about the roof."),
            "person": None,
            "attribution": _("A member since spring"),
            "role": _("Tuesday kitchen"),
        }
