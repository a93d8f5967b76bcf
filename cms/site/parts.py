"""What surrounds every page: the organisation, its texts and its menus."""

from dataclasses import dataclass
from typing import Any, TypeVar

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language
from wagtail.models import Page, Site, get_page_models

from cms.freshness.reads import track_models, untracked
from cms.models import Navigation, Organisation, SiteText
from cms.models.site import SitePart
from cms.represent.loader import Loader
from cms.represent.site_context import SiteContext
from cms.site.languages import list_fallbacks

Part = TypeVar("Part", bound=SitePart)

# The page types that other pages link to; the apps that define them import this one, so they are named.
INDEX_MODELS = ("updateindexpage", "eventindexpage")


@dataclass(frozen=True)
class SiteParts:
    organisation: Organisation
    site_text: SiteText | None
    navigation: Navigation | None
    home_url: str
    updates_url: str
    events_url: str


def site_parts(request: HttpRequest) -> dict[str, Any]:
    """Context processor: ``site_parts``, loaded when the first template of a request reads it."""
    name = "site_parts"
    parts = request.__dict__.setdefault(name, SimpleLazyObject(lambda: load_site_parts(request)))
    return {name: parts}


def load_site_parts(request: HttpRequest, site: Site | None = None) -> SiteParts:
    """Return a site's parts, by default the requested one's, in the active language or in the default one."""
    site = site or Site.find_for_request(request)
    organisation = Organisation.for_site(site) if site else Organisation()
    site_text = find_site_part(SiteText, site)
    navigation = find_site_part(Navigation, site)
    Loader(request).load([part for part in (organisation, site_text, navigation) if part])
    prefix = "" if get_language() == settings.LANGUAGE_CODE else f"{get_language()}/"
    indexes = find_index_urls(request, site)
    return SiteParts(
        organisation,
        site_text,
        navigation,
        home_url=f"/{prefix}",
        updates_url=indexes.get("updateindexpage", ""),
        events_url=indexes.get("eventindexpage", ""),
    )


def find_index_urls(request: HttpRequest, site: Site | None) -> dict[str, str]:
    """Return the addresses of the site's public archives in the active language, by the name of their page type."""
    with untracked():
        found = Page.objects.live().filter(SiteContext.of(request).public).select_related("content_type")
        found = found.filter(content_type__model__in=INDEX_MODELS, locale__language_code=get_language())
        pages = list(found.order_by("path"))
    track_models(*(model for model in get_page_models() if model._meta.model_name in INDEX_MODELS))
    urls: dict[str, str] = {}
    for page in pages:
        parts = page.get_url_parts(request)
        if site and parts and parts[0] == site.pk:
            urls.setdefault(page.content_type.model, page.get_url(request))
    return urls


def find_site_part(model: type[Part], site: Site | None) -> Part | None:
    """Return a site's part in the active language, else in one that it falls back on, else ``None``."""
    parts = {part.locale.language_code: part for part in model.objects.filter(site=site).select_related("locale")}
    language = get_language() or settings.LANGUAGE_CODE
    return next((parts[code] for code in (language, *list_fallbacks(language)) if code in parts), None)
