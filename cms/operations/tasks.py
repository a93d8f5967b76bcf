"""The queue of background tasks."""

import logging
from datetime import timedelta

from django.utils import timezone
from django_tasks import TaskResultStatus

from cms.upstream.django_tasks import DBTaskResult

logger = logging.getLogger(__name__)

BACKEND = "background"
# The longest of our tasks takes seconds.
LONGEST_TASK = timedelta(minutes=15)


def queue_abandoned_tasks() -> None:
    """Queue the tasks again whose worker was killed: they have been running for longer than any of ours takes.

    Our tasks may run twice: they make what is missing.
    """
    abandoned = DBTaskResult.objects.running().filter(
        backend_name=BACKEND, started_at__lt=timezone.now() - LONGEST_TASK
    )
    if count := abandoned.update(status=TaskResultStatus.READY):
        logger.warning("Queued again, as nobody has finished them: %d tasks", count)
