"""The shorter way to the API: past the middleware that only people with a browser need."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import translation
from django.utils.functional import SimpleLazyObject

from cms.represent.site_context import SiteContext
from cms.upstream.django import open_handler
from cms.upstream.wagtail import set_root_paths

PREFIX = "/api/v2/"


class APIMiddleware:
    """Answers the API without the middleware below: it has no session, language prefix, message or form.

    Its addresses are in no language, so it is in the default one.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.answer = open_handler()

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path_info.startswith(PREFIX):
            return self.get_response(request)
        request.get_host()  # refuses a name that is none of ours
        translation.activate(settings.LANGUAGE_CODE)
        set_root_paths(request, SimpleLazyObject(lambda: SiteContext.of(request).roots))
        response = self.answer(request)
        response.headers.setdefault("Content-Language", settings.LANGUAGE_CODE)
        response.headers.setdefault("X-Frame-Options", settings.X_FRAME_OPTIONS)
        if isinstance(response, HttpResponse):
            response.headers.setdefault("Content-Length", str(len(response.content)))
        return response
