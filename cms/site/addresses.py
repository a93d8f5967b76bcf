"""The public addresses of pages: those of another site, if that shows this content."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase
from django.utils.functional import SimpleLazyObject

from cms.represent.site_context import SiteContext
from cms.upstream.wagtail import set_root_paths


class PublicAddressMiddleware:
    """Makes absolute page addresses start with the public address of their site, for all code that has the request.

    Wagtail caches the roots of sites with the request, and looks there first. Paths do not change: links between pages
    on this server stay on this server.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        set_root_paths(request, SimpleLazyObject(lambda: SiteContext.of(request).roots))
        return self.get_response(request)
