"""An app that only tests install: what any app of an organisation might bring."""

from collections.abc import Mapping
from typing import Any, Literal

from django.db import models
from modelcluster.fields import ParentalKey
from typing_extensions import TypedDict
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.api import APIField
from wagtail.models import Orderable, TranslatableMixin
from wagtail.search import index

from cms.blocks.fields import StreamField
from cms.models import DraftSnippet, HeroPage
from cms.represent.fields import ChosenField
from tests.garden.blocks import GardenBody


class Tool(DraftSnippet):
    name = models.CharField(max_length=50)
    picture = models.ForeignKey("cms.Image", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    shed = models.CharField(max_length=50, blank=True)

    private_fields = ["shed"]
    panels = [FieldPanel("name"), FieldPanel("picture"), FieldPanel("shed")]
    search_fields = [index.SearchField("name"), index.AutocompleteField("name"), index.FilterField("locale_id")]
    api_fields = [APIField("name")]
    preview_template = "garden/tool.html"

    def __str__(self) -> str:
        return self.name

    class Meta(DraftSnippet.Meta):
        verbose_name = "tool"
        verbose_name_plural = "tools"


class ToolRepresentation(TypedDict):
    id: int
    type: Literal["garden.Tool"]
    name: str


def represent_tool(tool: Tool, context: Mapping[str, Any]) -> ToolRepresentation:
    return {"id": tool.pk, "type": "garden.Tool", "name": tool.name}


class ToolsField(ChosenField):
    represent = staticmethod(represent_tool)


class GardenPage(HeroPage):
    index_of = "gardens"
    private_fields = ["gate_code"]

    introduction = models.TextField(max_length=300, blank=True)
    gate_code = models.CharField(max_length=20, blank=True)
    body = StreamField(GardenBody(), blank=True)

    content_panels = [
        *HeroPage.content_panels,
        FieldPanel("introduction"),
        FieldPanel("gate_code"),
        HeroPage.hero_panel,
        FieldPanel("body"),
        InlinePanel("beds", heading="Beds", label="Bed"),
    ]
    search_fields = [*HeroPage.search_fields, index.SearchField("introduction", boost=2), index.SearchField("body")]
    api_fields = [
        APIField("introduction"),
        HeroPage.hero_api_field,
        APIField("tools", serializer=ToolsField("beds", "tool", help_text="What is used here.")),
        APIField("body"),
    ]
    parent_page_types = ["home.HomePage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = "garden"
        verbose_name_plural = "gardens"

    @property
    def summary_text(self) -> str:
        return self.introduction


class Bed(TranslatableMixin, Orderable):
    page = ParentalKey(GardenPage, on_delete=models.CASCADE, related_name="beds")
    tool = models.ForeignKey(Tool, on_delete=models.CASCADE, related_name="+")
    topic = models.ForeignKey("cms.Topic", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    panels = [FieldPanel("tool"), FieldPanel("topic")]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        pass
