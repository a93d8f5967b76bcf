"""Background tasks without a worker."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import transaction
from django_tasks.backends.immediate import ImmediateBackend

# Tasks of the default backend that wait for the end of ``each_task_once``, by what they are called with.
waiting: ContextVar[dict[Any, tuple[Any, Any, Any]] | None] = ContextVar("waiting", default=None)


class GatheringBackend(ImmediateBackend):
    """Runs each task at once, as on a real site, except within ``each_task_once``."""

    def enqueue(self, task: Any, args: Any, kwargs: Any) -> Any:
        tasks = waiting.get()
        if tasks is None:
            return super().enqueue(task, args, kwargs)
        tasks[task.module_path, tuple(args), tuple(kwargs.items())] = (task, args, kwargs)
        return None


@contextmanager
def each_task_once() -> Iterator[None]:
    """Run tasks that are queued several times, as what is saved several times is indexed, once and at the end."""
    if waiting.get() is not None:
        yield
        return
    tasks: dict[Any, tuple[Any, Any, Any]] = {}
    token = waiting.set(tasks)
    try:
        yield
    finally:
        waiting.reset(token)
    for task, args, kwargs in tasks.values():
        task.enqueue(*args, **kwargs)


class CommittedBackend(ImmediateBackend):
    """Runs each task when the transaction that queues it is committed: no worker sees it before."""

    def enqueue(self, task: Any, args: Any, kwargs: Any) -> Any:
        transaction.on_commit(lambda: ImmediateBackend.enqueue(self, task, args, kwargs))
