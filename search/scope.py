"""What a search looks through: pages, people and documents that the public may see."""

from collections.abc import Sequence
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.http import Http404
from wagtail.models import Locale, Site

from cms.api.facets import filter_topics
from cms.api.pages import list_page_types
from cms.represent.site_context import SiteContext
from search.matching import Scope
from search.others import OTHERS, list_others, sift_others


def list_types() -> list[str]:
    """Return the public names of all types that can be found."""
    return [*list_page_types(), *OTHERS]


def list_pages(
    context: SiteContext,
    site: Site | None,
    *,
    locale: Locale | None,
    types: Sequence[str] = (),
    topics: Sequence[str] = (),
) -> QuerySet[Any]:
    """Return the public pages of a site: in a language, of one of some types, and about one of some topics."""
    pages = context.list_pages(site)
    if locale:
        pages = pages.filter(locale=locale)
    if types:
        known = list_page_types()
        models = [known[name] for name in types if name in known]
        pages = pages.type(*models) if models else pages.none()
    return pages.filter(filter_topics(topics)) if topics else pages


def find_scope(
    context: SiteContext,
    site: Site | None,
    *,
    locale: Locale | None,
    types: Sequence[str] = (),
    topics: Sequence[str] = (),
    others: Sequence[str] = tuple(OTHERS),
) -> Scope:
    """Return these pages and, unless they are about a topic, the people and documents that a site shows."""

    def make() -> list[QuerySet[Any]]:
        pages = list_pages(context, site, locale=locale, types=types, topics=topics)
        if site is None or topics:
            return [pages]
        wanted = [name for name in others if not types or name in types]
        return [pages, *(list_others(context, site, locale, name) for name in wanted)]

    if topics or site is None:
        return Scope(make)

    def sift(entries: list[int]) -> list[int]:
        return sift_others(entries, context, site)

    known = list_page_types()
    kinds = tuple(ContentType.objects.get_for_model(known[name]).pk if name in known else name for name in types)
    return Scope(make, (context.key_pages(site), locale and locale.pk, kinds, tuple(others)), sift)


def find_locale(context: SiteContext, language_code: str) -> Locale:
    """Return a language of the site; raise 404 if there is no such language."""
    for locale in context.locales.values():
        if locale.language_code == language_code:
            return locale
    raise Http404("No Locale matches the given query.")
