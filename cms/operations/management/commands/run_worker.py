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

from cms.environment.outages import TRANSIENT_ERRORS, DiskFailure
from cms.operations.tasks import BACKEND
from cms.upstream.django_tasks import DBTaskResult, Worker

logger = logging.getLogger(__name__)

# How long after an outage a task is rerun: a database is soon back, a full disk needs an operator.
AFTER_OUTAGE = timedelta(seconds=5)
AFTER_DISK_FAILURE = timedelta(minutes=5)
# The same by error, as the library stores errors.
WAITS = {
    f"{error.__module__}.{error.__qualname__}": wait
    for error, wait in [*((error, AFTER_OUTAGE) for error in TRANSIENT_ERRORS), (DiskFailure, AFTER_DISK_FAILURE)]
}


class ResilientWorker(Worker):
    """The library's worker, but it stops only between two tasks, and waits for the database.

    The library's own worker exits immediately if no task is running. If it is stopped just after claiming a task, that
    task stays claimed for ever. It also exits when the database is down, and marks interrupted tasks as failed.
    """

    interrupted: DBTaskResult | None = None

    def shutdown(self, signum: int, frame: FrameType | None) -> None:
        self.running = False

    def run(self) -> None:
        """Run tasks until asked to stop, and continue after an outage."""
        while self.running:
            try:
                self.queue_interrupted_task()
                super().run()
            except TRANSIENT_ERRORS as error:
                logger.warning("The worker waits for the database: %s", " ".join(str(error).split()))
                self.wait_for_database()

    def wait_for_database(self) -> None:
        """Return when the database accepts connections, or when asked to stop."""
        while self.running:
            connection.close()
            time.sleep(self.interval)
            try:
                connection.ensure_connection()
            except TRANSIENT_ERRORS:
                continue
            return

    def run_task(self, db_task_result: DBTaskResult) -> None:
        """Run a task, and queue it again if an outage makes it fail. Raises errors that prevent storing its result."""
        self.interrupted = db_task_result
        super().run_task(db_task_result)
        if wait := WAITS.get(db_task_result.exception_class_path):
            self.queue_interrupted_task(wait)
        self.interrupted = None

    def queue_interrupted_task(self, wait: timedelta = AFTER_OUTAGE) -> None:
        if self.interrupted is not None:
            again = timezone.now() + wait
            DBTaskResult.objects.filter(pk=self.interrupted.pk).update(status=TaskResultStatus.READY, run_after=again)
            logger.warning("Queued again, as an outage has interrupted it: %s", self.interrupted.task_path)
            self.interrupted = None


def make_worker(*, interval: float) -> ResilientWorker:
    """Return a worker for all background tasks, which polls every ``interval`` seconds."""
    return ResilientWorker(
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
    """A process next to the web server: background tasks, jobs that run each minute, and purges of caches."""

    help = "Runs background tasks, jobs due each minute, and purges of caches, until SIGTERM or SIGINT."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--interval", type=float, default=1, help="seconds between looks for a task")
        parser.add_argument("--every", type=float, default=60, help="seconds between two publish_scheduled")

    def handle(self, *args: Any, interval: float, every: float, verbosity: int, **options: Any) -> None:
        stop = threading.Event()
        threads = [threading.Thread(target=run_jobs, args=(stop, every), name="clock")]
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
        """Run tasks from the queue until asked to stop. If tasks run immediately, there is no queue: only wait."""
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


def run_jobs(stop: threading.Event, every: float) -> None:
    """Run the jobs that apps declare for each minute, now and every ``every`` seconds until ``stop``.

    A failure affects one run of one job only.
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
