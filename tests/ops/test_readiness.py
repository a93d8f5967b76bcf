"""`/readyz`: what is wrong with the whole site, for whoever watches over it."""

import json
import signal
from datetime import timedelta
from unittest.mock import Mock

import pytest
import time_machine
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from cms.changes.models import Change
from cms.operations.health import HealthCheckMiddleware
from cms.operations.heartbeat import KEPT, LATE, beat, list_workers, stop_beating
from cms.operations.models import Worker
from cms.operations.tasks import LONGEST_TASK
from tests.ops.processes import ask, serve, wait_until, work
from tests.ops.slow_task import fail

pytestmark = pytest.mark.django_db

NAMES = ["database", "migrations", "feed", "storage", "worker", "queue"]


@pytest.fixture
def health_check() -> HealthCheckMiddleware:
    """A middleware that has checked nothing yet."""
    return HealthCheckMiddleware(lambda request: HttpResponse("a page"))


@pytest.fixture
def _queue(settings) -> None:
    settings.TASKS = {**settings.TASKS, "background": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


def find_wrong(health_check, query: str = "") -> tuple[int, list[str]]:
    """Return the status, and the names of the checks that fail."""
    response = health_check(RequestFactory().get(f"/readyz{query}"))
    body = json.loads(response.content)
    assert body["ready"] is (response.status_code == 200)
    return response.status_code, [check["name"] for check in body["checks"] if not check["ok"]]


@override_settings(SECURE_SSL_REDIRECT=True, ALLOWED_HOSTS=["cms.example.org"])
def test_each_check_has_its_name_and_a_sentence_and_nobody_keeps_the_answer():
    beat()

    response = Client().get("/readyz", headers={"host": "10.0.0.7:8000"})

    assert response.status_code == 200
    assert response["Cache-Control"] == "no-store"
    assert not response.cookies
    checks = response.json()["checks"]
    assert [check["name"] for check in checks] == NAMES
    assert all(check["ok"] and check["message"].endswith(".") for check in checks)


def test_it_tells_when_no_worker_was_seen_lately(health_check):
    assert find_wrong(health_check) == (503, ["worker"])

    beat()
    assert find_wrong(health_check) == (200, [])

    with time_machine.travel(timezone.now() + LATE + timedelta(seconds=1)):
        assert find_wrong(health_check) == (503, ["worker"])


def test_a_worker_that_ends_in_order_is_not_seen_any_more_and_old_ones_are_forgotten():
    Worker.objects.create(host="gone", seen_at=timezone.now() - KEPT - timedelta(minutes=1))
    beat()
    beat()

    assert [worker.host for worker in list_workers()] == list(Worker.objects.values_list("host", flat=True))
    assert len(list_workers()) == 1

    stop_beating()
    assert not list_workers()


def test_what_is_excluded_is_not_looked_at(health_check):
    assert find_wrong(health_check, "?exclude=worker&exclude=queue") == (200, [])


@pytest.mark.usefixtures("_queue")
def test_it_tells_when_tasks_wait_and_none_is_begun(health_check):
    beat()
    fail.enqueue("bug")
    other = fail.enqueue("bug")
    tasks = DBTaskResult.objects.all()
    tasks.update(enqueued_at=timezone.now() - LONGEST_TASK * 1.1)

    assert find_wrong(health_check) == (503, ["queue"])

    # A long queue that moves is not stuck, and what is planned for later does not wait.
    tasks.filter(pk=other.id).update(started_at=timezone.now(), status="RUNNING")
    assert find_wrong(health_check) == (200, [])
    tasks.update(started_at=None, status="READY", run_after=timezone.now() + timedelta(hours=1))
    assert find_wrong(health_check) == (200, [])


def test_it_tells_when_files_cannot_be_stored(health_check, monkeypatch, caplog):
    beat()
    with monkeypatch.context() as patch:
        patch.setattr(
            "cms.operations.readiness.default_storage.save",
            Mock(side_effect=OSError(28, "No space left on /srv/secret")),
        )
        response = health_check(RequestFactory().get("/readyz"))

        assert response.status_code == 503
        assert b"secret" not in response.content
        assert b"the disk is full" in response.content
        assert "No space left" in caplog.text

    # Not each request writes a file.
    assert find_wrong(health_check) == (503, ["storage"])
    monkeypatch.setattr("cms.operations.readiness.STORAGE_SECONDS", 0)
    assert find_wrong(health_check) == (200, [])


def test_the_file_that_it_writes_is_gone(health_check, settings):
    before = {*settings.MEDIA_ROOT.glob("*")}

    health_check(RequestFactory().get("/readyz"))

    assert {*settings.MEDIA_ROOT.glob("*")} == before


def test_it_tells_of_missing_migrations_and_of_changes_that_are_not_tracked(health_check):
    beat()
    migration = MigrationRecorder(connection).migration_qs.filter(app="home").latest("pk")
    migration.delete()
    Change.objects.all().delete()

    assert find_wrong(health_check) == (503, ["migrations", "feed"])


def test_a_database_out_of_reach_is_named_without_its_error_and_logged_once(monkeypatch, caplog):
    client = Client(raise_request_exception=False)
    with monkeypatch.context() as patch:
        patch.setattr(connection, "cursor", Mock(side_effect=OperationalError("host db.secret refused")))
        patch.setattr(connection, "ensure_connection", Mock(side_effect=OperationalError("host db.secret refused")))
        patch.setattr(connection, "close", lambda: None)
        responses = [client.get("/readyz") for _ in range(5)]

    assert {response.status_code for response in responses} == {503}
    assert [check["name"] for check in responses[0].json()["checks"] if check["ok"]] == ["storage"]
    assert b"secret" not in responses[0].content
    assert len([record for record in caplog.records if "/readyz" in record.getMessage()]) == 1


def test_it_costs_a_few_statements(health_check, django_assert_num_queries):
    beat()
    health_check(RequestFactory().get("/readyz"))

    with django_assert_num_queries(3):
        health_check(RequestFactory().get("/readyz"))


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_web_processes_see_a_worker_of_another_process_come_and_go(database_url):
    with serve(database_url, processes=1, may_fail=True) as port:
        assert ask(port, "/readyz?exclude=queue")[0] == 503

        with work(database_url) as worker:
            wait_until(lambda: ask(port, "/readyz?exclude=queue")[0] == 200)
            assert ask(port, "/readyz")[1]["cache-control"] == "no-store"
            worker.send_signal(signal.SIGTERM)
            worker.wait(timeout=30)

        assert ask(port, "/readyz?exclude=queue")[0] == 503
