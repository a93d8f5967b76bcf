"""A process that is killed, and a PostgreSQL that is restarted, under load."""

import time
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import psutil
import pytest
from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from cms.caching.tags import SITE
from cms.changes.models import Follower
from cms.models import Topic
from cms.operations.tasks import LONGEST_TASK
from tests import factories
from tests.ops.cluster import Cluster
from tests.ops.crowd import Crowd
from tests.ops.processes import ask, fetch, serve, wait_until, work
from tests.threads import answering

MODES = ["fast", "immediate"]


# A web process that is killed


def find_web_processes(port: int) -> list[psutil.Process]:
    """Return the processes that serve a port, the oldest first."""
    servers = [process for process in psutil.Process().children() if str(port) in process.cmdline()]
    found = [process for server in servers for process in server.children() if is_listening(process)]
    return sorted(found, key=psutil.Process.create_time)


def is_listening(process: psutil.Process) -> bool:
    try:
        return any(found.status == psutil.CONN_LISTEN for found in process.net_connections())
    except psutil.Error:  # it has ended
        return False


def kill_web_process(port: int) -> None:
    """Kill the older of two processes, and wait for the one that takes its place."""
    before = find_web_processes(port)
    assert len(before) == 2
    before[0].kill()
    wait_until(lambda: len({*find_web_processes(port)} - {before[0]}) == 2, seconds=120)


def check_killing(database_url: str, *, times: int, readers: int, pause: float = 0) -> Crowd:
    with serve(database_url, may_fail=True) as port, Crowd(port, readers=readers, pause=pause) as crowd:
        for _ in range(times):
            crowd.let_pass(1)
            kill_web_process(port)
        crowd.let_pass(1)
    assert crowd.wrong == []
    assert crowd.list_failures() == []
    return crowd


@pytest.mark.proof  # the losses have a shorter form of it
@pytest.mark.django_db(transaction=True)
def test_a_killed_process_is_replaced_while_the_other_serves(database_url):
    check_killing(database_url, times=1, readers=1, pause=0.1)


@pytest.mark.proof
@pytest.mark.django_db(transaction=True)
def test_processes_that_are_killed_again_and_again(database_url, capsys):
    crowd = check_killing(database_url, times=6, readers=4)
    with capsys.disabled():
        print(f"\n6 processes killed: {crowd}")  # noqa: T201


# A database that is restarted, seen from the web


def check_restart(cluster: Cluster, crowd: Crowd, mode: str, *, seconds: float) -> None:
    """Restart the database; raise ``AssertionError`` unless exactly what needed it meanwhile was answered with 503."""
    crowd.let_pass(1)
    count, stopping = len(crowd.answers), time.monotonic()
    cluster.stop(mode)
    stopped = time.monotonic()
    time.sleep(seconds)
    starting = time.monotonic()
    cluster.start()
    started = time.monotonic()
    crowd.let_pass(1)

    answers = crowd.answers[count:]
    failures = [answer for answer in answers if answer.status not in {200, 304}]
    assert {(answer.status, answer.headers["retry-after"]) for answer in failures} == {(503, "5")}
    assert [answer for answer in failures if answer.ended < stopping or answer.begun > started] == []
    assert {answer.status for answer in answers if answer.begun > stopped and answer.ended < starting} == {503}


@pytest.mark.django_db(transaction=True)
def test_while_postgresql_restarts_the_site_is_unavailable_and_never_wrong(cluster):
    with serve(cluster.url, may_fail=True) as port, Crowd(port, readers=2, pause=0.1) as crowd:
        check_restart(cluster, crowd, "fast", seconds=0.5)

    assert crowd.wrong == []
    assert crowd.broken == 0


@pytest.mark.proof
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("mode", MODES)
def test_postgresql_restarts_again_and_again(cluster, mode, capsys):
    with serve(cluster.url, may_fail=True) as port, Crowd(port, readers=4) as crowd:
        for _ in range(3):
            check_restart(cluster, crowd, mode, seconds=3)
    with capsys.disabled():
        print(f"\n3 restarts, {mode}: {crowd}")  # noqa: T201

    assert crowd.wrong == []
    assert crowd.broken == 0


@pytest.mark.proof
@pytest.mark.django_db(transaction=True)
def test_a_process_that_starts_without_a_database_serves_when_it_is_there(cluster):
    update = factories.make_update()
    with serve(cluster.url, may_fail=True) as port:
        cluster.stop("immediate")
        kill_web_process(port)
        without = [fetch(port, f"/api/v2/updates/{update.pk}/")[0] for _ in range(6)]
        health = ask(port, "/healthz")
        cluster.start()
        with_it = [fetch(port, f"/api/v2/updates/{update.pk}/")[0] for _ in range(6)]

    assert without == [503] * 6
    assert (health[0], health[2]) == (503, b"database\n")
    assert with_it == [200] * 6


# The worker


class Purged(ThreadingHTTPServer):
    """A cache that only remembers which tags it was to forget."""

    def __init__(self) -> None:
        self.tags: set[str] = set()
        super().__init__(("127.0.0.1", 0), PurgeHandler)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class PurgeHandler(BaseHTTPRequestHandler):
    server: Any

    def do_PURGE(self) -> None:
        self.server.tags.update(self.headers["Cache-Tag"].split(","))
        self.send_response(200)
        self.end_headers()

    def log_message(self, *args: Any) -> None:
        pass


@pytest.fixture
def purged() -> Iterator[Purged]:
    server = Purged()
    with answering(server):
        yield server


@pytest.fixture
def queued(settings) -> None:
    settings.TASKS = {**settings.TASKS, "background": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


def enqueue(*arguments: Any) -> Any:
    from tests.ops.slow_task import sleep_and_tell

    return sleep_and_tell.enqueue(*map(str, arguments[:2]), *arguments[2:])


def is_done(task: Any) -> bool:
    return DBTaskResult.objects.get(pk=task.id).status == "SUCCESSFUL"


def schedule_topic(name: str, *, seconds: float) -> Topic:
    topic = factories.make_topic(name, live=False)
    topic.go_live_at = timezone.now() + timedelta(seconds=seconds)
    topic.save_revision(approved_go_live_at=topic.go_live_at)
    return topic


@pytest.mark.proof
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("mode", MODES)
def test_the_worker_goes_on_when_postgresql_is_back(cluster, mode, queued, purged, tmp_path):
    with work(cluster.url, "--every", "1", PURGE_URLS=purged.url) as worker:
        wait_until(lambda: purged.tags == {SITE})
        running = enqueue(tmp_path, "running", 2)
        waiting = enqueue(tmp_path, "waiting", 0)
        wait_until((tmp_path / "running-begun").exists)
        scheduled = schedule_topic("Seeds", seconds=1)
        changed = factories.make_topic("Food")
        cluster.stop(mode)
        time.sleep(4)
        cluster.start()
        connection.close()

        wait_until(lambda: Topic.objects.get(pk=scheduled.pk).live, seconds=10)
        wait_until(lambda: {f"topic-{changed.pk}", f"topic-{scheduled.pk}"} <= purged.tags, seconds=10)
        wait_until(lambda: is_done(running) and is_done(waiting), seconds=20)

        cluster.stop(mode)  # while it is idle
        time.sleep(2)
        cluster.start()
        connection.close()
        later = enqueue(tmp_path, "later", 0)
        wait_until(lambda: is_done(later), seconds=10)
        assert worker.poll() is None


@pytest.mark.proof
@pytest.mark.django_db(transaction=True)
def test_a_killed_worker_loses_nothing(database_url, queued, purged, tmp_path):
    with work(database_url, "--every", "1", PURGE_URLS=purged.url) as worker:
        wait_until(Follower.objects.exists, seconds=40)
        running = enqueue(tmp_path, "running", 3)
        waiting = enqueue(tmp_path, "waiting", 0)
        wait_until((tmp_path / "running-begun").exists)
        worker.kill()
        worker.wait()
    changed = factories.make_topic("Food")
    scheduled = schedule_topic("Seeds", seconds=-1)
    purged.tags.clear()

    with work(database_url, "--every", "1", PURGE_URLS=purged.url):
        wait_until(lambda: is_done(waiting))
        wait_until(lambda: Topic.objects.get(pk=scheduled.pk).live)
        wait_until(lambda: {f"topic-{changed.pk}", f"topic-{scheduled.pk}"} <= purged.tags)
        # Nobody can know that it was killed before the task has taken too long.
        killed = DBTaskResult.objects.filter(pk=running.id, status="RUNNING")
        assert killed.update(started_at=timezone.now() - LONGEST_TASK) == 1
        wait_until(lambda: is_done(running))
