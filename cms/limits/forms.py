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


def count_submission(name: str, request: HttpRequest) -> float | None:
    """Count one submission of a form; return the seconds until the next one is allowed if there were too many."""
    limit = LIMITS[name]
    window = Window.of(limit.seconds)
    client = identify_client(request)
    hits = count(f"form {name}", client, window)
    if hits <= limit.submissions:
        return None
    if hits == limit.submissions + 1:
        logger.warning("%s: %s may try again in %d minutes", request.path, client, math.ceil(window.left / MINUTE))
    return window.left


class FormLimitMiddleware:
    """Refuses submissions beyond ``LIMITS`` with 429 and says when to try again."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponseBase | None:
        name = request.resolver_match.url_name if request.resolver_match else None
        if name not in LIMITS or request.method != "POST":
            return None
        left = count_submission(name, request)
        if left is None:
            return None
        response = render(
            request,
            "limits/too_many_attempts.html",
            {"minutes": math.ceil(left / MINUTE)},
            status=HTTPStatus.TOO_MANY_REQUESTS,
        )
        response["Retry-After"] = str(math.ceil(left))
        response["Cache-Control"] = "no-store"
        return response
