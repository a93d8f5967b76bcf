"""``/readyz``: whether the whole site does its work, for whoever watches over it."""

import logging
import secrets
import time
from collections.abc import Callable, Iterable
from typing import NamedTuple

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import Error, connection
from django.utils.translation import gettext_lazy as _

from cms.changes.feed import read_version
from cms.environment.outages import OutageLog
from cms.operations.heartbeat import list_workers
from cms.operations.tasks import is_stuck
from cms.upstream.django import list_missing_migrations

logger = logging.getLogger(__name__)

STORAGE_SECONDS = 10.0


class Check(NamedTuple):
    """Something that has to be right, and one sentence for each case. Strangers read them: they tell no secret."""

    name: str
    is_right: Callable[[], bool]
    right: object
    wrong: object


class Result(NamedTuple):
    name: str
    ok: bool
    message: object


class StorageProbe:
    """Writes a small file and deletes it, but not more often than every so many seconds, whoever asks."""

    def __init__(self) -> None:
        self.outage = OutageLog(logger, "No file can be stored")
        self.asked = -STORAGE_SECONDS
        self.is_writable = True

    def __call__(self) -> bool:
        if time.monotonic() - self.asked >= STORAGE_SECONDS:
            self.is_writable = self.write()
            self.asked = time.monotonic()
        return self.is_writable

    def write(self) -> bool:
        try:
            name = default_storage.save(f".ready-{secrets.token_hex(8)}", ContentFile(b"ready"))
            default_storage.delete(name)
        except Exception as error:  # every storage has errors of its own
            self.outage.fail(error)
            return False
        self.outage.recover()
        return True


def can_ask_database() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return True


class MigrationsProbe:
    """Reads the migrations until all are applied: that is slow, and applied migrations stay applied."""

    def __init__(self) -> None:
        self.is_migrated = False

    def __call__(self) -> bool:
        self.is_migrated = self.is_migrated or not list_missing_migrations(connection)
        return self.is_migrated


def make_checks() -> list[Check]:
    """Return all checks. Those after the first ask the database, except that of the storage."""
    return [
        Check("database", can_ask_database, _("The database answers."), _("The database does not answer.")),
        Check(
            "migrations",
            MigrationsProbe(),
            _("All migrations are applied."),
            _("Migrations are missing: run migrate."),
        ),
        Check(
            "feed",
            lambda: read_version() is not None,
            _("Changes are tracked, and responses are cached."),
            _("Changes are not tracked, so nothing is cached: a migration is running, or was not completed."),
        ),
        Check(
            "storage",
            StorageProbe(),
            _("Files can be stored."),
            _("Files cannot be stored: the disk is full, read-only or away."),
        ),
        Check(
            "worker",
            lambda: bool(list_workers()),
            _("A worker is running."),
            _("No worker has been seen for five minutes: start one with run_worker."),
        ),
        Check(
            "queue",
            lambda: not is_stuck(),
            _("Background tasks are done."),
            _("Background tasks have been waiting for 15 minutes, and none was begun."),
        ),
    ]


def run_checks(checks: Iterable[Check]) -> list[Result]:
    """Return what each check finds. What cannot be found out is not right."""
    return [run_check(check) for check in checks]


def run_check(check: Check) -> Result:
    try:
        ok = check.is_right()
    except Error:
        connection.close()  # so that the next check does not reuse a broken connection
        ok = False
    return Result(check.name, ok, check.right if ok else check.wrong)
