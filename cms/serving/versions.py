"""Reads the content version, and what changes concern, without holding up the event loop."""

import asyncio
import logging
import sqlite3
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from django.db import Error, connection

from cms.caching.stale import EVERYTHING, Stale, find_stale
from cms.changes.feed import LAST_CHANGE, MIGRATE, read_version
from cms.serving.threads import SharedCall

logger = logging.getLogger(__name__)

FIND_SECONDS = 0.5  # meanwhile all requests wait
UNKNOWN = Stale(0, EVERYTHING)


def make_version_reader() -> Callable[[], Awaitable[int | None]]:
    """Return a function that reads the version: ``None`` while changes are not tracked or the database is down."""
    shared = SharedCall(try_read_version, ThreadPoolExecutor(1, thread_name_prefix="version"))
    if connection.vendor != "sqlite":
        return shared
    return SQLiteVersion(connection.settings_dict["NAME"], otherwise=shared)


def try_read_version() -> int | None:
    """Return the content version; a broken connection is replaced."""
    for _attempt in range(2):
        try:
            return read_version()
        except Error:
            connection.close()
    return None


def make_stale_finder() -> Callable[[int], Awaitable[Stale]]:
    """Return a function that finds what the changes since a version concern: everything if that fails or takes long."""
    executor = ThreadPoolExecutor(1, thread_name_prefix="stale")

    async def find(after: int) -> Stale:
        finding = asyncio.get_running_loop().run_in_executor(executor, try_find_stale, after)
        try:
            return await asyncio.wait_for(finding, FIND_SECONDS)
        except TimeoutError:
            return UNKNOWN

    return find


def try_find_stale(after: int) -> Stale:
    try:
        return find_stale(after)
    except Exception:
        logger.exception("Could not find out what has changed since %d: everything is computed anew", after)
        connection.close()
        return UNKNOWN


class Recent:
    """Reads the version, unless somebody has asked for it less than ``seconds`` ago."""

    def __init__(self, read: Callable[[], Awaitable[int | None]], seconds: float) -> None:
        self.read = read
        self.seconds = seconds
        self.version: int | None = None
        self.asked_at = 0.0

    async def __call__(self) -> int | None:
        if self.version is None or time.monotonic() - self.asked_at > self.seconds:
            return await self.look()
        return self.version

    async def look(self) -> int | None:
        """Read the version now: nobody who asks later gets an older one."""
        now = time.monotonic()
        version = await self.read()
        if now >= self.asked_at:
            self.version, self.asked_at = version, now
        return version


class SQLiteVersion:
    """Reads the version in the event loop: with SQLite that takes less time than handing it to a thread.

    Django's connections refuse to be used there, so it has one of its own, which only reads and never waits. If it
    would have to wait, the version is read ``otherwise``.
    """

    def __init__(self, path: str | Path, *, otherwise: Callable[[], Awaitable[int | None]]) -> None:
        self.uri = f"{Path(path).resolve().as_uri()}?mode=ro"
        self.otherwise = otherwise
        self.connection: sqlite3.Connection | None = None

    async def __call__(self) -> int | None:
        try:
            if self.connection is None:
                self.connection = sqlite3.connect(self.uri, uri=True, timeout=0, isolation_level=None)
            number, op = self.connection.execute(LAST_CHANGE).fetchone() or (0, MIGRATE)
        except sqlite3.Error:
            if self.connection is not None:
                self.connection.close()
                self.connection = None
            return await self.otherwise()
        return None if op == MIGRATE else int(number)
