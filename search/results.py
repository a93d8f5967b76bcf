"""Search results, for the search page and the API."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import OuterRef, Subquery
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from wagtail.contrib.search_promotions.models import SearchPromotion
from wagtail.models import Page
from wagtail.search.query import PlainText

from cms.represent.bulk import Part, Table, fetch, keys_in, made_once, sort_rows, text_in
from cms.represent.site_context import SiteContext
from cms.upstream.modelsearch import normalise_query_string
from search.excerpts import Marker, make_excerpt
from search.facets import Facets, facet_parts, label_facets
from search.matching import Matches, Scope
from search.models import Entry


@dataclass(frozen=True)
class Result:
    """A page, or an external link that editors promote. ``excerpt`` is safe HTML with ``<mark>`` as its only tag."""

    page: Page | None
    promotion: SearchPromotion | None
    excerpt: SafeString


class Search:
    """A search for ``query`` in a scope of public pages.

    Of what is ``promoted`` for the query, pages come first if they are among those of the scope; external links only
    with ``with_links``. ``language_code`` is that of the pages, if they are all in one language. Each part takes a
    constant number of queries.
    """

    def __init__(
        self,
        request: Any,
        scope: Scope,
        query: str,
        promoted: list[SearchPromotion],
        *,
        with_links: bool = True,
        language_code: str | None = None,
    ) -> None:
        self.request = request
        self.scope = scope
        self.query = query
        self.promoted = promoted
        self.with_links = with_links
        self.language_code = language_code

    @cached_property
    def matches(self) -> Matches:
        return self.scope.find_matches(PlainText(self.query), language_code=self.language_code)

    @cached_property
    def promotions(self) -> list[SearchPromotion]:
        """The editors' promotions for exactly this query, in their order."""
        promotions = sort_rows(self.promoted, ["sort_order", "pk"])
        keys = [promotion.page_id for promotion in promotions if promotion.page_id]
        allowed = set(self.scope.queryset.filter(pk__in=keys).values_list("pk", flat=True)) if keys else set()
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

    @property
    def counted(self) -> list[Part]:
        """The parts of a statement that count the results."""
        keys = [one.page_id if isinstance(one, SearchPromotion) else one for one in self.found]
        return facet_parts([key for key in keys if key])

    @cached_property
    def facets(self) -> Facets:
        """The facets, which a slice of the results has read already."""
        return label_facets(fetch(self.counted))

    def __getitem__(self, part: slice) -> list[Result]:
        """Return a slice of the results; only these are loaded, together with the facets of all."""
        shown = self.found[part]
        promotions = [one if isinstance(one, SearchPromotion) else None for one in shown]
        keys = [one.page_id if isinstance(one, SearchPromotion) else one for one in shown]
        named = {"keys": {key for key in keys if key}}
        tables = (pages_table(), entries_table()) if named["keys"] else ()
        found = fetch([*((table, named) for table in tables), *self.counted])
        self.facets = label_facets(found)
        pages = prepare_pages(found.get(pages_table(), []), self.request)
        excerpts = make_excerpts(pages, found.get(entries_table(), []), self.query)
        return [
            Result(
                page=pages.get(key) if key else None,
                promotion=promotion,
                excerpt=conditional_escape(getattr(promotion, "description", "") or excerpts.get(key or 0, "")),
            )
            for key, promotion in zip(keys, promotions, strict=True)
            if not key or key in pages
        ]


def read_promotions(request: Any, query: str) -> list[SearchPromotion]:
    """Return the promotions for a query, in no order."""
    table = promotions_table()
    return SiteContext.fetch(request, [(table, {"query": normalise_query_string(query)})])[table]


@made_once
def promotions_table() -> Table:
    return Table(SearchPromotion.objects.filter(query__query_string=text_in("query")))


def load_pages(keys: Sequence[int], request: Any) -> dict[int, Any]:
    """Return pages by key, as links show them."""
    table = pages_table()
    if not keys:
        return {}
    return prepare_pages(fetch([(table, {"keys": set(keys)})])[table], request)


def prepare_pages(pages: list[Any], request: Any) -> dict[int, Any]:
    locales = SiteContext.of(request).locales
    for page in pages:
        page.locale = locales[page.locale_id]
    return {page.pk: page for page in pages}


@made_once
def pages_table() -> Table:
    """Return the part for pages, with the language of an alias's source."""
    language = Page.objects.filter(pk=OuterRef("alias_of")).values("locale__language_code")
    return Table(Page.objects.filter(pk__in=keys_in("keys")), {"text_language": Subquery(language)})


@made_once
def entries_table() -> Table:
    own = {"content_type__app_label": Page._meta.app_label, "content_type__model": Page._meta.model_name}
    return Table(Entry.objects.filter(object_id__in=keys_in("keys"), **own))


def make_excerpts(pages: dict[int, Any], entries: list[Entry], query: str) -> dict[int, SafeString]:
    """Return an excerpt of each page by key, with the query's words highlighted as in the page's language."""
    languages = {key: page.locale.language_code for key, page in pages.items()}
    markers = {code: Marker(query, code) for code in set(languages.values())}
    known = (entry for entry in entries if entry.object_id in languages)
    return {entry.object_id: make_excerpt(entry, markers[languages[entry.object_id]]) for entry in known}
