"""Introducing somebody."""

from typing import Any

from django.apps import apps
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, StructBlock, StructValue
from wagtail.snippets.blocks import SnippetChooserBlock

from cms.blocks import ParagraphBlock
from cms.represent.people import represent_person


class TeamIntroBlock(StructBlock):
    heading = CharBlock(max_length=150)
    person = SnippetChooserBlock("people.Person")
    introduction = ParagraphBlock(required=False, default="", help_text=_("What we say about them."))
    own_words = ParagraphBlock(required=False, default="", help_text=_("Shown as a quotation by this person."))

    def get_api_representation(self, value: StructValue, context: dict[str, Any] | None = None) -> dict[str, Any]:
        data = super().get_api_representation(value, context)
        return {**data, "person": represent_person(value["person"], context or {})}

    def get_preview_value(self) -> StructValue:
        model = apps.get_model("people", "Person")
        person = model.objects.filter(live=True).order_by("pk").first() or model(name="Sam", role=str(_("Gardener")))
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
