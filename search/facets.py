"""The facets of a search: the number of results per type, and that of pages per topic and language."""

from collections import Counter
from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import Count, Q
from typing_extensions import TypedDict
from wagtail.models import Page

from cms.api.facets import Facet, label_locales, label_topics, label_types, list_topic_rows
from cms.models import Topic
from cms.represent.bulk import Part, Values, keys_in, made_once
from cms.represent.visibility import live


class Facets(TypedDict):
    type: list[Facet]
    topic: list[Facet]
    locale: list[Facet]


def facet_parts(keys: Collection[int]) -> list[Part]:
    """Return the parts of a statement that count these pages."""
    return [(values, {"keys": set(keys)}) for values in (page_counts(), topic_counts(), topic_names())] if keys else []


def label_facets(found: Mapping[Any, list[Any]], others: Mapping[int, int]) -> Facets:
    """Return the facets of what these parts have found, labelled in the active language, most frequent first.

    ``others`` are the numbers of results that are no pages, by content type.
    """
    types, locales = Counter[int](others), Counter[str]()
    for content_type_id, language_code, number in found.get(page_counts(), ()):
        types[content_type_id] += number
        locales[language_code] += number
    topics = Counter[Any]()
    for translation_key, number in found.get(topic_counts(), ()):
        topics[translation_key] += number
    named = [tuple(row) for row in found.get(topic_names(), ())]
    return {"type": label_types(types), "topic": label_topics(topics, named), "locale": label_locales(locales)}


@made_once
def page_counts() -> Values:
    """Return the part that counts pages by type and language."""
    pages = Page.objects.filter(pk__in=keys_in("keys")).order_by().values("content_type_id", "locale__language_code")
    counted = pages.annotate(Count("pk")).values_list("content_type_id", "locale__language_code", "pk__count")
    return Values(counted, ["content_type_id", "language_code", "number"])


@made_once
def topic_counts() -> Values:
    """Return the part that counts pages by the translation key of their topics, for each kind of page."""
    counted = [
        rows.objects.filter(**{f"{page}__in": keys_in("keys")})
        .order_by()
        .values("topic__translation_key")
        .annotate(number=Count(page, distinct=True))
        .values_list("topic__translation_key", "number")
        for rows, page in list_topic_rows()
    ]
    return Values(counted[0].union(*counted[1:], all=True), ["translation_key", "number"])


@made_once
def topic_names() -> Values:
    """Return the part that finds the topics of pages in all languages, the oldest first."""
    about = Q()
    for rows, page in list_topic_rows():
        named = rows.objects.filter(**{f"{page}__in": keys_in("keys")})
        about |= Q(translation_key__in=named.order_by().values("topic__translation_key"))
    names = ("translation_key", "slug", "name", "locale__language_code")
    topics = Topic.objects.filter(live(), about).order_by("pk").values_list(*names)
    return Values(topics, ["translation_key", "slug", "name", "language_code"])
