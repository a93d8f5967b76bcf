"""Describes background tasks to administrators: in plain words, with a link to the object that each is about."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import OperationalError
from django.db.models import Model
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_tasks import TaskResultStatus
from wagtail import hooks
from wagtail.admin.admin_url_finder import AdminURLFinder

from cms.environment.outages import DiskFailure, DiskFull
from cms.media.renditions import UnreadableImage
from cms.operations.tasks import KILLED, count_attempts, is_retried
from cms.upstream.django import capfirst
from cms.upstream.django_tasks import DBTaskResult, name_error

STATES = {
    TaskResultStatus.FAILED: gettext_lazy("Failed"),
    TaskResultStatus.READY: gettext_lazy("Waiting"),
    TaskResultStatus.RUNNING: gettext_lazy("Running"),
    TaskResultStatus.SUCCESSFUL: gettext_lazy("Done"),
}

PROBLEMS = {
    name_error(DiskFull): gettext_lazy("The disk of the server is full. Ask whoever runs it to make room."),
    name_error(DiskFailure): gettext_lazy(
        "A file is missing, or the server cannot read or write its files. Ask whoever runs it."
    ),
    name_error(OperationalError): gettext_lazy("The database did not respond."),
    name_error(UnreadableImage): gettext_lazy("The file is broken, or its format is not supported. Upload it again."),
    KILLED: gettext_lazy("It was interrupted, perhaps because the server restarted or ran out of memory."),
}
UNKNOWN = gettext_lazy("Something went wrong. Ask whoever runs the server; details are in the log.")


class Kind(NamedTuple):
    """What a task does, and the model of the object whose primary key is its first argument."""

    label: Any
    model: type[Model] | None


@dataclass(frozen=True)
class TaskDescription:
    """A row of the report."""

    pk: UUID
    label: str
    url: str | None
    state: str
    attempts: int
    enqueued_at: datetime
    started_at: datetime | None
    problem: str
    details: str
    may_try_again: bool


def describe_tasks(tasks: Iterable[DBTaskResult]) -> list[TaskDescription]:
    """Describe tasks, with one query for all objects of a model."""
    kinds = list_kinds()
    rows = [(task, kinds.get(task.task_path, Kind(None, None))) for task in tasks]
    objects = {
        model: model._default_manager.in_bulk({find_key(task, model) for task, kind in rows if kind.model is model})
        for model in {kind.model for _task, kind in rows if kind.model}
    }
    finder = AdminURLFinder()
    return [describe(task, kind, find_object(objects, task, kind), finder) for task, kind in rows]


def list_kinds() -> dict[str, Kind]:
    """Return by path what apps declare in ``register_tasks``: ``[(task, label, model or None)]``."""
    return {
        task.module_path: Kind(label, model)
        for register in hooks.get_hooks("register_tasks")
        for task, label, model in register()
    }


def find_key(task: DBTaskResult, model: type[Model]) -> Any:
    """Return the first argument of a task, as a primary key."""
    return model._meta.pk.to_python(next(iter(task.args_kwargs["args"]), None))


def find_object(objects: dict[Any, Any], task: DBTaskResult, kind: Kind) -> Model | None:
    return objects[kind.model].get(find_key(task, kind.model)) if kind.model else None


def describe(task: DBTaskResult, kind: Kind, subject: Model | None, finder: AdminURLFinder) -> TaskDescription:
    label = kind.label or capfirst(task.task_path.rpartition(".")[2].replace("_", " "))
    has_problem = task.status == TaskResultStatus.FAILED or is_retried(task)
    return TaskDescription(
        pk=task.pk,
        label=f"{label}: {subject}" if subject else str(label),
        url=finder.get_edit_url(subject) if subject else None,
        state=describe_state(task),
        attempts=count_attempts(task),
        enqueued_at=task.enqueued_at,
        started_at=task.started_at,
        problem=str(PROBLEMS.get(task.exception_class_path, UNKNOWN)) if has_problem else "",
        details=find_message(task) if has_problem else "",
        may_try_again=has_problem,
    )


def find_message(task: DBTaskResult) -> str:
    """Return the last line of the traceback: the name of the error without its module, and its text."""
    module = task.exception_class_path.rpartition(".")[0]
    return str(task.traceback).strip().rpartition("\n")[2].removeprefix(f"{module}.")


def describe_state(task: DBTaskResult) -> str:
    if is_retried(task) and task.run_after > timezone.now():
        return _("Waiting until %(time)s") % {"time": time_format(timezone.localtime(task.run_after))}
    return str(STATES[TaskResultStatus(task.status)])
