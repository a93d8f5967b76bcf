"""Facets: the number of results per type, topic and language."""

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, ForeignKey, Q
from django.utils.translation import get_language, get_language_info
from modelcluster.fields import ParentalKey
from typing_extensions import TypedDict
from wagtail.models import Page

from cms.models import Topic
from cms.represent.bulk import Values, keys_in
from cms.represent.pages import name_type
from cms.upstream.django import capfirst


class Facet(TypedDict):
    """A value to filter by, and the number of pages with it."""

    value: str
    label: str
    count: int


class Facets(TypedDict):
    type: list[Facet]
    topic: list[Facet]
    locale: list[Facet]


@cache
def list_topic_rows() -> list[tuple[Any, str]]:
    """Return the models whose rows link pages to topics, with the name of the field for the page."""
    return [
        (model, field.name)
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, ParentalKey)
        and issubclass(field.related_model, Page)
        and any(other.name == "topic" and isinstance(other, ForeignKey) for other in model._meta.get_fields())
    ]


def filter_topic(slug: str) -> Q:
    """Return the condition that a page is on a topic, given by its slug in any language.

    Translations refer to the topic of their source or its translation, so topics are compared by translation key.
    """
    keys = Topic.objects.live().filter(slug=slug).values("translation_key")
    about = Q()
    for rows, page in list_topic_rows():
        about |= Q(pk__in=rows.objects.filter(topic__translation_key__in=keys).values(page))
    return about


def count_facets(keys: Sequence[int]) -> Facets:
    """Return the facets of these pages, labelled in the active language, most frequent first."""
    types, locales = Counter[int](), Counter[str]()
    if not (chosen := set(keys)):
        return {"type": [], "topic": [], "locale": []}
    for content_type_id, language_code, number in page_counts().read(keys=chosen):
        types[content_type_id] += number
        locales[language_code] += number
    topics = Counter[Any]()
    for translation_key, number in topic_counts().read(keys=chosen):
        topics[translation_key] += number
    return {
        "type": label_types(types),
        "topic": label_topics(topics, topic_names().read(keys=chosen) if topics else []),
        "locale": label_locales(locales),
    }


@cache
def page_counts() -> Values:
    """Return the statement that counts pages by type and language."""
    pages = Page.objects.filter(pk__in=keys_in("keys")).order_by().values("content_type_id", "locale__language_code")
    return Values(pages.annotate(Count("pk")).values_list("content_type_id", "locale__language_code", "pk__count"))


@cache
def topic_counts() -> Values:
    """Return the statement that counts pages by the translation key of their topics, for each kind of page."""
    counted = [
        rows.objects.filter(**{f"{page}__in": keys_in("keys")})
        .order_by()
        .values("topic__translation_key")
        .annotate(number=Count(page, distinct=True))
        .values_list("topic__translation_key", "number")
        for rows, page in list_topic_rows()
    ]
    return Values(counted[0].union(*counted[1:], all=True))


@cache
def topic_names() -> Values:
    """Return the statement that finds the topics of pages in all languages, the oldest first."""
    about = Q()
    for rows, page in list_topic_rows():
        named = rows.objects.filter(**{f"{page}__in": keys_in("keys")})
        about |= Q(translation_key__in=named.order_by().values("topic__translation_key"))
    topics = Topic.objects.live().filter(about).order_by("pk")
    return Values(topics.values_list("translation_key", "slug", "name", "locale__language_code"))


def label_types(counts: Counter[int]) -> list[Facet]:
    models = {key: ContentType.objects.get_for_id(key).model_class() for key in counts}
    return sort_facets(
        {"value": name_type(model), "label": capfirst(str(model._meta.verbose_name)), "count": counts[key]}
        for key, model in models.items()
        if model
    )


def label_topics(counts: Counter[Any], names: Iterable[tuple[Any, str, str, str]]) -> list[Facet]:
    """Return topics by their name in the active language, else in the default one, else in any."""
    preferred = [get_language(), settings.LANGUAGE_CODE]
    topics: dict[Any, tuple[int, str, str]] = {}
    for translation_key, slug, name, language_code in names:
        rank = rank_language(language_code, preferred)
        if translation_key not in topics or rank < topics[translation_key][0]:
            topics[translation_key] = rank, slug, name
    return sort_facets(
        {"value": slug, "label": name, "count": counts[key]} for key, (_rank, slug, name) in topics.items()
    )


def rank_language(language_code: str, preferred: Sequence[str | None]) -> int:
    return preferred.index(language_code) if language_code in preferred else len(preferred)


def label_locales(counts: Counter[str]) -> list[Facet]:
    return sort_facets(
        {"value": code, "label": get_language_info(code)["name_local"], "count": count}
        for code, count in counts.items()
    )


def sort_facets(facets: Iterable[Facet]) -> list[Facet]:
    return sorted(facets, key=lambda facet: (-facet["count"], facet["label"].lower()))
