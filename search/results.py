"""Search results, for the search page and the API."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from wagtail.contrib.search_promotions.models import SearchPromotion
from wagtail.models import Page, PageQuerySet
from wagtail.search.query import PlainText

from cms.upstream.modelsearch import normalise_query_string
from search.excerpts import Marker, make_excerpt
from search.facets import Facets, count_facets
from search.indexing import find_root_type
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
        self, pages: PageQuerySet, query: str, *, with_links: bool = True, language_code: str | None = None
    ) -> None:
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
        allowed = set(self.pages.filter(pk__in=promoted.values("page")).values_list("pk", flat=True))
        return [
            promotion
            for promotion in promoted.order_by("sort_order", "pk")
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
        pages = load_pages([key for key in keys if key])
        excerpts = load_excerpts(list(pages.values()), self.query)
        return [
            Result(
                page=pages.get(key) if key else None,
                promotion=promotion,
                excerpt=conditional_escape(getattr(promotion, "description", "") or excerpts.get(key or 0, "")),
            )
            for key, promotion in zip(keys, promotions, strict=True)
            if not key or key in pages
        ]


def load_pages(keys: Sequence[int]) -> dict[int, Page]:
    return {page.pk: page for page in Page.objects.filter(pk__in=keys).select_related("locale", "alias_of__locale")}


def load_excerpts(pages: Sequence[Page], query: str) -> dict[int, SafeString]:
    """Return an excerpt of each page by key, with the query's words highlighted as in the page's language."""
    languages = {page.pk: page.locale.language_code for page in pages}
    markers = {code: Marker(query, code) for code in set(languages.values())}
    entries = Entry.objects.filter(object_id__in=languages, content_type=find_root_type(Page))
    return {entry.object_id: make_excerpt(entry, markers[languages[entry.object_id]]) for entry in entries}
