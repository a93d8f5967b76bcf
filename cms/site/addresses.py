"""Where pages are for readers: at the public address of their site, if another site shows this content."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase
from django.utils.functional import SimpleLazyObject

from cms.represent.site_context import SiteContext
from cms.upstream.wagtail import keep_root_paths


class PublicAddressMiddleware:
    """Lets every absolute address of a page, whatever makes it for a request, begin with its site's public address.

    Wagtail keeps where sites begin with the request, and asks there first. Paths stay as they are: links between the
    pages that this server shows lead to this server.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        keep_root_paths(request, SimpleLazyObject(lambda: SiteContext.of(request).roots))
        return self.get_response(request)
