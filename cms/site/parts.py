"""The site-wide parts of every page: the organisation, its texts and its menus."""

from dataclasses import dataclass
from typing import Any, NamedTuple, TypeVar

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest
from django.utils import translation
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language
from wagtail.models import Page, Site, get_page_models

from cms.freshness.reads import track_models, untracked
from cms.models import Navigation, Organisation, SiteText
from cms.models.site import SitePart
from cms.represent.alternates import Alternate, list_homes
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
    # The address of each index page, by its ``index_of``: ``index_urls["updates"]``.
    index_urls: dict[str, str]
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
    organisation = Organisation.for_site(site) if site else Organisation()
    site_text = find_site_part(SiteText, site)
    navigation = find_site_part(Navigation, site)
    Loader(request).load([part for part in (organisation, site_text, navigation) if part])
    prefix = "" if get_language() == settings.LANGUAGE_CODE else f"{get_language()}/"
    indexes = find_indexes(request, site)
    return SiteParts(
        organisation,
        site_text,
        navigation,
        home_url=f"/{prefix}",
        index_urls={model.index_of: url for model, (_title, url) in indexes.items()},
        feeds=[
            Feed(f"{title} ({name})", media_type, url + path)
            for model, (title, url) in indexes.items()
            for name, media_type, path in getattr(model, "feeds", ())
        ],
        languages=list_homes(request),
    )


def list_index_models() -> list[Any]:
    """Return the index page types, which declare what they are the index of: ``index_of = "updates"``."""
    return [model for model in get_page_models() if getattr(model, "index_of", "")]


def find_indexes(request: HttpRequest, site: Site | None) -> dict[Any, tuple[str, str]]:
    """Return the title and address of the site's public index pages in the active language, by type.

    If there are several pages of one type, the first in the tree counts.
    """
    models = list_index_models()
    names = {model._meta.label_lower: model for model in models}
    with untracked():
        found = Page.objects.filter(SiteContext.of(request).visibility.pages()).select_related("content_type")
        types = ContentType.objects.get_for_models(*models).values()
        pages = list(found.filter(content_type__in=types, locale__language_code=get_language()).order_by("path"))
    track_models(*models)
    indexes: dict[Any, tuple[str, str]] = {}
    for page in pages:
        parts = page.get_url_parts(request)
        if site and parts and parts[0] == site.pk:
            model = names[f"{page.content_type.app_label}.{page.content_type.model}"]
            indexes.setdefault(model, (page.title, page.get_url(request)))
    return indexes


def find_site_part(model: type[Part], site: Site | None) -> Part | None:
    """Return a site's part in the active language, else in a fallback language, else ``None``."""
    parts = {part.locale.language_code: part for part in model.objects.filter(site=site).select_related("locale")}
    language = get_language() or settings.LANGUAGE_CODE
    return next((parts[code] for code in (language, *list_fallbacks(language)) if code in parts), None)
