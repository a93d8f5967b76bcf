"""The public addresses of pages: those of another site, if that shows this content."""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.functional import SimpleLazyObject

from cms.represent.site_context import SiteContext, share_site_context
from cms.upstream.wagtail import set_root_paths

SAFE_METHODS = {"GET", "HEAD"}
MAX_PATH_LENGTH = 2000
MAX_QUERY_LENGTH = 8000


class PublicAddressMiddleware:
    """Makes absolute page addresses start with the public address of their site, for all code that has the request.

    Wagtail caches the roots of sites with the request, and looks there first. Paths do not change: links between pages
    on this server stay on this server. The admin asks pages for their addresses without the request; while it only
    reads, all of them have the same site context.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        set_root_paths(request, SimpleLazyObject(lambda: SiteContext.of(request).roots))
        if request.method not in SAFE_METHODS:
            return self.get_response(request)
        with share_site_context():
            return self.get_response(request)


class LongAddressMiddleware:
    """Refuses addresses longer than any of ours. The API does so itself, and the admin may need long queries."""

    exempt = ("/admin/", "/api/")

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        is_long = (
            len(request.path_info) > MAX_PATH_LENGTH or len(request.META.get("QUERY_STRING", "")) > MAX_QUERY_LENGTH
        )
        if not is_long or request.path_info.startswith(self.exempt):
            return self.get_response(request)
        status = HTTPStatus.REQUEST_URI_TOO_LONG
        headers = {"Cache-Control": "no-store"}
        return HttpResponse("The address is too long.\n", status=status, content_type="text/plain", headers=headers)
