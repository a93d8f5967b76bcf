"""The facets of a search: the number of results per type, topic and language."""

from collections import Counter
from collections.abc import Sequence
from functools import cache
from typing import Any

from django.db.models import Count, Q
from typing_extensions import TypedDict
from wagtail.models import Page

from cms.api.facets import Facet, label_locales, label_topics, label_types, list_topic_rows
from cms.models import Topic
from cms.represent.bulk import Values, keys_in


class Facets(TypedDict):
    type: list[Facet]
    topic: list[Facet]
    locale: list[Facet]


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
