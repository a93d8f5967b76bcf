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
        "Tasks are queued again if an outage interrupted them or their worker was killed.",
        ("backend_name", "exception_class_path", "objects", "run_after", "started_at", "status", "task_path"),
    ),
]

__all__ = ["DBTaskResult", "Worker"]
