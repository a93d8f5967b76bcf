"""Counts what clients do, together for all processes that serve the site.

With PostgreSQL the counts are in the database, so they are those of all machines. SQLite allows one writer at a time,
and a publish would hold up those who count; it is for one machine, so files in ``VAR_DIR`` do there.
"""

import hashlib
import logging
import shutil
import time
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.db import connection

from cms.limits.models import Count

logger = logging.getLogger(__name__)

INCREMENT = """
    INSERT INTO limits_count AS known (key, hits, ends) VALUES (%s, 1, %s)
    ON CONFLICT (key) DO UPDATE SET hits = known.hits + 1 RETURNING hits
"""


class Window(NamedTuple):
    """The current span of ``seconds``, counted from 1970; ``left`` seconds of it remain."""

    number: int
    seconds: int
    left: float

    @classmethod
    def of(cls, seconds: int) -> "Window":
        number, passed = divmod(time.time(), seconds)
        return cls(int(number), seconds, seconds - passed)


def count(action: str, client: str, window: Window) -> int:
    """Return how often ``client`` has done ``action`` within ``window``, including this time.

    Clients are stored as a digest. If a full disk makes it impossible to count, nobody is refused, and the log says so
    once a window.
    """
    key = hashlib.sha256(f"{action} {client} {window.seconds} {window.number}".encode()).hexdigest()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(INCREMENT, [key, (window.number + 1) * window.seconds])
            hits: int = cursor.fetchone()[0]
            return hits
    try:
        return count_in_file(settings.VAR_DIR / "counts", key, (window.number + 1) * window.seconds)
    except OSError as error:
        log_failure(error, window)
        return 0


def count_in_file(directory: Path, key: str, ends: int) -> int:
    """Append a byte to the file of a key, and return its position.

    The operating system serialises appends, so no two processes get the same position and no count is lost. Files that
    end at the same time share a directory.
    """
    current = directory / str(ends)
    try:
        file = (current / key).open("ab")
    except FileNotFoundError:
        current.mkdir(parents=True, exist_ok=True)
        file = (current / key).open("ab")
    with file:
        file.write(b".")
        file.flush()
        return file.tell()


def find_obstacle() -> OSError | None:
    """Return why nothing can be counted; with PostgreSQL nothing of this machine is in the way."""
    if connection.vendor != "postgresql":
        try:
            count_in_file(settings.VAR_DIR / "counts", "start", int(time.time()))
        except OSError as error:
            return error
    return None


failed: set[Window] = set()


def log_failure(error: OSError, window: Window) -> None:
    key = window._replace(left=0)
    if key not in failed:
        failed.clear()
        failed.add(key)
        logger.error("Requests cannot be counted: %s", error)


def remove_old_counts() -> None:
    """Delete the counts of past windows."""
    now = time.time()
    Count.objects.filter(ends__lt=now).delete()
    directory = settings.VAR_DIR / "counts"
    for old in directory.iterdir() if directory.is_dir() else ():
        if old.name.isdecimal() and int(old.name) < now:
            shutil.rmtree(old, ignore_errors=True)
