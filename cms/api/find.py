"""Finds the page that a request to ``pages/find/`` refers to."""

from django.conf import settings
from django.shortcuts import get_object_or_404
from rest_framework.request import Request
from wagtail.models import Locale, Page, PageQuerySet, Site

from cms.api.parameters import is_on
from cms.freshness.reads import depend_only_on
from cms.represent.gaps import find_fallbacks
from cms.represent.languages import list_fallbacks
from cms.represent.site_context import SiteContext


def join_path(page: Page, components: list[str]) -> str:
    """Return the path in the tree of what is below a page."""
    return "/".join([page.url_path.rstrip("/"), *components, ""])


class PageFinder:
    """Finds one of ``pages`` by ``html_path`` or ``id``, then its translation.

    The language is ``locale``, or else that of the path's prefix. With ``fallback``, its fallback languages are used
    for missing pages and for paths, so that the path of a missing translation finds its source.
    """

    def __init__(self, request: Request, *, site: Site | None, pages: PageQuerySet) -> None:
        self.request = request
        self.site = site
        self.pages = pages
        self.requested_locale: str | None = request.GET.get("locale")
        if self.requested_locale:
            get_object_or_404(Locale, language_code=self.requested_locale)

    def find(self) -> Page | None:
        if "html_path" in self.request.GET:
            page = self.find_by_path(self.request.GET["html_path"])
        else:
            page = self.pages.filter(pk=self.request.GET.get("id")).first()
        if page and not is_on(self.request, "fallback"):
            depend_only_on(page)  # while it exists, no other page can have its path
        return self.translate(page, self.requested_locale) if page and self.requested_locale else page

    def find_by_path(self, path: str) -> Page | None:
        components = [component for component in path.split("/") if component]
        language = settings.LANGUAGE_CODE
        # The public address of the default language has no prefix.
        if components and components[0] != language and components[0] in dict(settings.LANGUAGES):
            language = components.pop(0)
        home = self.find_home(language)
        page = home and self.pages.filter(url_path=join_path(home, components)).first()
        if page or not is_on(self.request, "fallback"):
            return page
        self.requested_locale = self.requested_locale or language
        if home and (page := self.find_gap(home, components)):
            return page
        for code in list_fallbacks(language):
            home = self.find_home(code)
            if home and (page := self.pages.filter(url_path=join_path(home, components)).first()):
                return page
        return None

    def find_gap(self, home: Page, components: list[str]) -> Page | None:
        """Return the page that fills a gap at a path: below the translation of the nearest page that is there."""
        paths = [join_path(home, components[:end]) for end in range(len(components) + 1)]
        there = Page.objects.filter(url_path__in=paths).select_related("locale").order_by("-depth").first()
        if there is None or not SiteContext.of(self.request).visibility.is_outside(there.path):
            return None
        rest = components[there.depth - home.depth :]
        for source in find_fallbacks(there):
            if page := self.pages.filter(url_path=join_path(source, rest)).first():
                return page
        return None

    def list_languages(self, language_code: str) -> list[str]:
        """Return the acceptable languages, best first."""
        return [language_code, *(list_fallbacks(language_code) if is_on(self.request, "fallback") else [])]

    def find_home(self, language_code: str) -> Page | None:
        if self.site is None or language_code == settings.LANGUAGE_CODE:
            return self.site and self.site.root_page
        key = self.site.root_page.translation_key
        return Page.objects.filter(translation_key=key, locale__language_code=language_code).first()

    def translate(self, page: Page, language_code: str) -> Page | None:
        """Return a page's translation into the best acceptable language; it may be the page itself."""
        languages = self.list_languages(language_code)
        there = self.pages.filter(translation_key=page.translation_key, locale__language_code__in=languages)
        found = {other.locale.language_code: other for other in there.select_related("locale")}
        return next((found[code] for code in languages if code in found), None)
