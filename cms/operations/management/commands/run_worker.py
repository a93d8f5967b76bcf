import logging
import secrets
import threading
import time
from datetime import timedelta
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import close_old_connections, connection
from django.utils import timezone
from django_tasks import TaskResultStatus, task_backends
from django_tasks_db.backend import DatabaseBackend
from wagtail import hooks

from cms.environment.outages import TRANSIENT_ERRORS
from cms.operations.tasks import BACKEND
from cms.upstream.django_tasks import DBTaskResult, Worker

logger = logging.getLogger(__name__)

# How the library writes down the errors of an outage, and when a task that one has ended is run again.
TRANSIENT_PATHS = {f"{error.__module__}.{error.__qualname__}" for error in TRANSIENT_ERRORS}
AFTER_OUTAGE = timedelta(seconds=5)


class PatientWorker(Worker):
    """The library's worker, which ends between two tasks however often it is asked to, and waits for the database.

    The library's own ends the process at once when no task runs. A request to stop that arrives just after a
    task was claimed would leave that task claimed for ever. It also ends when the database goes away, and calls a task
    failed that the outage has interrupted.
    """

    interrupted: DBTaskResult | None = None

    def shutdown(self, signum: int, frame: FrameType | None) -> None:
        self.running = False

    def run(self) -> None:
        """Run tasks until asked to stop, and go on after an outage."""
        while self.running:
            try:
                self.queue_interrupted_task()
                super().run()
            except TRANSIENT_ERRORS as error:
                logger.warning("The worker waits for the database: %s", error)
                connection.close()
                time.sleep(self.interval)

    def run_task(self, db_task_result: DBTaskResult) -> None:
        """Run a task, and queue it again if it fails because of an outage. Raises what keeps it from noting its end."""
        self.interrupted = db_task_result
        super().run_task(db_task_result)
        if db_task_result.exception_class_path in TRANSIENT_PATHS:
            self.queue_interrupted_task()
        self.interrupted = None

    def queue_interrupted_task(self) -> None:
        if self.interrupted is not None:
            again = timezone.now() + AFTER_OUTAGE
            DBTaskResult.objects.filter(pk=self.interrupted.pk).update(status=TaskResultStatus.READY, run_after=again)
            logger.warning("Queued again, as an outage has interrupted it: %s", self.interrupted.task_path)
            self.interrupted = None


def make_worker(*, interval: float) -> PatientWorker:
    """Return a worker for all tasks of the background, which looks for one each ``interval`` seconds."""
    return PatientWorker(
        queue_names=["*"],
        excluded_queue_names=[],
        interval=interval,
        batch=False,
        backend_name=BACKEND,
        startup_delay=False,
        max_tasks=None,
        worker_id=secrets.token_hex(16),
    )


class Command(BaseCommand):
    """One process beside the web server: background tasks, what is due each minute, and purges of caches."""

    help = "Runs background tasks, what is due each minute, and followers of the change feed, until SIGTERM or SIGINT."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--interval", type=float, default=1, help="seconds between looks for a task")
        parser.add_argument("--every", type=float, default=60, help="seconds between two publish_scheduled")

    def handle(self, *args: Any, interval: float, every: float, verbosity: int, **options: Any) -> None:
        stop = threading.Event()
        threads = [threading.Thread(target=keep_time, args=(stop, every), name="clock")]
        threads += [
            threading.Thread(target=work, args=(stop,), name=name)
            for register in hooks.get_hooks("register_worker_threads")
            for name, work in register()
        ]
        for thread in threads:
            thread.start()
        try:
            self.run_tasks(interval, is_silent=verbosity == 0)
        finally:
            stop.set()
            for thread in threads:
                thread.join()

    def run_tasks(self, interval: float, *, is_silent: bool) -> None:
        """Run tasks from the queue until asked to stop. Where tasks run at once there is none: only wait."""
        worker = make_worker(interval=interval)
        worker.configure_signals()
        if not is_silent:
            self.stdout.write("The worker is ready.")
            self.stdout.flush()
        if isinstance(task_backends[BACKEND], DatabaseBackend):
            worker.run()
        while worker.running:
            time.sleep(interval)
        if not is_silent:
            self.stdout.write("The worker has stopped.")


def keep_time(stop: threading.Event, every: float) -> None:
    """Do what the apps declare as due each minute, now and every ``every`` seconds until ``stop``.

    A failure ends one run of one job only.
    """
    while not stop.is_set():
        close_old_connections()
        for job in hooks.get_hooks("run_every_minute"):
            try:
                job()
            except Exception:
                logger.exception("%s failed; the next run tries again", job.__name__)
        stop.wait(every)
    connection.close()
