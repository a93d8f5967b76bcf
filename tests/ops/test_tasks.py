"""Background tasks: attempts, pauses, the last failure, and what administrators see of it."""

import uuid
from datetime import timedelta
from typing import Any
from unittest.mock import Mock

import pytest
import time_machine
from django.contrib.auth.models import Permission
from django.contrib.sessions.models import Session
from django.db import OperationalError
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from cms.media.renditions import make_image_renditions
from cms.operations.management.commands.run_worker import ResilientWorker, make_worker
from cms.operations.sessions import prune_sessions
from cms.operations.tasks import KEPT, LONGEST_PAUSE, LONGEST_TASK, MAX_ATTEMPTS, prune_tasks, queue_lost_tasks
from tests import factories
from tests.ops.slow_task import PROBLEMS, fail

pytestmark = pytest.mark.django_db

ALL = list(PROBLEMS)


@pytest.fixture(autouse=True)
def _queue(settings) -> None:
    settings.TASKS = {**settings.TASKS, "background": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


@pytest.fixture
def worker() -> ResilientWorker:
    return make_worker(interval=0)


@pytest.fixture
def client(client, admin_user):
    client.force_login(admin_user)
    return client


def read(task: Any) -> DBTaskResult:
    return DBTaskResult.objects.get(pk=task.id)


def attempt(worker: ResilientWorker, task: Any) -> DBTaskResult:
    """Let a worker run a task, whether or not it is due, and return it."""
    found = read(task)
    assert found.status == "READY"
    found.claim(worker.worker_id)
    worker.run_task(found)
    return read(task)


def exhaust(worker: ResilientWorker, task: Any) -> DBTaskResult:
    while attempt(worker, task).status == "READY":
        pass
    return read(task)


# Attempts


@pytest.mark.parametrize("problem", ["database", "full disk", "bug"])
def test_a_task_that_fails_is_tried_again_after_growing_pauses_until_it_has_failed(problem, worker):
    task = fail.enqueue(problem)

    pauses = []
    with time_machine.travel(timezone.now(), tick=False):
        while (tried := attempt(worker, task)).status == "READY":
            pauses.append(tried.run_after - timezone.now())

    assert tried.status == "FAILED"
    assert len(tried.worker_ids) == MAX_ATTEMPTS == len(pauses) + 1
    assert pauses == sorted(pauses)
    assert pauses[:3] == [timedelta(seconds=seconds) for seconds in (5, 15, 45)]
    assert pauses[-1] == LONGEST_PAUSE


def test_a_task_that_no_attempt_can_help_fails_at_once(worker):
    task = fail.enqueue("broken file")

    assert attempt(worker, task).status == "FAILED"
    queue_lost_tasks()
    assert read(task).status == "FAILED"


@pytest.mark.parametrize(
    ("began", "status"),
    [(LONGEST_TASK * 1.1, "READY"), (LONGEST_TASK * 0.9, "RUNNING"), (-timedelta(hours=2), "READY")],
)
def test_a_task_whose_worker_was_killed_is_queued_again(began, status):
    task = fail.enqueue("bug")
    read(task).claim("a worker that has been killed")
    DBTaskResult.objects.update(started_at=timezone.now() - began)

    queue_lost_tasks()

    assert read(task).status == status


def test_a_task_that_kills_each_worker_fails_in_the_end(client):
    task = fail.enqueue("bug")
    for number in range(MAX_ATTEMPTS):
        assert read(task).status == "READY"
        read(task).claim(f"worker {number}")
        DBTaskResult.objects.update(started_at=timezone.now() - LONGEST_TASK * 2)
        queue_lost_tasks()

    assert read(task).status == "FAILED"
    assert "It was interrupted" in client.get("/admin/reports/tasks/").content.decode()


def test_a_worker_that_is_killed_before_it_has_queued_a_failed_task_again_loses_nothing(worker):
    task = fail.enqueue("bug")
    read(task).claim("a worker that has been killed")
    read(task).set_failed(RuntimeError("a bug"))
    DBTaskResult.objects.update(finished_at=timezone.now() - LONGEST_TASK * 2)

    queue_lost_tasks()

    assert read(task).status == "READY"


def test_a_clock_that_is_set_back_keeps_no_task_waiting(worker):
    task = fail.enqueue("bug")
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        attempt(worker, task)

    queue_lost_tasks()

    assert read(task).run_after <= timezone.now()


def test_an_outage_during_a_task_queues_it_again(worker, monkeypatch):
    """The result cannot be stored: the worker learns that when the database is back."""
    task = fail.enqueue("database")
    read(task).claim(worker.worker_id)
    running = read(task)
    with monkeypatch.context() as patch:
        patch.setattr(DBTaskResult, "save", Mock(side_effect=PROBLEMS["database"]))
        with pytest.raises(OperationalError):
            worker.run_task(running)
    assert read(task).status == "RUNNING"

    worker.settle_interrupted_task()

    assert read(task).status == "READY"


# A full disk


def test_a_full_disk_is_logged_once_for_all_tasks_and_all_are_tried_when_it_has_space(worker, monkeypatch, caplog):
    tasks = [fail.enqueue("full disk") for _ in range(3)]
    for task in tasks * 3:
        attempt(worker, task)
    assert read(tasks[2]).run_after > timezone.now()
    monkeypatch.delitem(PROBLEMS, "full disk")

    attempt(worker, tasks[0])

    assert read(tasks[2]).run_after <= timezone.now()
    assert caplog.messages == [
        "Tasks wait for the disk: The disk is full: no space left on device",
        "Tasks wait for the disk: it works again",
    ]


def test_an_outage_of_the_database_is_logged_until_a_task_is_done(worker, caplog):
    for problem in ("database", "database", "none"):
        attempt(worker, fail.enqueue(problem))

    assert [message.partition(": ")[0] for message in caplog.messages] == ["The worker waits for the database"] * 2
    assert caplog.messages[-1].endswith("it works again")


# What administrators see


@pytest.mark.parametrize("problem", ALL)
def test_the_report_says_why_a_task_failed(problem, worker, client):
    exhaust(worker, fail.enqueue(problem))

    page = client.get("/admin/reports/tasks/").content.decode()

    assert "Fail" in page
    assert str(PROBLEMS[problem]) in page
    assert {"full disk": "The disk of the server is full", "bug": "details are in the log"}.get(problem, "") in page
    assert "1 background task has failed" in client.get("/admin/").content.decode()


def test_the_report_names_and_links_the_object(worker, client):
    image = factories.make_image("Broken")
    image.file.storage.delete(image.file.name)
    task = DBTaskResult.objects.get()
    exhaust(worker, task)

    page = client.get("/admin/reports/tasks/?status=FAILED").content.decode()

    assert "Create image sizes: Broken" in page
    assert f"/admin/images/{image.pk}/" in page
    assert "A file is missing" in page


def test_the_report_takes_no_query_for_each_task(client, django_assert_max_num_queries):
    counts = []
    for _ in range(2):
        factories.make_image()
        client.get("/admin/reports/tasks/")
        with django_assert_max_num_queries(100) as queries:
            client.get("/admin/reports/tasks/")
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_an_object_that_is_gone_and_a_task_that_is_no_longer_in_the_code_are_shown(worker, client):
    make_image_renditions.enqueue(4_000_000)
    gone = fail.enqueue("bug")
    DBTaskResult.objects.filter(pk=gone.id).update(task_path="tests.ops.slow_task.make_tea")

    attempt(worker, gone)

    page = client.get("/admin/reports/tasks/").content.decode()
    assert "Create image sizes" in page
    assert "Make tea" in page


def test_an_administrator_tries_a_failed_task_again(worker, client, monkeypatch):
    task = fail.enqueue("bug")
    exhaust(worker, task)
    monkeypatch.delitem(PROBLEMS, "bug")

    response = client.post(f"/admin/reports/tasks/{task.id}/try-again/", follow=True)

    assert "tried again in a moment" in response.content.decode()
    assert attempt(worker, task).status == "SUCCESSFUL"
    assert "has failed" not in client.get("/admin/").content.decode()
    assert "already done" in client.post(f"/admin/reports/tasks/{task.id}/try-again/", follow=True).content.decode()
    assert read(task).status == "SUCCESSFUL"


def test_an_administrator_tries_all_failed_tasks_again(worker, client):
    tasks = [fail.enqueue("broken file") for _ in range(2)]
    for task in tasks:
        attempt(worker, task)

    response = client.post("/admin/reports/tasks/try-again/", follow=True)

    assert "2 tasks will be tried again" in response.content.decode()
    assert {read(task).status for task in tasks} == {"READY"}


@pytest.mark.parametrize("group", ["Editors", "Moderators"])
def test_others_neither_see_tasks_nor_try_them_again(group, worker, client):
    user = factories.make_user(group=group)
    client.force_login(user)
    task = fail.enqueue("broken file")
    attempt(worker, task)

    for path in ("", "results/"):
        assert client.get(f"/admin/reports/tasks/{path}").status_code in {302, 403}
    for path in (f"{task.id}/try-again/", "try-again/"):
        assert client.post(f"/admin/reports/tasks/{path}").status_code in {302, 403}
    assert read(task).status == "FAILED"
    assert "background task" not in client.get("/admin/").content.decode()

    user.user_permissions.add(Permission.objects.get(codename="change_dbtaskresult"))
    assert client.get("/admin/reports/tasks/").status_code == 200


def test_nothing_is_tried_again_by_a_get_or_where_there_is_nothing(client):
    task = fail.enqueue("bug")

    assert client.get(f"/admin/reports/tasks/{task.id}/try-again/").status_code == 405
    assert client.get("/admin/reports/tasks/try-again/").status_code == 405
    assert client.post(f"/admin/reports/tasks/{uuid.uuid4()}/try-again/").status_code == 404


def test_a_failure_is_forgotten_when_the_same_task_succeeds_later(worker, monkeypatch):
    """Somebody has uploaded the file of a picture again."""
    old, other = fail.enqueue("broken file"), fail.enqueue("bug")
    attempt(worker, old)
    exhaust(worker, other)
    monkeypatch.delitem(PROBLEMS, "broken file")

    attempt(worker, fail.enqueue("broken file"))

    assert sorted(DBTaskResult.objects.values_list("status", flat=True)) == ["FAILED", "SUCCESSFUL"]
    assert read(other).status == "FAILED"


# What is deleted


@pytest.mark.parametrize("status", KEPT)
def test_old_tasks_are_deleted(status, worker):
    for age in (KEPT[status] * 1.1, KEPT[status] * 0.9):
        task = fail.enqueue("bug")
        DBTaskResult.objects.filter(pk=task.id).update(status=status, finished_at=timezone.now() - age)
    waiting = fail.enqueue("bug")

    prune_tasks()

    assert {*DBTaskResult.objects.values_list("pk", flat=True)} == {read(task).pk, read(waiting).pk}


def test_expired_sessions_are_deleted(client):
    assert Session.objects.count() == 1
    prune_sessions()
    assert Session.objects.count() == 1
    Session.objects.update(expire_date=timezone.now() - timedelta(minutes=1))

    prune_sessions()

    assert Session.objects.count() == 0
