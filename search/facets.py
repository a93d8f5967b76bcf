"""Facets: the number of results per type, topic and language."""

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any
from uuid import UUID

from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import ForeignKey, Q
from django.utils.translation import get_language, get_language_info
from modelcluster.fields import ParentalKey
from typing_extensions import TypedDict
from wagtail.models import Locale, Page

from cms.models import Topic
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
    pages = Page.objects.filter(pk__in=keys).order_by().values_list("content_type_id", "locale_id")
    types, locales = Counter[int](), Counter[int]()
    for content_type_id, locale_id in pages:
        types[content_type_id] += 1
        locales[locale_id] += 1
    return {"type": label_types(types), "topic": label_topics(count_topics(keys)), "locale": label_locales(locales)}


def count_topics(keys: Sequence[int]) -> Counter[UUID]:
    """Return the number of pages per topic, by translation key."""
    counts = Counter[UUID]()
    for rows, page in list_topic_rows():
        named = rows.objects.filter(**{f"{page}__in": keys})
        counts.update(key for _page, key in named.order_by().values_list(page, "topic__translation_key").distinct())
    return counts


def label_types(counts: Counter[int]) -> list[Facet]:
    models = {key: ContentType.objects.get_for_id(key).model_class() for key in counts}
    return sort_facets(
        {"value": name_type(model), "label": capfirst(str(model._meta.verbose_name)), "count": counts[key]}
        for key, model in models.items()
        if model
    )


def label_topics(counts: Counter[UUID]) -> list[Facet]:
    """Return topics by their name in the active language, else in the default one, else in any."""
    preferred = [get_language(), settings.LANGUAGE_CODE]
    topics: dict[UUID, Any] = {}
    for topic in Topic.objects.live().filter(translation_key__in=list(counts)).select_related("locale").order_by("pk"):
        found = topics.setdefault(topic.translation_key, topic)
        if rank_language(topic, preferred) < rank_language(found, preferred):
            topics[topic.translation_key] = topic
    return sort_facets(
        {"value": topic.slug, "label": topic.name, "count": counts[key]} for key, topic in topics.items()
    )


def rank_language(topic: Topic, preferred: Sequence[str | None]) -> int:
    code = topic.locale.language_code
    return preferred.index(code) if code in preferred else len(preferred)


def label_locales(counts: Counter[int]) -> list[Facet]:
    codes = dict(Locale.objects.values_list("pk", "language_code"))
    return sort_facets(
        {"value": codes[key], "label": get_language_info(codes[key])["name_local"], "count": count}
        for key, count in counts.items()
    )


def sort_facets(facets: Iterable[Facet]) -> list[Facet]:
    return sorted(facets, key=lambda facet: (-facet["count"], facet["label"].lower()))
