"""``/metrics``: figures for Prometheus, if there is a token for it."""

import os
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.conf import settings
from django.contrib.auth.signals import user_login_failed
from django.core.exceptions import MiddlewareNotUsed
from django.db.models import Count, Min
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, Counter, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from cms.changes.feed import read_last_change
from cms.changes.models import Follower
from cms.operations.counting import PREFIX
from cms.operations.heartbeat import list_workers
from cms.operations.tasks import list_tasks, list_waiting

METRICS = "/metrics"
SIGN_IN_FAILURES = Counter("cms_sign_in_failures", "Attempts to sign in with a wrong name or password.")


@receiver(user_login_failed)
def count_failure(**kwargs: Any) -> None:
    SIGN_IN_FAILURES.inc()


class SiteCollector(Collector):
    """What the database knows, which is the same on every machine: the queue, the feed, and what workers count."""

    def collect(self) -> Iterator[Metric]:
        yield from collect_queue()
        yield from collect_feed()
        yield from collect_workers()


def collect_queue() -> Iterator[Metric]:
    tasks = GaugeMetricFamily("cms_tasks", "Background tasks by status.", labels=["status"])
    for row in list_tasks().order_by().values("status").annotate(number=Count("pk")):
        tasks.add_metric([row["status"].lower()], row["number"])
    yield tasks
    oldest = list_waiting().order_by().aggregate(oldest=Min("enqueued_at"))["oldest"]
    age = (timezone.now() - oldest).total_seconds() if oldest else 0
    yield GaugeMetricFamily("cms_queue_age_seconds", "Age of the oldest task that is due.", value=age)


def collect_feed() -> Iterator[Metric]:
    last = read_last_change()[0]
    yield CounterMetricFamily("cms_changes", "Number of the latest change of public content.", value=last)
    behind = GaugeMetricFamily(
        "cms_feed_lag", "Changes that a cache or webhook has not been told of.", labels=["follower"]
    )
    for name, number in Follower.objects.order_by("name").values_list("name", "number"):
        behind.add_metric([name], max(last - number, 0))
    yield behind


def collect_workers() -> Iterator[Metric]:
    workers = list_workers()
    yield GaugeMetricFamily("cms_workers", "Workers seen in the last five minutes.", value=len(workers))
    families: dict[str, CounterMetricFamily] = {}
    for worker in workers:
        for counted, text, labels, value in worker.counts:
            name = f"{PREFIX}worker_{counted.removeprefix(PREFIX)}"
            family = families.setdefault(name, CounterMetricFamily(name, text, labels=["worker", *labels]))
            family.add_metric([f"{worker.host}-{worker.pk.hex[:8]}", *labels.values()], value)
    yield from families.values()


def write_metrics() -> bytes:
    """Return the figures of all processes of this machine, and of the site."""
    registry = CollectorRegistry()
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        MultiProcessCollector(registry)
    else:
        registry.register(Own())
    registry.register(SiteCollector())
    return generate_latest(registry)


class Own(Collector):
    """The figures of this process alone."""

    def collect(self) -> Iterable[Metric]:
        return [family for family in REGISTRY.collect() if family.name.startswith(PREFIX)]


class MetricsMiddleware:
    """Answers ``/metrics`` to who has the token; for all others, there is nothing at this address."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        if not settings.METRICS_TOKEN:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        given = request.headers.get("Authorization", "")
        if request.path_info != METRICS or not constant_time_compare(given, f"Bearer {settings.METRICS_TOKEN}"):
            return self.get_response(request)
        return HttpResponse(write_metrics(), content_type=CONTENT_TYPE_LATEST, headers={"Cache-Control": "no-store"})
