"""Pages among those of other languages: their translations, and gaps that they fill in another language's tree."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.http import Http404, HttpRequest
from wagtail.models import Page

from cms.freshness.reads import track_objects, track_sets
from cms.represent.alternates import Alternate, make_alternate, order_alternates
from cms.represent.gaps import find_fallbacks, place_pages
from cms.represent.languages import (
    Language,
    Sentence,
    describe_language,
    find_text_language,
    say_missing,
)
from cms.represent.loader import Loader
from cms.represent.related import list_places
from cms.represent.site_context import SiteContext
from cms.represent.sources import Surroundings
from cms.represent.visibility import live

# Set on a request once another language has been asked for a page that is missing.
ASKED = "asked_other_language"


class Crumb(NamedTuple):
    title: str
    url: str
    text_language: str


class Gap(NamedTuple):
    """What a page says if its text is not in the language of its place."""

    sentence: Sentence
    language: Language
    url: str


class LocalPage(Page):
    """A page with its translations. What has none answers at its place in the other language."""

    # Set on a home page that answers a request, and on the pages below it: the pages on the way to the address that was
    # asked for, by their addresses in the tree.
    found_below: dict[str, Page] | None = None
    # Set by the loader: see ``find_surroundings``.
    surroundings: list[Page] | None = None
    # Found for the links to other languages.
    nearest: list[Page] | None = None
    # Set by the loader: the public page that an alias mirrors.
    mirrored: Page | None = None
    # Set where this page is shown in the tree of another language: the page there that was asked for it, and the
    # translation that is there, under another address.
    shown_at: Any = None
    translation_instead: Page | None = None

    class Meta:
        abstract = True

    # Routing

    def route(self, request: HttpRequest, path_components: list[str]) -> Any:
        """Return the page that answers; one that is missing here, from a language that this one falls back on."""
        try:
            return self.route_below(request, path_components)
        except Http404:
            if ASKED in request.__dict__:
                raise
            request.__dict__[ASKED] = True
            result = self.route_gap(request, path_components)
            if result is None:
                raise
            return result

    def route_below(self, request: HttpRequest, path_components: list[str]) -> Any:
        """Return what Wagtail does, without a query for each page on the way if they were found before."""
        if self.found_below is None or not path_components:
            return super().route(request, path_components)
        child: Any = self.found_below.get(f"{self.url_path}{path_components[0]}/")
        if child is None:
            raise Http404
        child.found_below = self.found_below
        return child.route(request, path_components[1:])

    def route_gap(self, request: HttpRequest, path_components: list[str]) -> Any:
        for same in find_fallbacks(self):
            try:
                result = same.specific.route(request, path_components)
            except Http404:
                continue
            if result:
                page: Any = result[0]
                page.shown_at = self
                others = Page.objects.filter(translation_key=page.translation_key, locale_id=self.locale_id)
                page.translation_instead = others.filter(live()).first()
                return result
        return None

    def begin_reading(self, request: HttpRequest) -> None:
        """Note in which language a reader reads this page, before anything is loaded for it."""
        context = SiteContext.of(request)
        context.reader_locale_id = self.locale_id
        if self.shown_at is not None:
            context.reader_locale_id = self.shown_at.locale_id
            place_pages([self], self.shown_at.locale_id, context.visibility)
            track_sets(Page)  # any page may take its place

    def describe_gap(self, request: HttpRequest) -> Gap | None:
        """Return what to say if the text is not in the language of this place, with where it is at home."""
        code = find_text_language(self)
        url = self.find_canonical(request)
        there = self.shown_at or self
        if code == there.locale.language_code or not url:
            return None
        return Gap(say_missing(there.locale.language_code), describe_language(code), url)

    # Addresses

    def find_canonical(self, request: HttpRequest) -> str:
        """Return the full address where the text of this page is at home: for an alias or a gap, that of the source."""
        page: Any = self.mirrored or self
        address = SiteContext.of(request).make_address(getattr(page, "own_url_path", page.url_path))
        return f"{address[1]}{address[2]}" if address and address[1] and address[2] else ""

    def list_breadcrumbs(self, request: HttpRequest) -> list[Crumb]:
        """Return the live pages above this one with their paths, starting with the home page."""
        return [make_crumb(page, url) for page in self.list_ancestors(request) if (url := page.get_url(request))]

    def list_ancestors(self, request: HttpRequest) -> list[Page]:
        """Return the live pages above this one, starting with the home page; of a gap, those of its place first."""
        ancestors = [page for page in self.list_above(self, request) if page.pk != self.pk]
        if self.shown_at is not None:
            above = [page for page in self.list_above(self.shown_at, request) if page.depth < self.depth]
            depth = max((page.depth for page in above), default=1)
            ancestors = [*above, *(page for page in ancestors if page.depth > depth)]
            context = SiteContext.of(request)
            place_pages(ancestors, self.shown_at.locale_id, context.visibility)
        track_objects(ancestors)
        return ancestors

    def list_above(self, page: Page, request: HttpRequest) -> list[Page]:
        """Return a page that is live and the live pages above it, from the top."""
        above = [one for one in self.find_surroundings(request) if one.live and page.path.startswith(one.path)]
        return sorted(above, key=lambda one: one.depth)

    def find_surroundings(self, request: HttpRequest) -> list[Page]:
        """Return the pages above this one and itself, as they are stored, with all their translations."""
        if self.surroundings is None:
            source, loader = Surroundings(list_places(self)), Loader(request)
            loader.requested[source].add(self.pk)
            loader.load_requested()
            self.surroundings = loader.found[source]
        return self.surroundings

    # Translations

    def list_translations(
        self, request: HttpRequest, find_route: Callable[[Page], str | None] = lambda page: ""
    ) -> list[Alternate]:
        """Return this page, or a route of it, in each language of the site, or the nearest page that has it.

        ``find_route`` returns the route of a translation, ``None`` if that does not have it.
        """
        if not self.pk:
            return []
        nearest = self.find_nearest(request)
        routes = {
            page.pk: find_route(page) if page.translation_key == self.translation_key else None for page in nearest
        }
        return order_alternates(make_alternate(page, request, route=routes[page.pk]) for page in nearest)

    def find_nearest(self, request: HttpRequest) -> list[Page]:
        """Return the public translations of this page or, where it has none, of the nearest page above it."""
        if self.nearest is None:
            found = self.find_surroundings(request)
            depths = {page.translation_key: page.depth for page in found if self.path.startswith(page.path)}
            depths[self.translation_key] = self.depth
            visibility = SiteContext.of(request).visibility
            public = [page for page in found if visibility.shows(page) and not page.alias_of_id]
            public.sort(key=lambda page: depths.get(page.translation_key, 0))
            self.nearest = list({page.locale_id: page for page in public}.values())
        track_objects(self.nearest)
        return self.nearest


def make_crumb(page: Page, url: str) -> Crumb:
    """Return a page as a crumb."""
    return Crumb(page.title, url, find_text_language(page))
