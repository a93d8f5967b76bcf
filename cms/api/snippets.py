"""Snippets in the API: live ones that are public or used."""

from functools import cache
from typing import Any

from django.db.models import Model, QuerySet
from rest_framework.fields import DateTimeField, Field

from cms.api.filters import ColumnsFilter, LocaleFilter, OrderingFilter, SearchFilter
from cms.api.serializers import TypedSerializer
from cms.api.translations import FallbackFromField, TranslationsField
from cms.api.views import TranslatedAPIViewSet
from cms.models import Topic
from cms.represent.site_context import SiteContext
from cms.upstream.wagtail_api import BaseAPIViewSet


class LocaleField(Field):
    def to_representation(self, locale: Any) -> str:
        return locale.language_code


class SnippetSerializer(TypedSerializer):
    locale = LocaleField(read_only=True)
    fallback_from = FallbackFromField(read_only=True)
    outdated_since = DateTimeField(read_only=True, allow_null=True)
    translations = TranslationsField(read_only=True)


class SnippetsAPIViewSet(TranslatedAPIViewSet):
    base_serializer_class = SnippetSerializer
    filter_backends = [ColumnsFilter, LocaleFilter, OrderingFilter, SearchFilter]
    meta_fields = [*BaseAPIViewSet.meta_fields, "locale", *TranslatedAPIViewSet.own_meta_fields]

    def get_queryset(self) -> QuerySet[Any]:
        return SiteContext.of(self.request).visibility.filter(self.model.objects.order_by("id"))


class TopicsAPIViewSet(SnippetsAPIViewSet):
    name = "topics"
    model = Topic
    listing_default_fields = [*BaseAPIViewSet.listing_default_fields, "name", "slug", "locale", "fallback_from"]
    nested_default_fields = [*BaseAPIViewSet.nested_default_fields, "name", "slug"]


@cache
def make_viewset(model: type[Model]) -> type[SnippetsAPIViewSet]:
    """Return a viewset for the change feed, for a snippet model without an endpoint."""
    shown = [name for name in SnippetsAPIViewSet.meta_fields if name != "detail_url"]
    members = {"name": model._meta.model_name, "model": model, "meta_fields": shown}
    return type(f"{model.__name__}ViewSet", (SnippetsAPIViewSet,), members)
