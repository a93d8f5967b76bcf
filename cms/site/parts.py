"""The site-wide parts of every page: the organisation, its texts and its menus."""

from dataclasses import dataclass
from typing import Any, NamedTuple, TypeVar

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest
from django.utils import translation
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language
from wagtail.models import Page, Site, get_page_models

from cms.freshness.reads import track_models
from cms.models import Navigation, Organisation, SiteText
from cms.models.site import ROWS, SitePart, find_site_rows
from cms.represent.alternates import Alternate, list_homes
from cms.represent.bulk import Table, fetch, keys_in, made_once, track_parts
from cms.represent.languages import list_fallbacks
from cms.represent.loader import Loader
from cms.represent.site_context import SiteContext

Part = TypeVar("Part", bound=SitePart)


class Feed(NamedTuple):
    """A feed that every page of the site links in its head."""

    title: str
    type: str
    url: str


@dataclass(frozen=True)
class SiteParts:
    organisation: Organisation
    site_text: SiteText | None
    navigation: Navigation | None
    home_url: str
    # The address and title of each index page, by its ``index_of``: ``index_urls["updates"]``.
    index_urls: dict[str, str]
    index_titles: dict[str, str]
    feeds: list[Feed]
    # The home page in each language, for pages that are in one alone.
    languages: list[Alternate]


def site_parts(request: HttpRequest) -> dict[str, Any]:
    """Context processor: ``site_parts``, loaded when a template of the request first uses it."""
    name, language = "site_parts", get_language()

    def load() -> SiteParts:
        with translation.override(language):
            return load_site_parts(request)

    return {name: request.__dict__.setdefault(name, SimpleLazyObject(load))}


def load_site_parts(request: HttpRequest, site: Site | None = None) -> SiteParts:
    """Return a site's parts, by default the requested site's, in the active language or the default one."""
    site = site or Site.find_for_request(request)
    rows = fetch_rows(request, site)
    unsaved = getattr(request, "unsaved_organisation", None)  # in the preview of its settings
    organisation = unsaved or next(iter(rows[Organisation]), None) or find_organisation(site)
    site_text = find_site_part(request, rows[SiteText])
    navigation = find_site_part(request, rows[Navigation])
    Loader(request).load([part for part in (organisation, site_text, navigation) if part])
    prefix = "" if get_language() == settings.LANGUAGE_CODE else f"{get_language()}/"
    indexes = find_indexes(request, site, rows[Page])
    return SiteParts(
        organisation,
        site_text,
        navigation,
        home_url=f"/{prefix}",
        index_urls={model.index_of: url for model, (_title, url) in indexes.items()},
        index_titles={model.index_of: title for model, (title, _url) in indexes.items()},
        feeds=[
            Feed(f"{title} ({name})", media_type, url + path)
            for model, (title, url) in indexes.items()
            for name, media_type, path in getattr(model, "feeds", ())
        ],
        languages=list_homes(request),
    )


def find_organisation(site: Site | None) -> Organisation:
    return Organisation.for_site(site) if site else Organisation()


def list_index_models() -> list[Any]:
    """Return the index page types, which declare what they are the index of: ``index_of = "updates"``."""
    return [model for model in get_page_models() if getattr(model, "index_of", "")]


def fetch_rows(request: HttpRequest, site: Site | None) -> dict[Any, list[Any]]:
    """Return the rows about a site by model, in one statement; the pages are the index pages of all sites."""
    rows = find_site_rows(request, site)
    if rows is None:
        rows = sort_by_model(fetch(list_parts(site), is_tracked=False))
    track_parts(list_parts(site))
    track_models(*list_index_models())
    return rows


def list_parts(site: Site | None) -> list[tuple[Table, dict[str, Any]]]:
    """Return the parts of a statement that find the rows about a site."""
    return [(table, {"sites": {site.pk} if site else set()}) for table in list_tables().values()]


def sort_by_model(found: dict[Any, list[Any]]) -> dict[Any, list[Any]]:
    """Return what these parts have found by model."""
    return {model: found[table] for model, table in list_tables().items()}


def keep_rows(request: HttpRequest, site: Site, found: dict[Any, list[Any]]) -> None:
    """Keep what these parts have found for whatever is made for a request."""
    request.__dict__.setdefault(ROWS, {})[site.pk] = sort_by_model(found)


@made_once
def list_tables() -> dict[Any, Table]:
    """Return the parts of the statement by model."""
    models: tuple[Any, ...] = (Organisation, SiteText, Navigation)
    parts = {model: Table(model.objects.filter(site__in=keys_in("sites"))) for model in models}
    is_index = Q(pk__in=[])
    for model in list_index_models():
        is_index |= Q(content_type__app_label=model._meta.app_label, content_type__model=model._meta.model_name)
    return {**parts, Page: Table(Page.objects.filter(is_index), is_keyed=True)}


def find_indexes(request: HttpRequest, site: Site | None, pages: list[Page]) -> dict[Any, tuple[str, str]]:
    """Return the title and address of the site's public index pages in the active language, by type.

    If there are several pages of one type, the first in the tree counts.
    """
    context = SiteContext.of(request)
    indexes: dict[Any, tuple[str, str]] = {}
    for page in sorted(pages, key=lambda page: page.path):
        page.locale = context.locales[page.locale_id]
        if page.locale.language_code != get_language() or not context.visibility.shows(page):
            continue
        parts = page.get_url_parts(request)
        if site and parts and parts[0] == site.pk:
            indexes.setdefault(page.specific_class, (page.title, page.get_url(request)))
    return indexes


def find_site_part(request: HttpRequest, found: list[Part]) -> Part | None:
    """Return the part in the active language, else in a fallback language, else ``None``."""
    locales = SiteContext.of(request).locales
    parts = {locales[part.locale_id].language_code: part for part in found}
    language = get_language() or settings.LANGUAGE_CODE
    return next((parts[code] for code in (language, *list_fallbacks(language)) if code in parts), None)
