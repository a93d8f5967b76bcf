"""The backup that the worker makes each night."""

import logging
import threading
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.db import close_old_connections, connection
from django.utils import timezone

from cms.backup.archive import BackupError, find_last_moment
from cms.backup.making import make_backup
from cms.backup.progress import Stoppable
from cms.environment.outages import OutageLog, is_transient

logger = logging.getLogger(__name__)

HOUR = 3
LOOK_SECONDS = 60.0
PAUSE_SECONDS = 3600.0  # after a failure
LATE = timedelta(hours=36)


def find_last() -> datetime | None:
    """Return when the last backup was made; ``None`` if there is none, or no directory for them."""
    return find_last_moment(Path(settings.BACKUP_DIR)) if settings.BACKUP_DIR else None


class Late(NamedTuple):
    """That the last backup is too old, with its moment if there is one."""

    last: datetime | None


def find_late() -> Late | None:
    """Return whether the last backup is too old; ``None`` if not, or if this process cannot see backups."""
    try:
        if not settings.BACKUP_DIR or not Path(settings.BACKUP_DIR).is_dir():
            return None
        last = find_last()
    except OSError:
        return None
    return None if last and last > timezone.now() - LATE else Late(last)


def is_due(last: datetime | None, now: datetime) -> bool:
    """Return whether there is no backup since the last 3 o'clock at night, in the time zone of the site."""
    night = timezone.localtime(now).replace(hour=HOUR, minute=0, second=0, microsecond=0)
    if night > now:
        night -= timedelta(days=1)
    return last is None or last < night


def keep_backing_up(stop: threading.Event) -> None:
    """Make a backup each night until ``stop``; after a failure, log it once and try again each hour."""
    home = Path(settings.BACKUP_DIR)
    outage = OutageLog(logger, "No backup can be made")
    resting_until = 0.0
    while True:
        close_old_connections()
        if time.monotonic() >= resting_until and not back_up(home, stop, outage):
            resting_until = time.monotonic() + PAUSE_SECONDS
        if stop.wait(LOOK_SECONDS):
            break
    connection.close()


def back_up(home: Path, stop: threading.Event, outage: OutageLog) -> bool:
    """Make a backup if one is due, unless asked to stop, and return whether there is one now."""
    try:
        if not is_due(find_last_moment(home), timezone.now()):
            return True
        archive = make_backup(home, kept=settings.BACKUP_KEPT, progress=Stoppable(stop))
    except Exception as error:
        if stop.is_set():
            pass  # the worker that starts next makes it
        elif isinstance(error, BackupError | OSError) or is_transient(error):
            outage.fail(error)
        else:
            logger.exception("The backup failed; trying again in an hour")
        return False
    outage.recover()
    if missing := archive.describe_missing():
        logger.warning("%s", missing)
    return True
