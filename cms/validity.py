"""Until when an answer holds that shows something computed from the clock, such as the next date of an event.

Whatever depends on now says so while it is worked out: ``limit_validity(request, moment)``. The earliest moment counts.
It is kept in the WSGI environment, under ``VALID_UNTIL``, where a layer around Django finds it too.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.cache import patch_cache_control

VALID_UNTIL = "cms.valid_until"
LONGEST = timedelta(days=1)


def limit_validity(request: HttpRequest | None, *moments: datetime | None) -> None:
    """Note that what is shown for ``request`` changes at the earliest of ``moments``; ``None`` changes nothing."""
    known = [moment for moment in moments if moment]
    if request is None or not known:
        return
    until = request.META.get(VALID_UNTIL)
    request.META[VALID_UNTIL] = min([*known, until] if until else known)


class ValidityMiddleware:
    """Says in ``Cache-Control`` until when an answer holds, for a day at most.

    Only shared caches may keep it so long, since they can be told of changes; readers' programs ask each time.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        until = request.META.get(VALID_UNTIL)
        is_public = settings.SESSION_COOKIE_NAME not in request.COOKIES
        if until and is_public and response.status_code in {HTTPStatus.OK, HTTPStatus.NOT_MODIFIED}:
            left = max(timedelta(), min(LONGEST, until - timezone.now()))
            patch_cache_control(
                response, public=True, max_age=0, must_revalidate=True, s_maxage=int(left.total_seconds())
            )
        return response
