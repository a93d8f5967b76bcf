"""The id of each request: in a header of the response, and in each line that is logged meanwhile."""

import re
import uuid
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from typing import Any

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponseBase

HEADER = "X-Request-ID"
# Where the outer layer, which sends the header itself, puts the id in the environment of a request.
KNOWN = "cms.request_id"
FORM = re.compile(r"[\w.:=+/-]{1,128}", re.ASCII)

current: ContextVar[str] = ContextVar("request_id", default="")


def find_request_id(environ: Mapping[str, Any]) -> str:
    """Return the id that a trusted proxy has given the request, or a new one."""
    given = str(environ.get("HTTP_X_REQUEST_ID", "")) if settings.TRUSTED_PROXIES else ""
    return given if FORM.fullmatch(given) else uuid.uuid4().hex


class RequestIdMiddleware:
    """Names each request, where the log has ids. A cached response has none: the outer layer adds it as it sends."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        if settings.LOG_FORMAT != "json":
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        known = request.META.get(KNOWN)
        name = request.META[KNOWN] = known or find_request_id(request.META)
        token = current.set(name)
        try:
            response = self.get_response(request)
        finally:
            current.reset(token)
        if not known:
            response[HEADER] = name
        return response
