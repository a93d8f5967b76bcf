"""The parts of a list: where it continues, how many there are in all, and its facets."""

from typing import Any, NotRequired

from django.conf import settings
from django.db.models import QuerySet
from django.utils import translation
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView
from typing_extensions import TypedDict
from wagtail.api.utils import get_full_url

from cms.api import parameters
from cms.api.counts import CountedQuerySet
from cms.api.errors import InvalidParameters
from cms.api.facets import Facet
from cms.api.parameters import CACHE_BUSTER, Parameter, read_list
from cms.represent.types import Url
from cms.upstream.wagtail_api import WagtailPagination


class ListMeta(TypedDict):
    """The addresses of the parts after and before this one, and the facets that ``facets`` asked for."""

    total_count: int
    next: Url | None
    previous: Url | None
    facets: NotRequired[dict[str, list[Facet]]]


class Pagination(WagtailPagination):
    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> Any:
        self.request = request
        self.facets = self.count_facets(queryset, view)
        counted = CountedQuerySet(queryset, view) if isinstance(queryset, QuerySet) else queryset
        return super().paginate_queryset(counted, request, view)

    def count_facets(self, queryset: Any, view: Any) -> dict[str, list[Facet]] | None:
        """Return the facets that were asked for, with labels in the language of the list."""
        names = read_list(self.request, "facets")
        if not names:
            return None
        if not isinstance(queryset, QuerySet):
            raise InvalidParameters({"facets": ["not with `search`: `search/` has facets of its own"]})
        locales = read_list(self.request, "locale")
        with translation.override(locales[0] if len(locales) == 1 else settings.LANGUAGE_CODE):
            return {name: view.facets[name](queryset) for name in names}

    def get_paginated_response(self, data: Any) -> Response:
        offset = int(self.request.GET.get("offset", 0))
        limit = int(self.request.GET.get("limit", parameters.DEFAULT_LIMIT))
        follows = limit and offset + limit < self.total_count
        meta: ListMeta = {
            "total_count": self.total_count,
            "next": self.write_address(offset + limit) if follows else None,
            "previous": self.write_address(max(offset - limit, 0)) if limit and offset else None,
        }
        if self.facets is not None:
            meta["facets"] = self.facets
        response = Response({"meta": meta, "items": data})
        links = {"next": meta["next"], "prev": meta["previous"]}  # names of RFC 8288
        if link := ", ".join(f'<{address}>; rel="{name}"' for name, address in links.items() if address):
            response["Link"] = link
        return response

    def write_address(self, offset: int) -> str:
        """Return the address of this list from another offset on."""
        query = self.request.GET.copy()
        query.pop(CACHE_BUSTER, None)
        query.pop("offset", None)
        if offset:
            query["offset"] = str(offset)
        path = f"{self.request.path}?{query.urlencode(safe=',:')}" if query else self.request.path
        address: str = get_full_url(self.request, path)
        return address

    def get_schema_operation_parameters(self, view: APIView) -> list[Parameter]:
        return [parameters.limit_parameter(), parameters.offset_parameter()]
