"""Search results, for the search page and the API."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from django.db.models import OuterRef, Subquery
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from wagtail.contrib.search_promotions.models import SearchPromotion
from wagtail.models import Page, PageQuerySet
from wagtail.search.query import PlainText

from cms.represent.bulk import Table, fetch, keys_in
from cms.represent.site_context import SiteContext
from cms.upstream.modelsearch import normalise_query_string
from search.excerpts import Marker, make_excerpt
from search.facets import Facets, count_facets
from search.matching import Matches, find_matches
from search.models import Entry


@dataclass(frozen=True)
class Result:
    """A page, or an external link that editors promote. ``excerpt`` is safe HTML with ``<mark>`` as its only tag."""

    page: Page | None
    promotion: SearchPromotion | None
    excerpt: SafeString


class Search:
    """A search for ``query`` in ``pages``, which are public and already filtered.

    Promoted results come first if they are among the pages; external links only with ``with_links``. ``language_code``
    is that of the pages, if they are all in one language. Each part takes a constant number of queries.
    """

    def __init__(
        self,
        request: Any,
        pages: PageQuerySet,
        query: str,
        *,
        with_links: bool = True,
        language_code: str | None = None,
    ) -> None:
        self.request = request
        self.pages = pages
        self.query = query
        self.with_links = with_links
        self.language_code = language_code

    @cached_property
    def matches(self) -> Matches:
        return find_matches(self.pages, PlainText(self.query), language_code=self.language_code)

    @cached_property
    def promotions(self) -> list[SearchPromotion]:
        """The editors' promotions for exactly this query, in their order."""
        promoted = SearchPromotion.objects.filter(query__query_string=normalise_query_string(self.query))
        promotions = list(promoted.order_by("sort_order", "pk"))
        keys = [promotion.page_id for promotion in promotions if promotion.page_id]
        allowed = set(self.pages.filter(pk__in=keys).values_list("pk", flat=True)) if keys else set()
        return [
            promotion
            for promotion in promotions
            if (promotion.page_id in allowed if promotion.page_id else self.with_links)
        ]

    @cached_property
    def found(self) -> list[int | SearchPromotion]:
        """The promotions, then the keys of all other pages, best first."""
        promoted = {promotion.page_id for promotion in self.promotions}
        return [*self.promotions, *(key for key in self.matches.keys if key not in promoted)]

    def __len__(self) -> int:
        return len(self.found)

    @property
    def is_complete(self) -> bool:
        """Whether all matches were ranked, not only the newest."""
        return self.matches.are_all

    @cached_property
    def facets(self) -> Facets:
        keys = [one.page_id if isinstance(one, SearchPromotion) else one for one in self.found]
        return count_facets([key for key in keys if key])

    def __getitem__(self, part: slice) -> list[Result]:
        """Return a slice of the results; only these are loaded."""
        shown = self.found[part]
        promotions = [one if isinstance(one, SearchPromotion) else None for one in shown]
        keys = [one.page_id if isinstance(one, SearchPromotion) else one for one in shown]
        pages, entries = load_shown([key for key in keys if key], self.request)
        excerpts = make_excerpts(pages, entries, self.query)
        return [
            Result(
                page=pages.get(key) if key else None,
                promotion=promotion,
                excerpt=conditional_escape(getattr(promotion, "description", "") or excerpts.get(key or 0, "")),
            )
            for key, promotion in zip(keys, promotions, strict=True)
            if not key or key in pages
        ]


def load_pages(keys: Sequence[int], request: Any) -> dict[int, Any]:
    """Return pages by key, as links show them."""
    table = pages_table()
    if not keys:
        return {}
    return prepare_pages(fetch([(table, {"keys": set(keys)})])[table], request)


def load_shown(keys: Sequence[int], request: Any) -> tuple[dict[int, Any], list[Entry]]:
    """Return pages by key, and what the index has of them, in one statement."""
    if not keys:
        return {}, []
    found = fetch([(table, {"keys": set(keys)}) for table in (pages_table(), entries_table())])
    return prepare_pages(found[pages_table()], request), found[entries_table()]


def prepare_pages(pages: list[Any], request: Any) -> dict[int, Any]:
    locales = SiteContext.of(request).locales
    for page in pages:
        page.locale = locales[page.locale_id]
    return {page.pk: page for page in pages}


@cache
def pages_table() -> Table:
    """Return the part for pages, with the language of an alias's source."""
    language = Page.objects.filter(pk=OuterRef("alias_of")).values("locale__language_code")
    return Table(Page.objects.filter(pk__in=keys_in("keys")), {"text_language": Subquery(language)})


@cache
def entries_table() -> Table:
    own = {"content_type__app_label": Page._meta.app_label, "content_type__model": Page._meta.model_name}
    return Table(Entry.objects.filter(object_id__in=keys_in("keys"), **own))


def make_excerpts(pages: dict[int, Any], entries: list[Entry], query: str) -> dict[int, SafeString]:
    """Return an excerpt of each page by key, with the query's words highlighted as in the page's language."""
    languages = {key: page.locale.language_code for key, page in pages.items()}
    markers = {code: Marker(query, code) for code in set(languages.values())}
    known = (entry for entry in entries if entry.object_id in languages)
    return {entry.object_id: make_excerpt(entry, markers[languages[entry.object_id]]) for entry in known}
