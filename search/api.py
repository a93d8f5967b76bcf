"""Search in the API: ``search/`` and ``search/suggest/``."""

from typing import Annotated, Any

from django.conf import settings
from django.utils import translation
from rest_framework.request import Request
from rest_framework.response import Response
from typing_extensions import TypedDict
from wagtail.search.query import PlainText

from cms.api.pages import list_page_types
from cms.api.pagination import Parts, find_parts, link_parts
from cms.api.parameters import (
    Parameter,
    choices,
    declare,
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
from cms.represent.pages import PageReference, describe_page_types, represent_page
from cms.represent.site_context import SiteContext
from cms.represent.types import Url, keywords
from search.facets import Facets
from search.matching import MAX_MATCHES, Scope
from search.results import Result, Search, load_pages, read_promotions
from search.scope import find_locale, find_scope

LIMIT = 20
SUGGESTIONS = 8
MAX_SUGGESTIONS = 20
MIN_LETTERS = 2


def describe_result_types() -> dict[str, Any]:
    return {"enum": [*describe_page_types()["enum"], "link"]}


class SearchResult(TypedDict):
    """A page; or a promoted external link, with ``link`` as its ``type`` and without ID, path and locale.

    ``excerpt`` is HTML with ``<mark>`` as its only tag.
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
    """``capped``: there are more matches than the newest 500, which were ranked and counted."""

    total_count: int
    capped: bool


class SearchResponse(TypedDict):
    meta: SearchMeta
    facets: Facets
    items: list[SearchResult]


class SuggestResponse(TypedDict):
    items: list[PageReference]


class BaseSearchView(StrictView):
    """Searches the public pages of a site, in all languages or in ``locale``."""

    is_of_site = True
    is_unlockable = True

    def list_parameters(self) -> list[Parameter]:
        return [
            declare("type", list_of(choices(list_page_types())), "Pages of these types."),
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
        )
        with limit_statements(), translation.override(code or settings.LANGUAGE_CODE):
            return Response(self.answer(request, scope))

    def answer(self, request: Request, scope: Scope) -> Any:
        raise NotImplementedError


class SearchView(BaseSearchView):
    """The pages that match every word of ``q``, best first.

    The last word may be a prefix. Case and accents are ignored.
    """

    operation_id = "searchPages"
    answers = {200: SearchResponse}

    def list_parameters(self) -> list[Parameter]:
        return [
            declare("q", text(), "What to look for.", required=True),
            *super().list_parameters(),
            declare("topic", list_of(text(max_length=100)), "Pages about one of these topics: slugs, in any language."),
            limit_parameter(),
            offset_parameter(maximum=MAX_MATCHES),
        ]

    def get(self, request: Request) -> Response:
        self.promoted = read_promotions(request, request.GET["q"])
        return link_parts(super().get(request))

    def answer(self, request: Request, scope: Scope) -> SearchResponse:
        is_filtered = bool(request.GET.get("topic") or "type" in request.GET)
        code = request.GET.get("locale")
        query, with_links = request.GET["q"], not is_filtered
        search = Search(request, scope, query, self.promoted, with_links=with_links, language_code=code)
        start = int(request.GET.get("offset", 0))
        stop = start + int(request.GET.get("limit", LIMIT))
        items = [represent_result(result, request) for result in search[start:stop]]
        return {
            "meta": {
                "total_count": len(search),
                "capped": not search.is_complete,
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
        found = load_pages(keys, request)
        return {"items": [represent_page(found[key], {"request": request}) for key in keys if key in found]}


def represent_result(result: Result, request: Request) -> SearchResult:
    excerpt, promoted = str(result.excerpt), result.promotion is not None
    if result.page is not None:
        reference = represent_page(result.page, {"request": request})
        return {**reference, "excerpt": excerpt, "promoted": promoted}
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
