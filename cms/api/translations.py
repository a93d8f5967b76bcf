"""Translations of an object, and the language it is a fallback for."""

from typing import Any

from django.db.models import Model
from rest_framework.fields import DateTimeField, Field
from typing_extensions import TypedDict
from wagtail.models import Page

from cms.api.sites import find_detail_url
from cms.represent.pages import represent_page
from cms.represent.types import Url


class Translation(TypedDict):
    """A translation; ``detail_url`` is null if there is no endpoint, ``html_url`` if there is no page.

    ``outdated_since`` is null unless its original has changed since it was translated.
    """

    id: int
    locale: str
    detail_url: Url | None
    html_url: Url | None
    outdated_since: str | None


class TranslationsField(Field):
    """The public translations of an object by language, without itself and aliases."""

    loads = ("translations",)

    def get_attribute(self, instance: Model) -> Model:
        return instance

    def to_representation(self, instance: Any) -> list[Translation]:
        others = self.context["view"].list_translations(instance)
        return [self.represent(other) for other in sorted(others, key=lambda other: other.locale.language_code)]

    def represent(self, other: Any) -> Translation:
        is_page = isinstance(other, Page)
        return {
            "id": other.pk,
            "locale": other.locale.language_code,
            "detail_url": find_detail_url(self.context, other.specific_class if is_page else type(other), other.pk),
            "html_url": represent_page(other, self.context)["url"] if is_page else None,
            "outdated_since": DateTimeField().to_representation(other.outdated_since),
        }


class FallbackFromField(Field):
    """The requested language, if the object is a fallback for it; otherwise null."""

    loads = ()

    def get_attribute(self, instance: Model) -> str | None:
        return self.context["view"].find_fallback_from(instance)

    def to_representation(self, language_code: str) -> str:
        return language_code
