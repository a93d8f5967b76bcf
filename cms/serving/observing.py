"""Watches the answers of a web process, if settings ask for it: counts them, and gives each the id of its request."""

import time
from typing import TYPE_CHECKING

from django.conf import settings
from prometheus_client import Counter, Histogram

from cms.caching.answers import Answer
from cms.caching.responses import OUTCOME
from cms.operations.logs import HEALTH_CHECK, READINESS
from cms.operations.metrics import METRICS
from cms.operations.request_ids import HEADER, KNOWN, find_request_id

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

RESPONSES = Counter(
    "cms_responses", "Responses, and whether they were in the response cache.", ["kind", "status", "cache"]
)
SECONDS = Histogram(
    "cms_response_seconds",
    "Seconds until a response was there, without the time that the client takes to read it.",
    ["kind"],
    buckets=(0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)
BY_PREFIX = {
    "/api/": "api",
    "/admin/": "admin",
    "/documents/": "document",
    settings.STATIC_URL: "file",
    settings.MEDIA_URL: "file",
}
CHECKS = {HEALTH_CHECK, READINESS, METRICS}


class Observed:
    """A request that is being answered."""

    def __init__(self, environ: "WSGIEnvironment", *, has_id: bool, is_counted: bool) -> None:
        self.environ = environ
        self.is_counted = is_counted
        self.start = time.perf_counter()
        if has_id:
            environ[KNOWN] = find_request_id(environ)

    def end(self, answer: Answer) -> Answer:
        """Count an answer, and return it with the id of its request."""
        if self.is_counted:
            kind = find_kind(self.environ["PATH_INFO"])
            RESPONSES.labels(kind, answer.status, self.environ.get(OUTCOME, "none")).inc()
            SECONDS.labels(kind).observe(time.perf_counter() - self.start)
        if name := self.environ.get(KNOWN):
            return answer._replace(headers=[*answer.headers, (HEADER, name)])
        return answer


class Observer:
    def __init__(self, *, has_ids: bool, is_counting: bool) -> None:
        self.has_ids = has_ids
        self.is_counting = is_counting

    def begin(self, environ: "WSGIEnvironment") -> Observed:
        return Observed(environ, has_id=self.has_ids, is_counted=self.is_counting)


def find_kind(path: str) -> str:
    """Return what is at an address: few words, since each is a series of its own."""
    if path in CHECKS:
        return "check"
    return next((kind for prefix, kind in BY_PREFIX.items() if path.startswith(prefix)), "page")


def make_observer() -> Observer | None:
    """Return what watches answers, or ``None`` if settings do not ask for it."""
    has_ids, is_counting = settings.LOG_FORMAT == "json", bool(settings.METRICS_TOKEN)
    return Observer(has_ids=has_ids, is_counting=is_counting) if has_ids or is_counting else None
