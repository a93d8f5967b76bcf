import logging
import secrets
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import OperationalError, close_old_connections, connection
from django_tasks import TaskResultStatus, task_backends
from django_tasks_db.backend import DatabaseBackend
from wagtail import hooks

from cms.environment.outages import TRANSIENT_ERRORS, OutageLog, find_disk_failure, is_transient
from cms.operations.heartbeat import stop_beating
from cms.operations.tasks import BACKEND, DISK_FAILURES, hurry_after_disk_failure, list_tasks, queue_again, settle
from cms.upstream.django_tasks import DBTaskResult, Worker, name_error

logger = logging.getLogger(__name__)

DATABASE_FAILURES = [name_error(error) for error in TRANSIENT_ERRORS]


class ResilientWorker(Worker):
    """The library's worker, but it stops only between two tasks, tries them again, and waits for the database.

    The library's own worker exits immediately if no task is running. If it is stopped just after claiming a task, that
    task stays claimed for ever. It also exits when the database is down, and marks interrupted tasks as failed.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.interrupted: DBTaskResult | None = None
        self.database = OutageLog(logger, "The worker waits for the database")
        self.disk = OutageLog(logger, "Tasks wait for the disk")

    def shutdown(self, signum: int, frame: FrameType | None) -> None:
        self.running = False

    def run(self) -> None:
        """Run tasks until asked to stop, and continue after an outage."""
        while self.running:
            try:
                self.settle_interrupted_task()
                super().run()
            except TRANSIENT_ERRORS as error:
                self.database.fail(error)
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
        """Run a task, and queue it again if it fails. Raises errors that prevent storing its result."""
        self.interrupted = db_task_result
        super().run_task(db_task_result)
        self.watch_outages(db_task_result)
        settle(db_task_result)
        self.interrupted = None

    def watch_outages(self, task: DBTaskResult) -> None:
        """Log an outage that this task is the first to meet, or the first not to meet any more."""
        reason = task.traceback.strip().rpartition("\n")[2].partition(": ")[2]
        if task.exception_class_path in DISK_FAILURES:
            self.disk.fail(reason)
        elif task.exception_class_path in DATABASE_FAILURES:
            self.database.fail(reason)
        else:
            self.database.recover()  # not as soon as it accepts connections: its disk may be full
            if task.status == TaskResultStatus.SUCCESSFUL and self.disk.recover():
                hurry_after_disk_failure()

    def settle_interrupted_task(self) -> None:
        """Queue the task again during which the database went away, unless its result has been stored."""
        task = list_tasks().filter(pk=self.interrupted.pk).first() if self.interrupted else None
        if task and task.status == TaskResultStatus.RUNNING:
            queue_again(task, name_error(OperationalError))
        elif task and task.status == TaskResultStatus.FAILED:
            settle(task)
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
            with suppress(*TRANSIENT_ERRORS):
                stop_beating()

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
    jobs = [(job, OutageLog(logger, f"{job.__name__} waits")) for job in hooks.get_hooks("run_every_minute")]
    while not stop.is_set():
        close_old_connections()
        for job, outage in jobs:
            run_job(job, outage)
        stop.wait(every)
    connection.close()


def run_job(job: Callable[[], object], outage: OutageLog) -> None:
    try:
        job()
    except Exception as error:
        if reason := is_transient(error) or find_disk_failure(error):
            outage.fail(error if reason is True else reason)
        else:
            logger.exception("%s failed; the next run tries again", job.__name__)
    else:
        outage.recover()
