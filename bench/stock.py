"""The updates as in an unmodified Wagtail site: its viewset, serializers and blocks."""

from typing import Any

from django.db.models import Model
from rest_framework.fields import Field
from wagtail import blocks
from wagtail.api import APIField
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.api.v2.views import BaseAPIViewSet, PagesAPIViewSet
from wagtail.documents.api.v2.views import DocumentsAPIViewSet
from wagtail.images.api.v2.views import ImagesAPIViewSet
from wagtail.images.blocks import ImageBlock

from blog.blocks import UpdateBody
from blog.models import UpdatePage
from blog.models.updates import UpdateAuthor, UpdateTopic


def to_stock(block: blocks.Block) -> blocks.Block:
    """Return Wagtail's own block that reads the same data as ``block``."""
    if isinstance(block, ImageBlock):
        return ImageBlock(required=block.required)
    if isinstance(block, blocks.ListBlock):
        return blocks.ListBlock(to_stock(block.child_block))
    if isinstance(block, blocks.BaseStreamBlock):
        return blocks.StreamBlock([(name, to_stock(child)) for name, child in block.child_blocks.items()])
    if isinstance(block, blocks.BaseStructBlock):
        return blocks.StructBlock([(name, to_stock(child)) for name, child in block.child_blocks.items()])
    if isinstance(block, blocks.RichTextBlock):
        return blocks.RichTextBlock(required=block.required)
    if isinstance(block, blocks.ChooserBlock):
        return StockChooserBlock(block)
    return block


class StockChooserBlock(blocks.ChooserBlock):
    """Any chooser, with Wagtail's representation: the primary key of the object it loads."""

    def __init__(self, chooser: blocks.ChooserBlock) -> None:
        super().__init__(required=chooser.required)
        self.target_model = chooser.model_class


class StockStreamField(Field):
    """A stream, loaded and represented by stock blocks."""

    body = to_stock(UpdateBody())

    def to_representation(self, value: blocks.StreamValue) -> Any:
        stream = self.body.to_python(list(value.raw_data))
        return self.body.get_api_representation(stream, self.context)


# The `api_fields` that a project would declare for the same content.
FIELDS: dict[type[Model], list[APIField]] = {
    UpdatePage: [
        *map(APIField, ("introduction", "kind", "period", "hero_image", "hero_alt", "hero_caption")),
        *map(APIField, ("authors", "topics")),
        APIField("body", serializer=StockStreamField()),
    ],
    UpdateAuthor: [APIField("person")],
    UpdateTopic: [APIField("topic")],
}


class StockUpdatesAPIViewSet(PagesAPIViewSet):
    name = "updates"
    model = UpdatePage

    @classmethod
    def get_body_fields(cls, model: type[Model]) -> list[APIField]:
        return [*map(APIField, cls.body_fields), *FIELDS[model]]


class StockAuthorsAPIViewSet(BaseAPIViewSet):
    model = UpdateAuthor

    @classmethod
    def get_body_fields(cls, model: type[Model]) -> list[APIField]:
        return [*map(APIField, cls.body_fields), *FIELDS[model]]


class StockTopicsAPIViewSet(StockAuthorsAPIViewSet):
    model = UpdateTopic


api = WagtailAPIRouter("stock")
api.register_endpoint("updates", StockUpdatesAPIViewSet)
api.register_endpoint("authors", StockAuthorsAPIViewSet)
api.register_endpoint("topics", StockTopicsAPIViewSet)
api.register_endpoint("images", ImagesAPIViewSet)
api.register_endpoint("documents", DocumentsAPIViewSet)
