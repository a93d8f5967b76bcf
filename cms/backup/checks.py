"""System checks of backups."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning  # noqa: A004 - Django's name
from django.utils import timezone

from cms.backup.archive import BackupError
from cms.backup.making import check_home
from cms.backup.nightly import LATE, find_last


def check_backups(**kwargs: Any) -> list[CheckMessage]:
    """Before a deployment: say when the last backup was made, if that is too long ago."""
    if not settings.BACKUP_DIR:
        hint = "Set BACKUP_DIR, and the worker makes a backup each night; or make sure that something else does."
        return [Warning("The site makes no backups.", hint=hint, id="backup.W001")]
    try:
        last = find_last()
        when = f"is of {last:%Y-%m-%d %H:%M} UTC" if last else "does not exist"
    except OSError as error:
        last, when = None, f"cannot be seen: {error}"
    if last and last > timezone.now() - LATE:
        return []
    hint = "The log of the worker says why, or run manage.py backup."
    return [Warning(f"The last backup in {settings.BACKUP_DIR} {when}.", hint=hint, id="backup.W002")]


def check_place(**kwargs: Any) -> list[CheckMessage]:
    """Refuse to keep backups where the site serves files from."""
    try:
        if settings.BACKUP_DIR:
            check_home(Path(settings.BACKUP_DIR))
    except BackupError as error:
        return [Error(str(error), hint="Set BACKUP_DIR to another directory.", id="backup.E001")]
    return []
