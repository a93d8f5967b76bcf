"""The thread of the worker that delivers: it looks for news twice a second, and sends in a few threads."""

import logging
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import timedelta

from django.db import close_old_connections, connection
from django.utils import timezone

from cms.changes.feed import read_last_change
from cms.changes.models import Follower
from cms.environment.outages import OutageLog, is_transient
from cms.webhooks.models import Delivery, Endpoint
from cms.webhooks.sending import step

logger = logging.getLogger(__name__)

POLL_SECONDS = 0.5
THREADS = 8
# So many messages in a row before the others have their turn.
TURN = 50
KEPT = timedelta(days=30)


def keep_delivering(stop: threading.Event) -> None:
    """Deliver until ``stop``. No endpoint waits for another, unless more than ``THREADS`` do not answer."""
    outage = OutageLog(logger, "Webhooks wait")
    busy: dict[int, Future[None]] = {}
    with ThreadPoolExecutor(THREADS, thread_name_prefix="webhook") as pool:
        while not stop.wait(POLL_SECONDS):
            close_old_connections()
            busy = {pk: future for pk, future in busy.items() if not future.done()}
            try:
                for endpoint in find_due():
                    if endpoint.pk not in busy:
                        busy[endpoint.pk] = pool.submit(deliver, endpoint.pk, stop)
                outage.recover()
            except Exception as error:
                report(error, outage)
    connection.close()


def find_due() -> list[Endpoint]:
    """Return the endpoints that may have to be told something."""
    endpoints = list(Endpoint.objects.all())
    if not endpoints:
        return []
    last = read_last_change()[0]
    positions = dict(Follower.objects.filter(name__startswith="webhook ").values_list("name", "number"))
    waiting = Delivery.objects.filter(state=Delivery.State.WAITING)
    due = waiting.filter(due_at__lte=timezone.now())
    extra = set(due.filter(is_extra=True).values_list("endpoint", flat=True))
    ordered = set(due.filter(is_extra=False).values_list("endpoint", flat=True))
    held = set(waiting.filter(is_extra=False).values_list("endpoint", flat=True))

    def is_due(endpoint: Endpoint) -> bool:
        is_behind = endpoint.pk not in held and positions.get(endpoint.follower) != last
        return endpoint.pk in extra or (endpoint.is_on and (endpoint.pk in ordered or is_behind))

    return list(filter(is_due, endpoints))


def deliver(pk: int, stop: threading.Event) -> None:
    try:
        for _message in range(TURN):
            endpoint = Endpoint.objects.select_related("site").filter(pk=pk).first()
            if endpoint is None or stop.is_set() or not step(endpoint):
                break
    except Exception as error:
        report(error, OutageLog(logger, f"Webhook {pk} waits"))
    finally:
        connection.close()


def report(error: Exception, outage: OutageLog) -> None:
    if is_transient(error):
        outage.fail(error)
    else:
        logger.error("Webhooks failed; trying again", exc_info=error)


def prune_deliveries() -> None:
    """Delete what was sent a month ago."""
    sent = Delivery.objects.exclude(state=Delivery.State.WAITING)
    sent.filter(created_at__lt=timezone.now() - KEPT).delete()
