"""``/healthz``, the health check of this process, and ``/readyz``, that of the whole site."""

import logging
from collections.abc import Callable

from django.conf import settings
from django.db import Error, connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed, JsonResponse
from django.utils.translation import override

from cms.changes.feed import read_version
from cms.operations.logs import HEALTH_CHECK, READINESS
from cms.operations.readiness import make_checks, run_checks
from cms.upstream.django import list_missing_migrations

logger = logging.getLogger(__name__)

# The states in which a process may serve.
FIT = ("ok", "migrating")
READY = "ready"
LEVELS = dict.fromkeys((*FIT, READY), logging.WARNING)


class HealthCheckMiddleware:
    """Answers ``/healthz`` and ``/readyz``, and passes on all other requests.

    It comes first, so that no other middleware sees a check: checks may use any host, are never redirected to https and
    start no session. The response is ``ok`` (200), or 503 with the problem: ``database`` if it cannot be reached,
    ``migrations`` if one has not been applied.

    While changes are not tracked, because a ``migrate`` is running or was not completed, it is ``migrating`` (200): a
    release migrates while processes serve, and these serve correct responses, only more slowly.

    ``/readyz`` also looks at what other processes do (``cms.operations.readiness``), so it is for people who watch over
    the site: a balancer that asked it would take all web processes away when the worker ends.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        # Reading the migrations is slow, and applied migrations stay applied.
        self.is_migrated = False
        self.states = {HEALTH_CHECK: "ok", READINESS: READY}
        self.checks = make_checks()

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path_info not in self.states:
            return self.get_response(request)
        if request.method not in {"GET", "HEAD"}:
            return HttpResponseNotAllowed(["GET", "HEAD"])
        return self.check_health() if request.path_info == HEALTH_CHECK else self.check_readiness(request)

    def check_readiness(self, request: HttpRequest) -> HttpResponseBase:
        """Run all checks but those that the query excludes, as in ``?exclude=worker&exclude=queue``."""
        excluded = request.GET.getlist("exclude")
        results = run_checks(check for check in self.checks if check.name not in excluded)
        wrong = [result.name for result in results if not result.ok]
        if not excluded:
            self.log_change(READINESS, ", ".join(wrong) or READY)
        with override(settings.LANGUAGE_CODE):
            checks = [{"name": name, "ok": ok, "message": str(message)} for name, ok, message in results]
        return JsonResponse(
            {"ready": not wrong, "checks": checks},
            status=503 if wrong else 200,
            headers={"Cache-Control": "no-store"},
        )

    def check_health(self) -> HttpResponseBase:
        word, error = self.find_state()
        self.log_change(HEALTH_CHECK, word, error)
        return HttpResponse(
            f"{word}\n",
            status=200 if word in FIT else 503,
            content_type="text/plain",
            headers={"Cache-Control": "no-store"},
        )

    def log_change(self, path: str, state: str, error: str = "") -> None:
        """Log one line if the state is another one than at the last check."""
        if state != self.states[path]:
            self.states[path] = state
            told = f"{state}: {error}" if error else state
            logger.log(LEVELS.get(state, logging.ERROR), "%s is now %s", path, told)

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
