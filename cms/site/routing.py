"""Finds the page of an address in two statements, however deep in the tree it is."""

import re
from collections import defaultdict
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.translation import get_language
from wagtail.models import Page
from wagtail.url_routing import RouteResult
from wagtail.views import serve

from cms.represent.bulk import Table, fetch, made_once, texts_in
from cms.represent.site_context import SiteContext
from cms.represent.sources import instances_table
from cms.site.parts import keep_rows, list_parts
from cms.upstream.wagtail import get_supported_content_language_variant, set_route

SLUG = re.compile(r"[\w-]+")


def serve_page(request: HttpRequest, path: str) -> HttpResponseBase:
    """Wagtail's view of all pages."""
    set_route(request, find_route(request, path))
    response: HttpResponseBase = serve(request, path)
    return response


def find_route(request: HttpRequest, path: str) -> RouteResult | None:
    """Return what ``Page.route_for_request`` does: the page at a path of the request's site, with its arguments.

    Every page decides in its own ``route`` who answers, as Wagtail documents; pages of ours find those below them in
    ``found_below``.
    """
    home = find_home(request)
    if home is None:
        return None
    components = [component for component in path.split("/") if component]
    pages = load_pages([home, *find_pages(home, components)], request)
    start: Any = pages[home.url_path]
    start.found_below = pages
    for page in pages.values():
        page.request = request  # it has the restrictions and the sites
        page.locale = SiteContext.of(request).locales[page.locale_id]
    try:
        return start.route(request, components)
    except Http404:
        return None


def find_home(request: HttpRequest) -> Page | None:
    """Return the home page of the request's site: its public translation into the active language, if there is one."""
    context = SiteContext.of(request)
    if context.site is None:
        return None
    try:
        language = get_supported_content_language_variant(get_language())
    except LookupError:
        return context.site.root_page
    own = (home for home in context.homes[context.site.pk] if home.live and home.locale.language_code == language)
    return next(own, context.site.root_page)


def find_pages(home: Page, components: list[str]) -> list[Page]:
    """Return the pages on the way from a home page to a path below it."""
    paths, path = set(), home.url_path
    for component in components:
        if not SLUG.fullmatch(component):
            break
        path = f"{path}{component}/"
        paths.add(path)
    if not paths:
        return []
    table = addresses_table()
    found = fetch([(table, {"slugs": set(components), "paths": paths})], is_tracked=False)
    return found[table]


@made_once
def addresses_table() -> Table:
    """Return the part for pages with these addresses in the tree. Only slugs have an index."""
    return Table(Page.objects.filter(slug__in=texts_in("slugs"), url_path__in=texts_in("paths")), is_keyed=True)


def load_pages(pages: list[Page], request: HttpRequest) -> dict[str, Page]:
    """Return pages as instances of their own types, by their addresses in the tree.

    The same statement reads the rows about the site, which most answers show.
    """
    kinds: dict[Any, list[Page]] = defaultdict(list)
    for page in pages:
        kinds[page.specific_class].append(page)
    known = kinds.pop(None, [])  # of types that no longer exist
    tables = {instances_table(kind, frozenset()): {page.pk for page in own} for kind, own in kinds.items()}
    site = SiteContext.of(request).site
    own = [(table, {"keys": keys}) for table, keys in tables.items()]
    found = fetch([*own, *list_parts(site)], is_tracked=False)
    if site:
        keep_rows(request, site, found)
    return {page.url_path: page for page in [*known, *(page for table in tables for page in found[table])]}
