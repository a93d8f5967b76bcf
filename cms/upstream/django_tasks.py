"""django-tasks-db: the worker that runs queued tasks, and the rows that it keeps them in."""

from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from cms.upstream.parts import Part

PARTS = [
    Part(
        "django_tasks_db.management.commands.db_worker.Worker",
        "Ours outlives an outage of the database and ends between two tasks; the library offers only a command.",
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
        "Tasks that an outage has interrupted or whose worker was killed are queued again.",
        ("backend_name", "exception_class_path", "objects", "run_after", "started_at", "status", "task_path"),
    ),
]

__all__ = ["DBTaskResult", "Worker"]
