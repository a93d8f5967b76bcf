"""What the two kinds of databases have in common: what a backup leaves out, and where a restored one is made."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection

from cms.backup.archive import Archive, Draft
from cms.backup.progress import Silence

FOLDER = "database"
CLAIMED = "Another restore is at work."
# Rows that nobody should find in a backup, or need from it: who is signed in, who asked how often, and
# which workers ran.
LEFT_OUT = ("django_session", "limits_count", "operations_worker")


class Snapshot(ABC):
    """The database as it is at one moment."""

    @abstractmethod
    def select(self, sql: str) -> list[tuple[Any, ...]]:
        """Return the rows that a statement finds."""

    @abstractmethod
    def write(self, draft: Draft, progress: Silence) -> dict[str, int]:
        """Write it into a backup, and return the number of rows of each table."""


class Database(ABC):
    """The database of this site."""

    engine: str

    @abstractmethod
    def hold(self) -> AbstractContextManager[None]:
        """Let nobody write rows that name files while the block lasts."""

    @abstractmethod
    def open_snapshot(self, draft: Draft, progress: Silence) -> AbstractContextManager[Snapshot]:
        """Yield the database as it is now."""

    @abstractmethod
    def claim(self) -> AbstractContextManager[None]:
        """Let no other restore begin while the block lasts. Raises ``BackupError`` during another one."""

    @abstractmethod
    def load(self, archive: Archive, progress: Silence) -> None:
        """Make the database of a backup beside that of the site."""

    @abstractmethod
    def find_place(self) -> dict[str, Any]:
        """Return the settings with which Django uses what ``load`` has made."""

    @abstractmethod
    def swap(self) -> None:
        """Put what ``load`` has made in the place of the site's database, at one moment for everybody."""

    @abstractmethod
    def discard(self) -> None:
        """Remove what a restore has made beside the database, and left if it was interrupted."""

    @abstractmethod
    def read_last_number(self) -> int:
        """Return the highest number that the change feed may have given, 0 without a feed."""


@contextmanager
def use_settings(changed: dict[str, Any]) -> Iterator[None]:
    """Let Django use another database in the place of the site's while the block lasts."""
    before = dict(connection.settings_dict)
    connection.close()
    connection.settings_dict.update(changed)
    ContentType.objects.clear_cache()
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.clear()
        connection.settings_dict.update(before)
        ContentType.objects.clear_cache()


def list_tables() -> list[str]:
    return connection.introspection.table_names()


def find_database() -> Database:
    from cms.backup.postgresql import PostgreSQL
    from cms.backup.sqlite import SQLite

    return PostgreSQL() if connection.vendor == "postgresql" else SQLite()
