"""The queue of background tasks."""

import logging
from datetime import timedelta

from django.utils import timezone
from django_tasks import TaskResultStatus

from cms.upstream.django_tasks import DBTaskResult

logger = logging.getLogger(__name__)

BACKEND = "background"
# Our longest task takes seconds.
LONGEST_TASK = timedelta(minutes=15)


def queue_abandoned_tasks() -> None:
    """Queue tasks again whose worker was killed: those that have been running for longer than any of ours takes.

    Our tasks are idempotent: they create what is missing.
    """
    abandoned = DBTaskResult.objects.running().filter(
        backend_name=BACKEND, started_at__lt=timezone.now() - LONGEST_TASK
    )
    if count := abandoned.update(status=TaskResultStatus.READY):
        logger.warning("Queued again, as nobody has finished them: %d tasks", count)
