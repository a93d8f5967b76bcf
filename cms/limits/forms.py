"""Limits how often a client may submit the forms that everybody can reach."""

import logging
import math
from collections.abc import Callable
from http import HTTPStatus
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render

from cms.limits.clients import identify_client
from cms.limits.counting import Window, count

logger = logging.getLogger(__name__)

MINUTE, HOUR = 60, 3600


class Limit(NamedTuple):
    """So many submissions of a client in so many seconds."""

    submissions: int
    seconds: int


# By name of the view: what guesses passwords, and what sends mail.
LIMITS = {
    "wagtailadmin_login": Limit(20, 15 * MINUTE),
    "wagtailcore_login": Limit(20, 15 * MINUTE),
    "wagtailadmin_password_reset": Limit(5, HOUR),
    "wagtailadmin_password_reset_confirm": Limit(20, HOUR),
    "wagtailcore_authenticate_with_password": Limit(20, 15 * MINUTE),
    "wagtaildocs_authenticate_with_password": Limit(20, 15 * MINUTE),
}


class FormLimitMiddleware:
    """Refuses submissions beyond ``LIMITS`` with 429 and says when to try again."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponseBase | None:
        name = request.resolver_match.url_name if request.resolver_match else None
        limit = LIMITS.get(name or "")
        if limit is None or request.method != "POST":
            return None
        window = Window.of(limit.seconds)
        client = identify_client(request)
        hits = count(f"form {name}", client, window)
        if hits <= limit.submissions:
            return None
        minutes = math.ceil(window.left / MINUTE)
        if hits == limit.submissions + 1:
            logger.warning("%s: %s may try again in %d minutes", request.path, client, minutes)
        response = render(
            request,
            "limits/too_many_attempts.html",
            {"minutes": minutes},
            status=HTTPStatus.TOO_MANY_REQUESTS,
        )
        response["Retry-After"] = str(math.ceil(window.left))
        response["Cache-Control"] = "no-store"
        return response
