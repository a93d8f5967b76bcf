"""Snippets in the API: those that are live, and public or used."""

from typing import Any

from django.db.models import QuerySet
from rest_framework.fields import Field
from wagtail.api.v2.views import BaseAPIViewSet

from cms.api.filters import ColumnsFilter, FoundFilter, LocaleFilter, OrderingFilter
from cms.api.views import LoadedAPIViewSet, TypedSerializer
from cms.api.visibility import filter_used
from cms.models import Topic


class LocaleField(Field):
    def to_representation(self, locale: Any) -> str:
        return locale.language_code


class SnippetSerializer(TypedSerializer):
    locale = LocaleField(read_only=True)


class SnippetsAPIViewSet(LoadedAPIViewSet):
    base_serializer_class = SnippetSerializer
    filter_backends = [ColumnsFilter, LocaleFilter, OrderingFilter, FoundFilter]
    meta_fields = [*BaseAPIViewSet.meta_fields, "locale"]

    def get_queryset(self) -> QuerySet[Any]:
        return filter_used(self.model.objects.live().order_by("id"))


class TopicsAPIViewSet(SnippetsAPIViewSet):
    name = "topics"
    model = Topic
    listing_default_fields = [*BaseAPIViewSet.listing_default_fields, "name", "slug", "locale"]
    nested_default_fields = [*BaseAPIViewSet.nested_default_fields, "name", "slug"]
