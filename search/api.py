"""Search in the API: ``search/`` and ``search/suggest/``."""

from typing import Annotated, Any

from django.conf import settings
from django.utils import translation
from rest_framework.request import Request
from rest_framework.response import Response
from typing_extensions import TypedDict
from wagtail.models import Page
from wagtail.search.query import PlainText

from cms.api.pages import list_page_types
from cms.api.pagination import Parts, find_parts, link_parts
from cms.api.parameters import (
    BOOLEAN,
    Parameter,
    choices,
    declare,
    is_on,
    limit_parameter,
    list_of,
    locale_parameter,
    offset_parameter,
    read_list,
    site_parameter,
    text,
)
from cms.api.sites import find_site
from cms.api.timeouts import limit_statements
from cms.api.views import StrictView
from cms.people.models import Person
from cms.represent.pages import PageReference, describe_page_types, represent_page
from cms.represent.site_context import SiteContext
from cms.represent.types import Url, keywords
from search.facets import Facets
from search.matching import MAX_MATCHES, Scope
from search.others import OTHERS, represent_file, represent_person
from search.results import Result, Search, load_things, read_advice
from search.scope import find_locale, find_scope

LIMIT = 20
SUGGESTIONS = 8
MAX_SUGGESTIONS = 20
MIN_LETTERS = 2


def describe_result_types() -> dict[str, Any]:
    return {"enum": [*describe_page_types()["enum"], *OTHERS, "link"]}


class SearchResult(TypedDict):
    """A page, a person or a document; or a promoted external link, with ``link`` as its ``type`` and without ID.

    Links and documents have no path and no locale. ``excerpt`` is HTML with ``<mark>`` as its only tag.
    """

    id: int | None
    type: Annotated[str, describe_result_types]
    title: str
    url: Url | None
    path: str | None
    locale: str | None
    excerpt: Annotated[str, keywords(description="HTML with no tag but `<mark>`.")]
    promoted: bool


class SearchMeta(Parts):
    """``capped``: there are more matches than the newest 500, which were ranked and counted.

    ``searched_for`` is ``q``, or what was meant if nothing has ``q``. ``partial``: nothing has all of the words, so
    these have some of them.
    """

    total_count: int
    capped: bool
    searched_for: str
    partial: bool


class SearchResponse(TypedDict):
    meta: SearchMeta
    facets: Facets
    items: list[SearchResult]


class SuggestResponse(TypedDict):
    items: list[PageReference]


class BaseSearchView(StrictView):
    """Searches the public pages of a site, and ``others``, in all languages or in ``locale``."""

    is_of_site = True
    is_unlockable = True
    others: tuple[str, ...] = ()

    def list_parameters(self) -> list[Parameter]:
        return [
            declare("type", list_of(choices([*list_page_types(), *self.others])), "Results of these types."),
            locale_parameter("Pages in this language, which labels are in too. Default: pages in all languages."),
            site_parameter(),
        ]

    def get(self, request: Request) -> Response:
        code = request.GET.get("locale")
        context = SiteContext.of(request)
        locale = find_locale(context, code) if code else None
        scope = find_scope(
            context,
            find_site(request),
            locale=locale,
            types=read_list(request, "type"),
            topics=read_list(request, "topic"),
            others=self.others,
        )
        with limit_statements(), translation.override(code or settings.LANGUAGE_CODE):
            return Response(self.answer(request, scope))

    def answer(self, request: Request, scope: Scope) -> Any:
        raise NotImplementedError


class SearchView(BaseSearchView):
    """The pages, people and documents that match every word of ``q``, best first.

    The last word may be a prefix. Case and accents are ignored.
    """

    operation_id = "searchPages"
    others = tuple(OTHERS)
    answers = {200: SearchResponse}

    def list_parameters(self) -> list[Parameter]:
        return [
            declare("q", text(), "What to look for.", required=True),
            *super().list_parameters(),
            declare("topic", list_of(text(max_length=100)), "Pages about one of these topics: slugs, in any language."),
            declare("exact", BOOLEAN, "Search for nothing but `q`, also if nothing has all of its words."),
            limit_parameter(),
            offset_parameter(maximum=MAX_MATCHES),
        ]

    def get(self, request: Request) -> Response:
        self.advice = read_advice(request, request.GET["q"])
        return link_parts(super().get(request))

    def answer(self, request: Request, scope: Scope) -> SearchResponse:
        is_filtered = bool(request.GET.get("topic") or "type" in request.GET)
        code = request.GET.get("locale")
        search = Search(
            request,
            scope,
            request.GET["q"],
            self.advice,
            with_links=not is_filtered,
            locale=find_locale(SiteContext.of(request), code) if code else None,
            is_exact=is_on(request, "exact"),
        )
        start = int(request.GET.get("offset", 0))
        stop = start + int(request.GET.get("limit", LIMIT))
        items = [represent_result(result, request) for result in search[start:stop]]
        return {
            "meta": {
                "total_count": len(search),
                "capped": not search.is_complete,
                "searched_for": search.searched_for,
                "partial": search.is_partial,
                **find_parts(request, len(search), last=MAX_MATCHES),
            },
            "facets": search.facets,
            "items": items,
        }


class SuggestView(BaseSearchView):
    """Pages whose titles contain all words of ``q``, the last of which may be a prefix."""

    operation_id = "suggestPages"
    answers = {200: SuggestResponse}

    def list_parameters(self) -> list[Parameter]:
        return [
            declare("q", text(min_length=MIN_LETTERS), "What has been typed so far.", required=True),
            *super().list_parameters(),
            limit_parameter(maximum=MAX_SUGGESTIONS, default=SUGGESTIONS),
        ]

    def answer(self, request: Request, scope: Scope) -> SuggestResponse:
        code = request.GET.get("locale")
        matches = scope.find_matches(PlainText(request.GET["q"]), only_titles=True, language_code=code)
        keys = matches.keys[: int(request.GET.get("limit", SUGGESTIONS))]
        return {"items": [represent_page(page, {"request": request}) for page in load_things(keys, request)]}


def represent_result(result: Result, request: Request) -> SearchResult:
    excerpt, promoted = str(result.excerpt), result.promotion is not None
    if result.thing is not None:
        found: Any = {**represent_thing(result.thing, request), "excerpt": excerpt, "promoted": promoted}
        return found
    link: Any = result.promotion
    return {
        "id": None,
        "type": "link",
        "title": link.external_link_text,
        "url": link.external_link_url,
        "path": None,
        "locale": None,
        "excerpt": excerpt,
        "promoted": promoted,
    }


def represent_thing(thing: Any, request: Request) -> Any:
    if isinstance(thing, Page):
        return represent_page(thing, {"request": request})
    return represent_person(thing) if isinstance(thing, Person) else represent_file(thing, request)
