"""Search results, for the search page and the API."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import OuterRef, Subquery
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from wagtail.contrib.search_promotions.models import SearchPromotion
from wagtail.models import Locale, Page

from cms.models import Document
from cms.people.models import Person
from cms.represent.bulk import Part, Table, fetch, keys_in, made_once, sort_rows, text_in
from cms.represent.site_context import SiteContext
from cms.upstream.modelsearch import normalise_query_string
from search.details import Details, detail_parts, list_details
from search.excerpts import Marker, make_excerpt
from search.facets import Facets, facet_parts, label_facets
from search.matching import Matches, Scope
from search.models import Entry, Synonym, make_entry_id, sort_keys, type_of
from search.others import address_people, archives_table, documents_table, people_table
from search.queries import Asked, group_words
from search.synonyms import list_synonyms, synonyms_table
from search.vocabulary import correct
from search.words import split_words

# A page, a person or a document.
Thing = Any


@dataclass(frozen=True)
class Result:
    """What was found, or an external link that editors promote, which is no ``thing``.

    ``excerpt`` is safe HTML with ``<mark>`` as its only tag.
    """

    thing: Thing
    promotion: SearchPromotion | None
    excerpt: SafeString
    details: Details

    @property
    def page(self) -> Page | None:
        return self.thing if isinstance(self.thing, Page) else None


class Advice(NamedTuple):
    """What editors know of a query: what they promote for it, in no order, and which words mean the same."""

    promoted: list[SearchPromotion]
    synonyms: list[Synonym]


class Search:
    """A search for ``query`` in a scope of what is public.

    Of what is ``promoted`` for the query, pages come first if they are among those of the scope; external links only
    with ``with_links``. ``locale`` is that of the pages, if they are all in one language. Each part takes a constant
    number of queries.

    If nothing has all the words, and ``is_exact`` does not forbid it, the search is for what may have been meant: for
    words that are spelt alike, which ``searched_for`` says, else, ``is_partial``, for any of the words.
    """

    def __init__(
        self,
        request: Any,
        scope: Scope,
        query: str,
        advice: Advice,
        *,
        with_links: bool = True,
        locale: Locale | None = None,
        is_exact: bool = False,
    ) -> None:
        self.request = request
        self.scope = scope
        self.query = self.searched_for = query
        self.promoted = advice.promoted
        self.with_links = with_links
        self.language_code = locale.language_code if locale else None
        self.is_exact = is_exact
        self.is_partial = False
        site = SiteContext.of(request).site
        self.synonyms = list_synonyms(advice.synonyms, site and site.pk, locale and locale.pk)

    def find(self, query: str, **options: Any) -> Matches:
        return self.scope.find_matches(Asked(query, self.synonyms, **options), language_code=self.language_code)

    @cached_property
    def matches(self) -> Matches:
        found = self.find(self.query)
        if found.keys or self.is_exact or self.promotions:
            return found
        for guess in correct(self.query, self.language_code):
            corrected = self.find(guess)
            if corrected.keys:
                self.searched_for = guess
                return corrected
        if len(split_words(self.query)) > 1:
            found = self.find(self.query, operator="or")
            self.is_partial = bool(found.keys)
        return found

    @property
    def marked(self) -> str:
        """The words to highlight: the last of them may be a beginning."""
        words = [
            word
            for group in group_words(split_words(self.searched_for), self.synonyms, self.language_code)
            for other in group[1:]
            for word in other
        ]
        return " ".join([*words, self.searched_for])

    @cached_property
    def promotions(self) -> list[SearchPromotion]:
        """The editors' promotions for exactly this query, in their order."""
        promotions = sort_rows(self.promoted, ["sort_order", "pk"])
        keys = [promotion.page_id for promotion in promotions if promotion.page_id]
        pages = self.scope.querysets[0] if keys else Page.objects.none()
        allowed = set(pages.filter(pk__in=keys).values_list("pk", flat=True)) if keys else set()
        return [
            promotion
            for promotion in promotions
            if (promotion.page_id in allowed if promotion.page_id else self.with_links)
        ]

    @cached_property
    def found(self) -> list[int | SearchPromotion]:
        """The promotions, then the keys of all other entries, best first."""
        promoted = {find_key(promotion) for promotion in self.promotions}
        return [*self.promotions, *(key for key in self.matches.keys if key not in promoted)]

    def __len__(self) -> int:
        return len(self.found)

    @property
    def is_complete(self) -> bool:
        """Whether all matches were ranked, not only the newest."""
        return self.matches.are_all

    @cached_property
    def keys(self) -> dict[int, set[int]]:
        """The primary keys of all results, by content type."""
        return sort_keys(map(find_key, self.found))

    @property
    def counted(self) -> list[Part]:
        """The parts of a statement that count the results."""
        return facet_parts(self.keys.get(type_of(Page), ()))

    @property
    def others(self) -> Counter[int]:
        return Counter({kind: len(keys) for kind, keys in self.keys.items() if kind != type_of(Page)})

    @cached_property
    def facets(self) -> Facets:
        """The facets, which a slice of the results has read already."""
        return label_facets(fetch(self.counted), self.others)

    def __getitem__(self, part: slice) -> list[Result]:
        """Return a slice of the results; only these are loaded, together with the facets of all."""
        shown = self.found[part]
        found = fetch([*thing_parts([key for one in shown if (key := find_key(one))]), *self.counted])
        self.facets = label_facets(found, self.others)
        things, details = read_things(found, self.request)
        excerpts = make_excerpts(things, found.get(entries_table(), []), self.marked)
        results = []
        for one in shown:
            key, promotion = find_key(one), one if isinstance(one, SearchPromotion) else None
            if key in things or not key:
                excerpt = getattr(promotion, "description", "") or excerpts.get(key, "")
                thing = things.get(key)
                results.append(Result(thing, promotion, conditional_escape(excerpt), details.get(thing, Details())))
        return results


def find_key(found: int | SearchPromotion) -> int:
    """Return the key of an entry; 0 for an external link."""
    if not isinstance(found, SearchPromotion):
        return found
    return make_entry_id(type_of(Page), found.page_id) if found.page_id else 0


def thing_parts(entries: Sequence[int], *, with_details: bool = True) -> list[Part]:
    """Return the parts of a statement that load the things of some entries, with their texts and details."""
    keys = sort_keys(entries)
    pages, people, documents = (keys.get(type_of(model), set()) for model in (Page, Person, Document))
    parts: list[Part] = [(pages_table(), {"keys": pages})] if pages else []
    if people:
        parts += [(people_table(), {"people": people}), (archives_table(), {})]
    if documents:
        parts.append((documents_table(), {"documents": documents}))
    if with_details and entries:
        parts += [(entries_table(), {"entries": set(entries)}), *detail_parts(pages, people)]
    return parts


def read_things(found: Any, request: Any) -> tuple[dict[int, Thing], dict[Thing, Details]]:
    """Return what was loaded by the keys of the entries, and the details of pages and people."""
    pages = list(prepare_pages(found.get(pages_table(), []), request).values())
    people = address_people(found.get(people_table(), []), found.get(archives_table(), []), request)
    things = [*pages, *people, *found.get(documents_table(), [])]
    kinds = {model: type_of(model) for model in (Page, Person, Document)}
    by_key = {make_entry_id(kinds[type(thing)], thing.pk): thing for thing in things}
    return by_key, list_details(found, pages, people, request)


def read_advice(request: Any, query: str) -> Advice:
    promotions, synonyms = promotions_table(), synonyms_table()
    parts = [(promotions, {"query": normalise_query_string(query)}), (synonyms, {})]
    found = SiteContext.fetch(request, parts)
    return Advice(found[promotions], found[synonyms])


@made_once
def promotions_table() -> Table:
    return Table(SearchPromotion.objects.filter(query__query_string=text_in("query")))


def load_things(entries: Sequence[int], request: Any) -> list[Thing]:
    """Return what has these entries in their order, as links show it."""
    things, _details = read_things(fetch(thing_parts(entries, with_details=False)), request)
    return [things[key] for key in entries if key in things]


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
    return Table(Entry.objects.filter(pk__in=keys_in("entries")))


def make_excerpts(things: dict[int, Thing], entries: list[Entry], query: str) -> dict[int, SafeString]:
    """Return excerpts by the keys of entries, with the query's words highlighted as in the language of the thing."""
    languages = {key: thing.locale.language_code if hasattr(thing, "locale") else "" for key, thing in things.items()}
    markers = {code: Marker(query, code) for code in set(languages.values())}
    known = (entry for entry in entries if entry.pk in languages)
    return {entry.pk: make_excerpt(entry, markers[languages[entry.pk]]) for entry in known}
