"""django-tasks-db: the worker, and the rows of queued tasks."""

from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from cms.upstream.parts import Part

PARTS = [
    Part(
        "django_tasks_db.management.commands.db_worker.Worker",
        "Our worker survives a database outage and stops only between two tasks; the library offers only a command.",
        (
            "__init__",
            "configure_signals(self)",
            "run(self)",
            "run_task(self, db_task_result)",
            "shutdown(self, signum, frame)",
        ),
    ),
    Part(
        "django_tasks_db.models.DBTaskResult",
        "Tasks that failed or were interrupted are queued again; administrators see them. Each claim by a worker adds "
        "to `worker_ids`, so its length is the number of attempts, as in the library.",
        (
            "args_kwargs",
            "backend_name",
            "enqueued_at",
            "exception_class_path",
            "finished_at",
            "objects",
            "run_after",
            "started_at",
            "status",
            "task_path",
            "traceback",
            "worker_ids",
        ),
    ),
]

__all__ = ["DBTaskResult", "Worker", "name_error"]


def name_error(error: type[BaseException]) -> str:
    """Return the name of a kind of error as the rows of tasks have it."""
    return f"{error.__module__}.{error.__qualname__}"
