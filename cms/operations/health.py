"""``/healthz``: the health check of this process."""

import logging
from collections.abc import Callable

from django.db import Error, connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed

from cms.changes.feed import read_version
from cms.operations.logs import HEALTH_CHECK
from cms.upstream.django import list_missing_migrations

logger = logging.getLogger(__name__)

# The states in which a process may serve.
FIT = ("ok", "migrating")
LEVELS = dict.fromkeys(FIT, logging.WARNING)


class HealthCheckMiddleware:
    """Answers ``/healthz`` and passes on all other requests.

    It comes first, so that no other middleware sees a check: checks may use any host, are never redirected to https and
    start no session. The response is ``ok`` (200), or 503 with the problem: ``database`` if it cannot be reached,
    ``migrations`` if one has not been applied.

    While changes are not tracked, because a ``migrate`` is running or was not completed, it is ``migrating`` (200): a
    release migrates while processes serve, and these serve correct responses, only more slowly.
    """

    path = HEALTH_CHECK

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        # Reading the migrations is slow, and applied migrations stay applied.
        self.is_migrated = False
        self.state = "ok"

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path_info != self.path:
            return self.get_response(request)
        if request.method not in {"GET", "HEAD"}:
            return HttpResponseNotAllowed(["GET", "HEAD"])
        word, error = self.find_state()
        self.log_change(word, error)
        return HttpResponse(
            f"{word}\n",
            status=200 if word in FIT else 503,
            content_type="text/plain",
            headers={"Cache-Control": "no-store"},
        )

    def log_change(self, state: str, error: str) -> None:
        """Log one line if the state is another one than at the last check."""
        if state != self.state:
            self.state = state
            told = f"{state}: {error}" if error else state
            logger.log(LEVELS.get(state, logging.ERROR), "%s is now %s", self.path, told)

    def find_state(self) -> tuple[str, str]:
        """Return ``database`` or ``migrations`` if this process cannot serve, else one of ``FIT``, and the error."""
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
            self.is_migrated = self.is_migrated or not find_missing_migrations()
            if not self.is_migrated:
                return "migrations", ""
            return "migrating" if read_version() is None else "ok", ""
        except Error as error:
            # So that the next check does not reuse the broken connection.
            connection.close()
            self.is_migrated = False
            return "database", " ".join(str(error).split())


def find_missing_migrations() -> list[str]:
    """Return the unapplied migrations, such as ``blog.0001_initial``."""
    return list_missing_migrations(connection)
