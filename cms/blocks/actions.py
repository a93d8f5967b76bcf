"""Calls to action."""

from typing import Any

from django.apps import apps
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, StructBlock, TextBlock
from wagtail.snippets.blocks import SnippetChooserBlock

from cms.blocks.counts import ListBlock
from cms.blocks.links import LinkBlock, LinksBlock
from cms.blocks.text import ParagraphBlock
from cms.represent.actions import CallToActionRepresentation, represent_call_to_action
from cms.represent.visibility import live


class CallToActionBlock(StructBlock):
    heading = CharBlock(max_length=150, label=_("Heading"))
    text = TextBlock(required=False, default="", label=_("Text"))
    links = LinksBlock(LinkBlock(), min_num=1, max_num=3, default=[{}], label=_("Links"))

    class Meta:
        icon = "pick"
        group = _("Calls to action")
        label = _("Call to action")
        description = _("One thing to do now, with up to three links.")
        label_format = "{heading}"
        template = "cms/blocks/call_to_action.html"
        preview_value = {
            "heading": _("Come to the open evening"),
            "text": _("Bring a question, a neighbour or a cake."),
            "links": [{"label": _("Tell us you are coming"), "url": "https://example.org/"}],
        }


class SharedCallToActionBlock(SnippetChooserBlock):
    """A call to action that is edited once and shown in many places. Its argument is ``"cms.CallToAction"``."""

    def get_preview_value(self) -> Any:
        model = apps.get_model("cms", "CallToAction")
        return model.objects.filter(live()).order_by("pk").first() or model(
            heading=_("Lend us two hours"), text=_("There is a job for every pair of hands.")
        )

    def get_api_representation(self, value: Any, context: dict[str, Any] | None = None) -> CallToActionRepresentation:
        return represent_call_to_action(value, context or {})

    class Meta:
        icon = "resubmit"
        group = _("Calls to action")
        label = _("Shared call to action")
        description = _("One that the team keeps up to date for all posts at once.")
        template = "cms/blocks/shared_call_to_action.html"


class WayToTakePartBlock(StructBlock):
    title = CharBlock(max_length=150, label=_("Title"))
    body = ParagraphBlock(required=False, default="", label=_("Body"))
    links = LinksBlock(LinkBlock(), label=_("Links"))

    class Meta:
        icon = "group"
        label_format = "{title}"


class WaysToTakePartBlock(StructBlock):
    heading = CharBlock(max_length=150, label=_("Heading"))
    introduction = TextBlock(required=False, default="", label=_("Introduction"))
    items = ListBlock(
        WayToTakePartBlock(), min_num=1, too_few=_("Add at least one way to take part."), label=_("Items")
    )

    class Meta:
        icon = "list-ol"
        group = _("Calls to action")
        label = _("Ways to take part")
        description = _("Several ways to join in, in an order you choose.")
        label_format = "{heading}"
        template = "cms/blocks/ways_to_take_part.html"
        preview_value = {
            "heading": _("Three ways to take part"),
            "introduction": _("Pick whichever suits your week."),
            "items": [
                {"title": _("An hour"), "body": _("<p>Water the beds on your way home.</p>"), "links": []},
                {
                    "title": _("An evening"),
                    "body": _("<p>Join the planning circle on Thursday.</p>"),
                    "links": [],
                },
            ],
        }
