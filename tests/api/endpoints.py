"""Every endpoint of the API, found in the URLs, with the parameters that it declares."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.urls import URLPattern, get_resolver
from wagtail.api.v2.views import BaseAPIViewSet

from cms.api.parameters import Parameter
from cms.urls import api

PREFIX = "api/v2/"

# The endpoints of things that the API lists, by name; the change feed and previews are none of these.
VIEWSETS = {
    name: view
    for name, view in api._endpoints.items()
    if issubclass(view, BaseAPIViewSet) and not hasattr(view, "scheme")
}


class Endpoint(NamedTuple):
    """``path`` has 1 where the id of something stands; ``view`` declares what a GET takes."""

    path: str
    view: Any

    @property
    def parameters(self) -> dict[str, Parameter]:
        return {parameter["name"]: parameter for parameter in self.view.list_parameters()}

    @property
    def required(self) -> dict[str, str]:
        """A value for each parameter without which the endpoint does not answer."""
        found = {name: "beans" for name, parameter in self.parameters.items() if parameter["required"]}
        return found | ({"id": "1"} if self.path.endswith("/find/") else {})

    def __str__(self) -> str:
        return self.path.removeprefix(f"/{PREFIX}")


def list_endpoints() -> list[Endpoint]:
    """Return the endpoints that are read."""
    return [
        Endpoint("/" + path, make_view(pattern.callback))
        for path, pattern in walk(get_resolver())
        if path.startswith(PREFIX) and hasattr(getattr(pattern.callback, "cls", None), "list_parameters")
        if "get" in getattr(pattern.callback, "actions", ()) or hasattr(pattern.callback.cls, "get")
    ]


def walk(resolver: Any, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Yield every pattern below a resolver with its path."""
    for pattern in resolver.url_patterns:
        path = before + str(pattern.pattern).removeprefix("^").replace("<int:pk>", "1")
        if isinstance(pattern, URLPattern):
            yield path, pattern
        elif path in PREFIX or path.startswith(PREFIX):
            yield from walk(pattern, path)


def make_view(callback: Any) -> Any:
    """Return the view as it is for a GET without a request."""
    view = callback.cls(**callback.initkwargs)
    view.request = None
    view.action = getattr(callback, "actions", {}).get("get")
    return view
