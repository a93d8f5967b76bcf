"""Facets: how many objects of a list have each value.

A viewset declares those of its lists, by the name of the parameter that filters by them:

    facets = {"kind": count_choices("kind"), "topic": count_topics_of}
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, ForeignKey, Q, QuerySet
from django.utils.formats import date_format
from django.utils.translation import get_language, get_language_info
from modelcluster.fields import ParentalKey
from typing_extensions import TypedDict
from wagtail.models import Page

from cms.models import Topic
from cms.represent.pages import name_type
from cms.represent.visibility import live
from cms.upstream.django import capfirst


class Facet(TypedDict):
    """A value to filter by, and the number of pages with it."""

    value: str
    label: str
    count: int


# Counts the values in a queryset.
CountFacet = Callable[[QuerySet[Any]], list[Facet]]


def count_choices(name: str) -> CountFacet:
    """Return the facet of a column with choices."""

    def count(queryset: QuerySet[Any]) -> list[Facet]:
        labels = dict(queryset.model._meta.get_field(name).flatchoices)
        return sort_facets(
            {"value": value, "label": str(labels.get(value, value)), "count": number}
            for value, number in count_values(queryset, name)
            if value
        )

    return count


def count_months(name: str) -> CountFacet:
    """Return the facet of a column with months, the latest first."""

    def count(queryset: QuerySet[Any]) -> list[Facet]:
        return [
            {"value": f"{month:%Y-%m}", "label": date_format(month, "F Y"), "count": number}
            for month, number in sorted(count_values(queryset, name), reverse=True, key=lambda pair: str(pair[0]))
            if month
        ]

    return count


def count_values(queryset: QuerySet[Any], name: str) -> list[tuple[Any, int]]:
    """Return the values of a column with the numbers of rows, in one statement."""
    return list(queryset.order_by().values_list(name).annotate(number=Count("pk", distinct=True)))


def count_topics_of(pages: QuerySet[Any]) -> list[Facet]:
    keys, counts = pages.order_by().values("pk"), Counter[Any]()
    for rows, page in list_topic_rows():
        named = rows.objects.filter(**{f"{page}__in": keys}).order_by().values("topic__translation_key")
        counts.update(
            dict(named.annotate(number=Count(page, distinct=True)).values_list("topic__translation_key", "number"))
        )
    names = Topic.objects.filter(live(), translation_key__in=counts).order_by("pk")
    return label_topics(counts, names.values_list("translation_key", "slug", "name", "locale__language_code"))


def count_types_of(pages: QuerySet[Any]) -> list[Facet]:
    return label_types(dict(count_values(pages, "content_type_id")))


def count_locales_of(queryset: QuerySet[Any]) -> list[Facet]:
    return label_locales(dict(count_values(queryset, "locale__language_code")))


# Topics


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


def filter_topics(slugs: Iterable[str]) -> Q:
    """Return the condition that a page is on one of some topics, given by their slugs in any language.

    Translations refer to the topic of their source or its translation, so topics are compared by translation key.
    """
    keys = Topic.objects.filter(live(), slug__in=slugs).values("translation_key")
    about = Q()
    for rows, page in list_topic_rows():
        about |= Q(pk__in=rows.objects.filter(topic__translation_key__in=keys).values(page))
    return about


# Labels


def label_types(counts: Mapping[int, int]) -> list[Facet]:
    models = {key: ContentType.objects.get_for_id(key).model_class() for key in counts}
    return sort_facets(
        {"value": name_type(model), "label": capfirst(str(model._meta.verbose_name)), "count": counts[key]}
        for key, model in models.items()
        if model
    )


def label_topics(counts: Mapping[Any, int], names: Iterable[tuple[Any, str, str, str]]) -> list[Facet]:
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


def label_locales(counts: Mapping[str, int]) -> list[Facet]:
    return sort_facets(
        {"value": code, "label": get_language_info(code)["name_local"], "count": count}
        for code, count in counts.items()
    )


def sort_facets(facets: Iterable[Facet]) -> list[Facet]:
    return sorted(facets, key=lambda facet: (-facet["count"], facet["label"].lower()))
