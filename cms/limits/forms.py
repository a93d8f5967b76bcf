"""Limits how often a client may submit the forms that everybody can reach."""

import logging
import math
import unicodedata
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from cms.limits.clients import identify_client
from cms.limits.counting import Window, count
from cms.limits.devices import find_device
from cms.limits.signals import attempts_refused

logger = logging.getLogger(__name__)

MINUTE, HOUR = 60, 3600
MAX_NAME_LENGTH = 254


class Limit(NamedTuple):
    """So many submissions of a client in so many seconds."""

    submissions: int
    seconds: int


# By name of the view: what guesses passwords, and what sends mail.
LIMITS = {
    "wagtailadmin_login": Limit(20, 15 * MINUTE),
    "wagtailadmin_password_reset": Limit(5, HOUR),
    "wagtailadmin_password_reset_confirm": Limit(20, HOUR),
    "setup": Limit(20, 15 * MINUTE),
    "wagtailcore_authenticate_with_password": Limit(20, 15 * MINUTE),
    "wagtaildocs_authenticate_with_password": Limit(20, 15 * MINUTE),
}
# All clients together, for one account or one thing that a password locks: many addresses guess no faster.
TOGETHER = {
    "wagtailadmin_login": Limit(60, HOUR),
    "wagtailcore_authenticate_with_password": Limit(300, HOUR),
    "wagtaildocs_authenticate_with_password": Limit(300, HOUR),
}


def find_name(request: HttpRequest) -> str:
    """Return the name that was typed, however it is written; no database looks for NUL."""
    name = request.POST.get("username", "").replace("\0", "")
    return unicodedata.normalize("NFKC", name).casefold().strip()[:MAX_NAME_LENGTH]


# The forms that are about an account: where they find its name. A known device has attempts of its own there.
SUBJECTS: dict[str, Callable[[HttpRequest], str]] = {"wagtailadmin_login": find_name}
# Those of a second step: who reads the mail of an account knows its device by a new password, and guesses on.
SECOND_STEPS: set[str] = set()


class Refusal(NamedTuple):
    """Too many submissions: when the next one is allowed, in seconds, and whether other clients sent them too."""

    left: float
    of_all: bool


def count_submission(name: str, request: HttpRequest, about: str = "") -> Refusal | None:
    """Count one submission of a form, ``about`` an account or a thing; return why it is refused, if it is.

    A device on which the account has signed in before has attempts of its own, so nobody can lock its owner out.
    """
    device = find_device(request, about, has_signed_in=name in SECOND_STEPS) if name in SUBJECTS else None
    client = device or identify_client(request)
    if (left := count_against(LIMITS[name], f"form {name}", client, request, about)) is not None:
        return Refusal(left, of_all=False)
    if device or not about or name not in TOGETHER:
        return None
    left = count_against(TOGETHER[name], f"form {name} about", about, request, about)
    return None if left is None else Refusal(left, of_all=True)


def count_against(limit: Limit, action: str, who: str, request: HttpRequest, about: str) -> float | None:
    """Return the seconds until the window ends, if there were too many in it."""
    window = Window.of(limit.seconds)
    hits = count(action, who, window)
    if hits <= limit.submissions:
        return None
    if hits == limit.submissions + 1:
        refused = "somebody" if action.endswith("about") else who  # what is typed as a name may be a password
        attempts_refused.send(sender=None, request=request, name=about)
        logger.warning("%s: %s may try again in %d minutes", request.path, refused, math.ceil(window.left / MINUTE))
    return window.left


def find_subject(name: str, request: HttpRequest, kwargs: Mapping[str, Any]) -> str:
    """Return what a form asks the password of: an account by its name as it was typed, or a restriction."""
    if name in SUBJECTS:
        return SUBJECTS[name](request)
    return str(kwargs.get("page_view_restriction_id", kwargs.get("restriction_id", "")))


class FormLimitMiddleware:
    """Refuses submissions beyond ``LIMITS`` and ``TOGETHER`` with 429 and says when to try again."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponseBase | None:
        name = request.resolver_match.url_name if request.resolver_match else None
        if name not in LIMITS or request.method != "POST":
            return None
        refusal = count_submission(name, request, find_subject(name, request, kwargs))
        if refusal is None:
            return None
        context: dict[str, Any] = {"minutes": math.ceil(refusal.left / MINUTE), "of_all": refusal.of_all}
        if refusal.of_all and name == "wagtailadmin_login":
            context["way_out"] = reverse("wagtailadmin_password_reset")
        status = HTTPStatus.TOO_MANY_REQUESTS
        response = render(request, "limits/too_many_attempts.html", context, status=status)
        response["Retry-After"] = str(math.ceil(refusal.left))
        response["Cache-Control"] = "no-store"
        return response
