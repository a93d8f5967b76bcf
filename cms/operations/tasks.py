"""The queue of background tasks: attempts, pauses between them, and what happens after the last one.

Any of our tasks may run twice: they create what is missing.
"""

import logging
from datetime import timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django_tasks import TaskResultStatus

from cms.environment.outages import DiskFailure, DiskFull
from cms.media.renditions import UnreadableImage
from cms.upstream.django_tasks import DBTaskResult, name_error

logger = logging.getLogger(__name__)

BACKEND = "background"
# Our longest task takes seconds.
LONGEST_TASK = timedelta(minutes=15)

# Together four and a half hours.
MAX_ATTEMPTS = 10
FIRST_PAUSE = timedelta(seconds=5)
LONGEST_PAUSE = timedelta(hours=1)
PAUSE_FACTOR = 3

KEPT = {TaskResultStatus.SUCCESSFUL: timedelta(days=7), TaskResultStatus.FAILED: timedelta(days=90)}


class WorkerKilled(Exception):
    """A worker was killed in the middle of the task, or took far too long."""


KILLED = name_error(WorkerKilled)
DISK_FAILURES = [name_error(DiskFull), name_error(DiskFailure)]
# What another attempt cannot change.
PERMANENT = [name_error(UnreadableImage)]


def list_tasks() -> "QuerySet[DBTaskResult]":
    return DBTaskResult.objects.filter(backend_name=BACKEND)


def count_attempts(task: DBTaskResult) -> int:
    return len(task.worker_ids)


def is_exhausted(task: DBTaskResult) -> bool:
    """Return whether another attempt is pointless, or was the last one."""
    return count_attempts(task) >= MAX_ATTEMPTS or task.exception_class_path in PERMANENT


def is_retried(task: DBTaskResult) -> bool:
    """Return whether a task failed and waits for its next attempt."""
    return task.status == TaskResultStatus.READY and task.started_at is not None


def find_pause(attempts: int) -> timedelta:
    """Return how long to wait after so many attempts."""
    return min(LONGEST_PAUSE, FIRST_PAUSE * PAUSE_FACTOR ** (max(attempts, 1) - 1))


def queue_again(task: DBTaskResult, error: str = "") -> bool:
    """Queue a task again, after a pause, or mark it as failed after its last attempt; return whether it is queued.

    ``error`` names what interrupted it.
    """
    changed: dict[str, Any] = {"status": TaskResultStatus.FAILED, "finished_at": timezone.now()}
    if error:
        task.exception_class_path = error
        changed |= {"exception_class_path": error, "traceback": ""}
    if not is_exhausted(task):
        pause = find_pause(count_attempts(task))
        changed |= {"status": TaskResultStatus.READY, "run_after": timezone.now() + pause}
    # Unless another worker has it by now.
    list_tasks().filter(pk=task.pk, status=task.status, started_at=task.started_at).update(**changed)
    return not is_exhausted(task)


def settle(task: DBTaskResult) -> None:
    """Decide what follows after an attempt: another one if it failed; else an earlier failure of the same is moot."""
    if task.status == TaskResultStatus.FAILED:
        if not queue_again(task):
            logger.error("%s failed after %d attempts", task.task_path, count_attempts(task))
    else:
        list_failed().filter(task_path=task.task_path, args_kwargs=task.args_kwargs).delete()


def list_failed() -> "QuerySet[DBTaskResult]":
    """Return the tasks that are not tried again."""
    return list_tasks().filter(status=TaskResultStatus.FAILED)


def list_retried() -> "QuerySet[DBTaskResult]":
    """Return the tasks that failed and wait for their next attempt."""
    return list_tasks().filter(status=TaskResultStatus.READY, started_at__isnull=False)


def list_waiting() -> "QuerySet[DBTaskResult]":
    """Return the tasks that are due."""
    tasks: Any = list_tasks()
    ready: QuerySet[DBTaskResult] = tasks.ready()
    return ready


def is_stuck() -> bool:
    """Return whether tasks have been due for longer than any of ours takes, and none was begun since."""
    limit = timezone.now() - LONGEST_TASK
    unplanned = Q(run_after__gt=timezone.now(), enqueued_at__lt=limit)  # the library writes "as soon as possible" so
    waiting = list_waiting().filter(unplanned | Q(run_after__lt=limit))
    return waiting.exists() and not list_tasks().filter(started_at__gte=limit).exists()


def try_again(tasks: "QuerySet[DBTaskResult]") -> int:
    """Queue those of ``tasks`` that have failed, or wait for another attempt, for now, and return their number."""
    waiting = tasks.filter(pk__in=(list_failed() | list_retried()).values("pk"))
    return waiting.update(
        status=TaskResultStatus.READY,
        run_after=timezone.now(),
        started_at=None,
        worker_ids=[],
        exception_class_path="",
        traceback="",
    )


def hurry_after_disk_failure() -> None:
    """Try the tasks that a disk has made fail at once: another has just succeeded."""
    list_retried().filter(exception_class_path__in=DISK_FAILURES).update(run_after=timezone.now())


def queue_lost_tasks() -> None:
    """Queue tasks again that no worker will finish, and that would wait too long."""
    queue_abandoned_tasks()
    queue_unsettled_tasks()
    # The clock was set back.
    list_retried().filter(run_after__gt=timezone.now() + LONGEST_PAUSE).update(run_after=timezone.now())


def queue_abandoned_tasks() -> None:
    """Queue tasks again whose worker was killed: those that have been running for longer than any of ours takes.

    Those that began in the future, too: the clock was set back.
    """
    now = timezone.now()
    since = Q(started_at__lt=now - LONGEST_TASK) | Q(started_at__gt=now + LONGEST_TASK)
    for task in list_tasks().filter(since, status=TaskResultStatus.RUNNING):
        follows = "queued again" if queue_again(task, KILLED) else "failed"
        logger.warning("%s: no worker has finished it; %s", task.task_path, follows)


def queue_unsettled_tasks() -> None:
    """Queue failed tasks again whose worker was killed before it could do that."""
    for task in list_failed().filter(finished_at__lt=timezone.now() - LONGEST_TASK).defer("traceback"):
        if not is_exhausted(task):
            queue_again(task)


def prune_tasks() -> None:
    """Delete the tasks that succeeded a week ago, or failed three months ago."""
    for status, kept in KEPT.items():
        list_tasks().filter(status=status, finished_at__lt=timezone.now() - kept).delete()
