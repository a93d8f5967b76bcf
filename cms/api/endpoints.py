"""The endpoints of the API, which the apps declare.

An app declares its own in ``wagtail_hooks.py``, each with its path below ``/api/v2/``:

    @hooks.register("register_api_endpoints")
    def register_endpoints():
        return [("updates", UpdatesAPIViewSet), ("search/suggest", SuggestView)]

An object's ``detail_url`` is that of the first endpoint for its model, so ``pages`` comes last (``order=``).
"""

from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.urls import URLPattern, URLResolver, path, reverse
from rest_framework.request import Request
from rest_framework.response import Response
from typing_extensions import TypedDict
from wagtail import hooks
from wagtail.api.utils import get_full_url

from cms.api.sites import make_address
from cms.api.views import StrictView
from cms.represent.types import Url
from cms.upstream.wagtail_api import WagtailAPIRouter

PREFIX = "api/v2/"


class EndpointRepresentation(TypedDict):
    name: str
    url: Url


class EndpointsRepresentation(TypedDict):
    """The addresses of all endpoints, of the page to browse them, and of the OpenAPI document."""

    documentation: Url
    schema: Url
    items: list[EndpointRepresentation]


class EndpointsView(StrictView):
    """The endpoints of the API."""

    operation_id = "listEndpoints"
    answers = {200: EndpointsRepresentation}

    def get(self, request: Request) -> Response:
        found: EndpointsRepresentation = {
            "documentation": get_full_url(request, reverse("docs")),
            "schema": get_full_url(request, reverse("schema")),
            "items": [
                {"name": name, "url": make_address(request, f"/{PREFIX}{name}/", is_of_site=view.is_of_site)}
                for name, view in list_declared()
                if "<" not in name
            ],
        }
        return Response(found)


def collect_endpoints() -> tuple[WagtailAPIRouter, list[URLPattern | URLResolver]]:
    """Return the router with the viewsets, and the URL patterns of all endpoints."""
    router = WagtailAPIRouter("api")
    views: list[URLPattern | URLResolver] = []
    for name, view in list_declared():
        if hasattr(view, "get_urlpatterns"):
            router.register_endpoint(name, view)
        else:
            views.append(path(f"{PREFIX}{name}/", view.as_view(), name=name_view(name)))
    return router, [path(PREFIX, EndpointsView.as_view(), name="endpoints"), *views, path(PREFIX, router.urls)]


def list_declared() -> list[tuple[str, Any]]:
    """Return the paths and views from the hook; raise ImproperlyConfigured, with its name, for anything else."""
    found: list[tuple[str, Any]] = []
    for register in hooks.get_hooks("register_api_endpoints"):
        endpoints = register()
        if not isinstance(endpoints, list) or not all(is_endpoint(endpoint) for endpoint in endpoints):
            own = f"{register.__module__}.{register.__name__}"
            raise ImproperlyConfigured(f"{own} must return [(path below /api/v2/, class of a view)].")
        found += endpoints
    return found


def is_endpoint(endpoint: Any) -> bool:
    return (
        isinstance(endpoint, tuple)
        and len(endpoint) == 2
        and isinstance(endpoint[0], str)
        and (hasattr(endpoint[1], "get_urlpatterns") or hasattr(endpoint[1], "as_view"))
    )


def name_view(name: Any) -> str:
    """Return the name of an endpoint's URL for ``reverse()``: ``api_search_suggest``."""
    fixed = [part for part in name.split("/") if "<" not in part]
    return f"api_{'_'.join(fixed).replace('-', '_')}"
