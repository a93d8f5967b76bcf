"""The worker makes a backup each night, and somebody hears of it if it does not."""

import errno
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.checks import run_checks
from django.utils import timezone

from cms.backup import nightly
from cms.backup.archive import list_backups
from cms.backup.checks import check_backups
from cms.backup.nightly import is_due, keep_backing_up
from cms.backup.wagtail_hooks import register_backups

NIGHT = datetime(2026, 7, 10, 2, tzinfo=UTC)  # 3 o'clock in London


class Looks(threading.Event):
    """Lets the thread of the worker look so many times whether a backup is due."""

    def __init__(self, left: int) -> None:
        super().__init__()
        self.left = left

    def wait(self, timeout: float | None = None) -> bool:
        self.left -= 1
        return self.left == 0


@pytest.mark.parametrize(
    ("last", "now", "due"),
    [
        (None, NIGHT, True),
        (NIGHT - timedelta(hours=24), NIGHT, True),
        (NIGHT - timedelta(hours=24), NIGHT - timedelta(minutes=1), False),
        (NIGHT + timedelta(minutes=5), NIGHT + timedelta(hours=23), False),
        (NIGHT - timedelta(minutes=5), NIGHT + timedelta(hours=9), True),  # the worker was down at night
    ],
)
def test_a_backup_is_due_at_night_and_once(last, now, due):
    assert is_due(last, now) is due


def test_the_worker_has_a_thread_for_it_if_it_has_a_directory(settings):
    assert register_backups() == []

    settings.BACKUP_DIR = "/srv/backups"

    assert register_backups() == [("backups", keep_backing_up)]


@pytest.mark.django_db(transaction=True)
def test_the_worker_makes_one_if_there_is_none(minutes, home, settings):
    settings.BACKUP_DIR = str(home)

    for _look in range(2):
        keep_backing_up(Looks(1))

    assert len(list_backups(home)) == 1
    assert check_backups() == []


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_is_to_stop_does_not_finish_it(minutes, home, settings, caplog):
    settings.BACKUP_DIR = str(home)
    stop = threading.Event()
    stop.set()

    keep_backing_up(stop)

    assert [path.name for path in home.iterdir()] == [".lock"]
    assert not caplog.records


@pytest.mark.django_db
def test_a_failure_is_logged_once_and_tried_again_later(media, settings, caplog, monkeypatch):
    settings.BACKUP_DIR = str(media / "here")
    monkeypatch.setattr(nightly, "PAUSE_SECONDS", 0.0)

    keep_backing_up(Looks(3))

    assert [record.getMessage().partition(":")[0] for record in caplog.records] == ["No backup can be made"]


@pytest.mark.django_db
def test_a_directory_that_cannot_be_read_is_told_and_ends_nothing(home, settings, caplog, monkeypatch, admin_client):
    settings.BACKUP_DIR = str(home)
    home.mkdir()
    monkeypatch.setattr(nightly, "PAUSE_SECONDS", 0.0)

    def fail(path: Path) -> None:
        raise OSError(errno.ESTALE, "Stale file handle", str(path))

    monkeypatch.setattr(Path, "iterdir", fail)

    assert admin_client.get("/admin/").status_code == 200
    assert "Stale file handle" in check_backups()[0].msg
    keep_backing_up(Looks(3))
    assert [record.getMessage().partition(":")[0] for record in caplog.records] == ["No backup can be made"]


def test_the_check_before_a_deployment_says_that_there_is_none_or_an_old_one(home, settings):
    assert [problem.id for problem in check_backups()] == ["backup.W001"]

    settings.BACKUP_DIR = str(home)
    assert "does not exist" in check_backups()[0].msg

    old = timezone.now() - timedelta(days=3)
    folder = home / old.strftime("%Y-%m-%dT%H%M%SZ")
    folder.mkdir(parents=True)
    (folder / "SHA256SUMS").touch()
    assert f"is of {old:%Y-%m-%d}" in check_backups()[0].msg


@pytest.mark.django_db
def test_administrators_hear_of_it_on_the_dashboard(home, settings, admin_client):
    texts = []
    for backups in (None, [], [timezone.now() - timedelta(days=3)], [timezone.now()]):
        settings.BACKUP_DIR = str(home)
        for moment in backups or ():
            (home / moment.strftime("%Y-%m-%dT%H%M%SZ")).mkdir(parents=True)
            (home / moment.strftime("%Y-%m-%dT%H%M%SZ") / "SHA256SUMS").touch()
        if backups is not None:
            home.mkdir(exist_ok=True)
        texts.append(admin_client.get("/admin/").content.decode())

    told = ["There is no backup" in text or "The last backup of the site was made" in text for text in texts]
    assert told == [False, True, True, False]


def test_a_directory_that_the_site_serves_is_an_error(media, settings):
    settings.BACKUP_DIR = str(media / "backups")

    assert "backup.E001" in [problem.id for problem in run_checks()]
