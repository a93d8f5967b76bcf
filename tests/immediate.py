"""Background tasks without a worker."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import transaction
from django.db.models import Model
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
def each_task_once(saved: Model | None = None) -> Iterator[None]:
    """Run tasks that are queued several times, as what is saved several times is indexed, once and at the end.

    ``saved`` is then as in the database with its child rows, so that indexing it need not load it.
    """
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
        if saved is None or not index_saved(task.module_path, args, saved):
            task.enqueue(*args, **kwargs)


def index_saved(path: str, args: Any, saved: Model) -> bool:
    """Do what a task of indexing does, on an object that need not be loaded. Return whether it is such a task."""
    from modelsearch.index import insert_or_update_object  # needs the models loaded
    from wagtail.models import ReferenceIndex

    steps: dict[str, Callable[[Any], None]] = {
        "modelsearch.tasks.insert_or_update_object_task": insert_or_update_object,
        "wagtail.tasks.update_reference_index_task": ReferenceIndex.create_or_update_for_object,
    }
    if path not in steps or tuple(args) != (*saved._meta.label_lower.split("."), str(saved.pk)):
        return False
    with transaction.atomic():
        steps[path](saved)
    return True


class CommittedBackend(ImmediateBackend):
    """Runs each task when the transaction that queues it is committed: no worker sees it before."""

    def enqueue(self, task: Any, args: Any, kwargs: Any) -> Any:
        transaction.on_commit(lambda: ImmediateBackend.enqueue(self, task, args, kwargs))
