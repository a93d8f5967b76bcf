"""Pages with routes whose words are in the language of the reader."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from wagtail.contrib.routable_page.models import RoutablePageMixin
from wagtail.url_routing import RouteResult

from cms.represent.routes import WORDS, find_word, translate_route


class LocalRoutes(RoutablePageMixin):
    """Finds routes by their words in the active language, and redirects from the English ones for ever."""

    def route(self, request: HttpRequest, path_components: list[str]) -> Any:
        asked = path_components[0] if path_components else ""
        word = find_word(asked)
        if word and word != asked:
            return self.find_view([word, *path_components[1:]]) or super().route(request, path_components)
        if asked in WORDS and not word and self.find_view(path_components):
            route = translate_route("/".join(path_components))
            return RouteResult(self, args=(self.redirect, [], {"old": "/".join(path_components), "new": route}))
        return super().route(request, path_components)

    def find_view(self, path_components: list[str]) -> RouteResult | None:
        """Return the view of a route in English, ``None`` if there is none."""
        try:
            view, args, kwargs = self.resolve_subpage(f"/{'/'.join(path_components)}/")
        except Http404:
            return None
        return RouteResult(self, args=(view, args, kwargs)) if self.live else None

    def redirect(self, request: HttpRequest, *, old: str, new: str) -> HttpResponse:
        """Redirect from a route to another one of this page, with the parameters that were asked for."""
        path = request.path
        end = "/" if path.endswith("/") else ""
        query = request.META.get("QUERY_STRING", "")
        address = path.removesuffix(end).removesuffix(old) + new.removesuffix("/") + end
        return HttpResponsePermanentRedirect(f"{address}?{query}" if query else address)
