"""The parts of a list: where it continues, how many there are in all, and its facets."""

from typing import Any, NotRequired
from urllib.parse import quote

from django.conf import settings
from django.utils import translation
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView
from typing_extensions import TypedDict

from cms.api import parameters
from cms.api.errors import InvalidParameters
from cms.api.facets import Facet
from cms.api.lists import FoundList
from cms.api.parameters import CACHE_BUSTER, Parameter, read_list
from cms.api.sites import make_address
from cms.represent.types import Url
from cms.upstream.wagtail_api import WagtailPagination

# Parameters that the address of another part does not repeat.
PLACING = {CACHE_BUSTER, "offset"}
# Characters that stay as they are in addresses.
SAFE = ",:"


class Parts(TypedDict):
    """The addresses of the parts of a list after and before this one."""

    next: Url | None
    previous: Url | None


class ListMeta(Parts):
    """How many objects there are in all parts, and the facets that ``facets`` asked for."""

    total_count: int
    facets: NotRequired[dict[str, list[Facet]]]


class Pagination(WagtailPagination):
    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> Any:
        self.request = request
        self.facets = self.count_facets(queryset, view)
        return super().paginate_queryset(queryset, request, view)

    def count_facets(self, found: Any, view: Any) -> dict[str, list[Facet]] | None:
        """Return the facets that were asked for, with labels in the language of the list."""
        names = read_list(self.request, "facets")
        if not names:
            return None
        if not isinstance(found, FoundList):
            raise InvalidParameters({"facets": ["not with `search`: `search/` has facets of its own"]})
        locales = read_list(self.request, "locale")
        with translation.override(locales[0] if len(locales) == 1 else settings.LANGUAGE_CODE):
            return {name: view.facets[name](found.statement.queryset) for name in names}

    def get_paginated_response(self, data: Any) -> Response:
        parts = find_parts(self.request, self.total_count)
        meta: ListMeta = {"total_count": self.total_count, "next": parts["next"], "previous": parts["previous"]}
        if self.facets is not None:
            meta["facets"] = self.facets
        return link_parts(Response({"meta": meta, "items": data}))

    def get_schema_operation_parameters(self, view: APIView) -> list[Parameter]:
        return [parameters.limit_parameter(), parameters.offset_parameter()]


def find_parts(request: Request, total_count: int, *, last: int = parameters.MAX_OFFSET) -> Parts:
    """Return the addresses of the parts after and before the one that a request asks for.

    Offsets beyond ``last`` are refused.
    """
    offset = int(request.GET.get("offset", 0))
    limit = int(request.GET.get("limit", parameters.DEFAULT_LIMIT))
    return {
        "next": write_address(request, offset + limit)
        if limit and offset + limit < min(total_count, last + 1)
        else None,
        "previous": write_address(request, max(offset - limit, 0)) if limit and offset else None,
    }


def write_address(request: Request, offset: int) -> str:
    """Return the address of a list from another offset on."""
    parts = [(name, value) for name, values in request.GET.lists() if name not in PLACING for value in values]
    if offset:
        parts.append(("offset", str(offset)))
    query = "&".join(f"{quote(name, SAFE)}={quote(value, SAFE)}" for name, value in parts)
    path = f"{request.path}?{query}" if query else request.path
    return make_address(request, path, is_of_site=request.parser_context["view"].is_of_site)


def link_parts(response: Response) -> Response:
    """Add the header ``Link`` (RFC 8288) of a list to its response."""
    meta = response.data["meta"]
    links = {"next": meta["next"], "prev": meta["previous"]}
    if link := ", ".join(f'<{address}>; rel="{name}"' for name, address in links.items() if address):
        response["Link"] = link
    return response
