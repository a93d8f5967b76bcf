"""Rate limit: how many responses the API computes for a client per minute, counted across processes."""

import math

from django.conf import settings
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle
from rest_framework.views import APIView

from cms.limits.clients import identify_client
from cms.limits.counting import Window, count

SECONDS = 60


class ComputedThrottle(BaseThrottle):
    """Rejects a request after ``API_RATE_LIMIT`` responses were computed for the client in the current minute.

    Responses from a cache in front do not get here, so they do not count.
    """

    left = float(SECONDS)

    def allow_request(self, request: Request, view: APIView) -> bool:
        limit = settings.API_RATE_LIMIT
        if not limit:
            return True
        window = Window.of(SECONDS)
        self.left = window.left
        return count("api", identify_client(request), window) <= limit

    def wait(self) -> int:
        """Return the number of seconds until the next minute."""
        return math.ceil(self.left)
