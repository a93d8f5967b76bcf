"""The page *Operations* among the reports: how the site does, for administrators only."""

from datetime import timedelta
from unittest.mock import Mock

import pytest
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from cms.accounts.log import FAILURE, REFUSAL, log_attempt
from cms.operations.heartbeat import LATE, beat
from cms.operations.models import Worker
from cms.operations.overview import LOW_BYTES
from cms.webhooks.models import Endpoint
from tests import factories
from tests.ops.slow_task import fail

pytestmark = pytest.mark.django_db

PAGE = "/admin/reports/operations/"


@pytest.fixture(autouse=True)
def _queue(settings) -> None:
    settings.TASKS = {**settings.TASKS, "background": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


@pytest.fixture
def client(client, admin_user):
    client.force_login(admin_user)
    return client


def find_card(client, title: str) -> str:
    """Return the HTML of one card."""
    cards = client.get(PAGE).content.decode().split('<li class="operations__card')
    return next(card for card in cards if f'<span class="w-sr-only">: {title}</span>' in card)


def is_wrong(card: str) -> bool:
    return card.startswith(" operations__card--wrong")


@pytest.mark.parametrize("role", ["ellen", "moderator"])
def test_nobody_but_administrators_sees_it(client, role):
    client.force_login(factories.make_user(role))

    assert client.get(PAGE).status_code == 302
    assert PAGE not in client.get("/admin/").content.decode()


def test_administrators_find_it_among_the_reports(client):
    assert PAGE in client.get("/admin/").content.decode()


def test_it_shows_workers_and_what_to_do_without_one(client):
    assert is_wrong(find_card(client, "Worker"))
    assert "run_worker" in find_card(client, "Worker")

    beat()
    card = find_card(client, "Worker")
    assert not is_wrong(card)
    assert "1 worker is running." in card

    Worker.objects.update(seen_at=timezone.now() - LATE)
    assert is_wrong(find_card(client, "Worker"))


def test_a_failed_task_stands_first_with_its_reason_and_is_tried_again_from_there(client):
    beat()
    task = fail.enqueue("broken file")
    DBTaskResult.objects.update(
        status="FAILED",
        finished_at=timezone.now(),
        exception_class_path="cms.media.renditions.UnreadableImage",
    )

    content = client.get(PAGE).content.decode()
    card = find_card(client, "Failed tasks")
    assert content.index("1 background task has failed.") < content.index("1 worker is running.")
    assert "The file is broken" in card
    assert f'href="{reverse("tasks")}?status=FAILED"' in card
    assert f'action="{reverse("try_task_again", args=[task.id])}"' in card

    client.post(reverse("try_task_again", args=[task.id]))
    assert not is_wrong(find_card(client, "Failed tasks"))
    assert f'href="{reverse("tasks")}?status=READY"' in find_card(client, "Queue")


def test_a_disk_that_is_almost_full_is_named(client, monkeypatch):
    assert "Disk" in find_card(client, "Disk")
    usage = Mock(free=LOW_BYTES // 2, total=LOW_BYTES * 100)
    monkeypatch.setattr("cms.operations.overview.shutil.disk_usage", lambda place: usage)

    card = find_card(client, "Disk")

    assert is_wrong(card)
    assert "2.5" in card


def test_the_age_of_the_last_backup_is_shown_and_the_lack_of_one_is_wrong(client, settings, tmp_path, monkeypatch):
    settings.BACKUP_DIR = ""
    assert is_wrong(find_card(client, "Backup"))

    settings.BACKUP_DIR = str(tmp_path)
    assert is_wrong(find_card(client, "Backup"))

    last = timezone.now() - timedelta(hours=2)
    monkeypatch.setattr("cms.backup.nightly.find_last", lambda: last)
    monkeypatch.setattr("cms.operations.overview.find_last", lambda: last)
    card = find_card(client, "Backup")
    assert not is_wrong(card)
    assert "2\xa0hours" in card


def test_a_webhook_that_was_switched_off_is_wrong_and_linked(client):
    endpoint = Endpoint.objects.create(name="Town paper", address="https://paper.example/hook")
    assert not is_wrong(find_card(client, "Webhooks"))

    Endpoint.objects.update(is_on=False, stopped="failing")

    card = find_card(client, "Webhooks")
    assert is_wrong(card)
    assert f'href="{reverse("webhook", args=[endpoint.pk])}"' in card


def test_failed_sign_ins_are_counted_and_lead_to_the_history(client):
    log_attempt(FAILURE, "nobody", None)
    card = find_card(client, "Signing in")
    assert not is_wrong(card)
    assert f"?action={FAILURE}" in card

    log_attempt(REFUSAL, "nobody", None)
    assert is_wrong(find_card(client, "Signing in"))


def test_it_names_versions(client, settings):
    card = find_card(client, "Versions")

    assert settings.VERSION in card
    assert "Django" in card
    assert "SQLite" in card or "PostgreSQL" in card


def test_it_names_the_caches_that_are_purged_without_their_secrets(client, settings):
    settings.PURGE_URLS = ["cloudflare://secret@zone"]

    card = find_card(client, "Caches in front of the site")

    assert "cloudflare zone" in card
    assert "secret" not in card
