"""Wagtail's v2 API, on which ours is based: viewsets, serializers, filters and parameters.

Wagtail plans to replace v2 with v3. This is what we will then need to own.
"""

from typing import Any

from django.db.models import Model
from wagtail.api.v2.filters import (
    AncestorOfFilter,
    ChildOfFilter,
    DescendantOfFilter,
    OrderingFilter,
    TranslationOfFilter,
)
from wagtail.api.v2.pagination import WagtailPagination
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.api.v2.serializers import (
    BaseSerializer,
    ChildRelationField,
    DetailUrlField,
    PageHtmlUrlField,
    PageLocaleField,
    PageSerializer,
    PageTypeField,
    RelatedField,
    RichTextFieldSerializer,
    StreamField,
    TagsField,
    TypeField,
)
from wagtail.api.v2.utils import (
    BadRequestError,
    page_models_from_string,
    parse_boolean,
    parse_fields_parameter,
)
from wagtail.api.v2.views import BaseAPIViewSet, PagesAPIViewSet

from cms.upstream.parts import Part

PARTS = [
    Part(
        "wagtail.api.v2.views.BaseAPIViewSet",
        "Our viewsets load objects in bulk, cache their serializer classes, and declare parameters.",
        (
            "_get_serializer_class(router, model, fields_config, show_details, nested)",
            "detail_view(self, request, pk)",
            "find_object(self, queryset, request)",
            "find_view(self, request)",
            "get_available_fields(model, db_fields_only)",
            "get_body_fields(model)",
            "get_listing_default_fields(model)",
            "get_object(self)",
            "get_serializer_class(self)",
            "get_serializer_context(self)",
            "listing_view(self, request)",
            "base_serializer_class",
            "body_fields",
            "detail_only_fields",
            "find_query_parameters",
            "listing_default_fields",
            "meta_fields",
        ),
    ),
    Part(
        "wagtail.api.v2.views.PagesAPIViewSet",
        "Our own condition finds pages, and a detail is loaded with the rest of the response.",
        (
            "find_object(self, queryset, request)",
            "get_base_queryset(self)",
            "get_object(self)",
            "get_queryset(self)",
            "get_root_page(self)",
            "find_query_parameters",
        ),
    ),
    Part(
        "wagtail.api.v2.router.WagtailAPIRouter",
        "It finds the endpoint of an object; our fields build the same addresses without a lookup for each.",
        (
            "get_model_endpoint(self, model)",
            "get_model_listing_urlpath(self, model)",
            "register_endpoint(self, name, class_)",
            "urls",
        ),
    ),
    Part(
        "wagtail.api.v2.pagination.WagtailPagination",
        "Ours counts once per content version.",
        ("paginate_queryset(self, queryset, request, view)",),
    ),
    Part(
        "wagtail.api.v2.serializers.BaseSerializer",
        "Ours adds `type`, copies bound fields, and selects members inside objects.",
        ("fields", "to_representation(self, instance)"),
    ),
    Part("wagtail.api.v2.serializers.PageSerializer", "As above, for pages.", ("to_representation(self, instance)",)),
    Part(
        "wagtail.api.v2.serializers.DetailUrlField",
        "Addresses are computed once per response.",
        ("get_attribute(self, instance)", "to_representation(self, url)"),
    ),
    Part(
        "wagtail.api.v2.serializers.PageHtmlUrlField",
        "Page addresses come from loaded objects.",
        ("to_representation(self, page)",),
    ),
    Part("wagtail.api.v2.serializers.PageTypeField", "Shown as it is; the document describes it."),
    Part("wagtail.api.v2.serializers.TypeField", "The document describes it."),
    Part("wagtail.api.v2.serializers.PageLocaleField", "The document describes it."),
    Part("wagtail.api.v2.serializers.StreamField", "The document describes it by the blocks of the stream."),
    Part("wagtail.api.v2.serializers.RichTextFieldSerializer", "The document describes it."),
    Part("wagtail.api.v2.serializers.TagsField", "The document describes it."),
    Part("wagtail.api.v2.serializers.RelatedField", "The document describes it by its serializer."),
    Part("wagtail.api.v2.serializers.ChildRelationField", "The document describes it by its serializer."),
    Part(
        "wagtail.api.v2.filters.OrderingFilter",
        "Ours breaks ties and declares its values.",
        ("filter_queryset(self, request, queryset, view)",),
    ),
    *(
        Part(
            f"wagtail.api.v2.filters.{name}",
            "Ours declares its parameter and names it in an error.",
            ("filter_queryset(self, request, queryset, view)",),
        )
        for name in ("AncestorOfFilter", "ChildOfFilter", "DescendantOfFilter", "TranslationOfFilter")
    ),
    Part("wagtail.api.v2.utils.BadRequestError", "What Wagtail's filters raise; ours answer 400 with the parameter."),
    Part("wagtail.api.v2.utils.page_models_from_string(string)", "Reads `type`."),
    Part("wagtail.api.v2.utils.parse_boolean(value)", "Reads a filter on a column of yes and no."),
    Part("wagtail.api.v2.utils.parse_fields_parameter(fields_str)", "Reads `fields`."),
]

__all__ = [
    "AncestorOfFilter",
    "BadRequestError",
    "BaseAPIViewSet",
    "BaseSerializer",
    "ChildOfFilter",
    "ChildRelationField",
    "DescendantOfFilter",
    "DetailUrlField",
    "OrderingFilter",
    "PageHtmlUrlField",
    "PageLocaleField",
    "PageSerializer",
    "PageTypeField",
    "PagesAPIViewSet",
    "RelatedField",
    "RichTextFieldSerializer",
    "StreamField",
    "TagsField",
    "TranslationOfFilter",
    "TypeField",
    "ViewSet",
    "WagtailAPIRouter",
    "WagtailPagination",
    "page_models_from_string",
    "parse_boolean",
    "parse_fields_parameter",
]


class ViewSet(BaseAPIViewSet):
    """A Wagtail viewset, with our own names for its private methods."""

    @classmethod
    def make_serializer_class(cls, router: Any, model: type[Model], fields_config: Any, **options: Any) -> Any:
        """Return the serializer class for a model and the selected fields, as ``fields`` is parsed.

        With ``show_details`` it is that of a detail.
        """
        return super()._get_serializer_class(router, model, fields_config, **options)

    @classmethod
    def _get_serializer_class(cls, router: Any, model: type[Model], fields_config: Any, **options: Any) -> Any:
        return cls.make_serializer_class(router, model, fields_config, **options)

    @property
    def shown_object(self) -> Any:
        """The object of a detail, after it was found."""
        return self.__dict__.get("_cached_object")

    @shown_object.setter
    def shown_object(self, instance: Any) -> None:
        self.__dict__["_cached_object"] = instance
