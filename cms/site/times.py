"""Lets templates write times as the organisation of the response does."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponseBase

from cms.brand.times import TimeFormat, find_format
from cms.represent.site_context import SiteContext


class TimeFormatMiddleware:
    """While a request is answered, times are written as its site chose: see the filter ``moment``."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        token = find_format.set(lambda: choose_format(request))
        try:
            return self.get_response(request)
        finally:
            find_format.reset(token)


def choose_format(request: Any) -> str:
    """Return the format of a request's site, which its first statement has read."""
    unsaved = getattr(request, "unsaved_organisation", None)
    organisation = unsaved or SiteContext.of(request).organisation
    return str(organisation.time_format) if organisation else TimeFormat.TWELVE
