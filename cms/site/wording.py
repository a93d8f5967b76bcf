"""Lets templates write times and names as the organisation of the response does."""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponseBase

from cms.brand.names import find_names
from cms.brand.times import TimeFormat, find_format
from cms.represent.site_context import SiteContext
from cms.site.parts import site_parts


class WordingMiddleware:
    """While a request is answered, times and names are written as its site chose.

    See the filter ``moment`` and the tag ``own_name``. Both use what every page reads anyway.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        times = find_format.set(lambda: choose_format(request))
        names = find_names.set(lambda: choose_names(request))
        try:
            return self.get_response(request)
        finally:
            find_names.reset(names)
            find_format.reset(times)


def choose_format(request: Any) -> str:
    """Return the format of a request's site, which its first statement has read."""
    unsaved = getattr(request, "unsaved_organisation", None)
    organisation = unsaved or SiteContext.of(request).organisation
    return str(organisation.time_format) if organisation else TimeFormat.TWELVE


def choose_names(request: HttpRequest) -> Mapping[str, str]:
    text = site_parts(request)["site_parts"].site_text
    return text.own_names if text else {}
