import logging
import signal
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from unittest.mock import Mock

import pytest
from django.db import OperationalError
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Worker

from cms.environment.outages import OutageLog
from cms.operations.management.commands.run_worker import make_worker, run_job, run_jobs
from tests.ops.processes import wait_until, work


@pytest.fixture
def start_worker(database_url) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """A function that starts a worker on the test database."""
    with ExitStack() as workers:
        yield lambda *options: workers.enter_context(work(database_url, *options))


@pytest.mark.django_db(transaction=True)
def test_sigterm_lets_the_running_task_end_and_begins_no_other(start_worker, settings, tmp_path):
    from tests.ops.slow_task import sleep_and_tell

    settings.TASKS = {**settings.TASKS, "background": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    first = sleep_and_tell.enqueue(str(tmp_path), "first", 2)
    second = sleep_and_tell.enqueue(str(tmp_path), "second", 0)
    worker = start_worker()
    wait_until((tmp_path / "first-begun").exists)

    worker.send_signal(signal.SIGTERM)
    worker.send_signal(signal.SIGTERM)

    output, _ = worker.communicate(timeout=30)
    assert worker.returncode == 0
    assert output.endswith("The worker has stopped.\n")
    assert (tmp_path / "first-ended").exists()
    assert not (tmp_path / "second-begun").exists()
    first.refresh()
    second.refresh()
    assert (first.status.name, second.status.name) == ("SUCCESSFUL", "READY")


@pytest.mark.django_db(transaction=True)
def test_it_publishes_what_is_due_and_stops_when_idle(start_worker):
    from cms.models import Topic

    topic = Topic(name="Gardening", slug="gardening", live=False)
    topic.save()
    due = timezone.now() - timedelta(minutes=1)
    topic.go_live_at = due
    topic.save_revision(approved_go_live_at=due)

    worker = start_worker()

    wait_until(lambda: Topic.objects.get().live)
    worker.send_signal(signal.SIGINT)
    worker.communicate(timeout=30)
    assert worker.returncode == 0


def test_a_run_that_fails_is_followed_by_the_next(monkeypatch, caplog):
    stop = threading.Event()
    runs = []

    def fail_then_stop() -> None:
        runs.append("job")
        if len(runs) == 1:
            raise RuntimeError("once")
        stop.set()

    monkeypatch.setattr("wagtail.hooks.get_hooks", lambda name: [fail_then_stop] if name == "run_every_minute" else [])

    # In a thread, because it closes its thread's connection.
    clock = threading.Thread(target=run_jobs, args=(stop, 0.01))
    clock.start()
    clock.join()

    assert runs == ["job"] * 2
    assert "once" in caplog.text


def test_it_waits_for_the_database(monkeypatch, caplog):
    worker = make_worker(interval=0)
    runs = []

    def fail_then_stop(library_worker: object) -> None:
        runs.append(library_worker)
        if len(runs) == 1:
            raise OperationalError("the database system is starting up")
        worker.running = False

    monkeypatch.setattr(Worker, "run", fail_then_stop)
    away = [OperationalError("connection refused\nIs it running?")] * 5
    monkeypatch.setattr(
        "cms.operations.management.commands.run_worker.connection",
        Mock(ensure_connection=Mock(side_effect=[*away, None])),
    )

    worker.run()

    assert len(runs) == 2
    assert caplog.messages == ["The worker waits for the database: the database system is starting up"]


def test_a_job_that_the_database_keeps_waiting_is_logged_when_that_begins_and_ends(caplog):
    outage = OutageLog(logging.getLogger(__name__), "prune waits")
    job = Mock(__name__="prune", side_effect=[*[OperationalError("connection\nrefused")] * 3, None, None])

    for _ in range(5):
        run_job(job, outage)

    assert caplog.messages == ["prune waits: connection refused", "prune waits: it works again"]
