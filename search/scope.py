"""Which pages a search looks through."""

from collections.abc import Sequence

from django.contrib.contenttypes.models import ContentType
from django.http import Http404
from wagtail.models import Locale, Page, PageQuerySet, Site

from cms.api.facets import filter_topics
from cms.api.pages import list_page_types
from cms.represent.site_context import SiteContext
from search.matching import Scope


def find_scope(
    context: SiteContext,
    site: Site | None,
    *,
    locale: Locale | None,
    types: Sequence[str] = (),
    topics: Sequence[str] = (),
) -> Scope:
    """Return the public pages of a site: in a language, of one of some types, and about one of some topics."""
    models = [list_page_types()[name] for name in types]

    def make() -> PageQuerySet:
        pages = context.list_pages(site)
        if locale:
            pages = pages.filter(locale=locale)
        if models:
            pages = pages.type(*models)
        return pages.filter(filter_topics(topics)) if topics else pages

    if topics or site is None:
        return Scope(Page, make)
    kinds = tuple(ContentType.objects.get_for_model(model).pk for model in models)
    return Scope(Page, make, (context.key_pages(site), locale and locale.pk, kinds))


def find_locale(context: SiteContext, language_code: str) -> Locale:
    """Return a language of the site; raise 404 if there is no such language."""
    for locale in context.locales.values():
        if locale.language_code == language_code:
            return locale
    raise Http404("No Locale matches the given query.")
