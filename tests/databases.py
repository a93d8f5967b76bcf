"""The test database: a copy of one that all migrations have made, put back as it was after a test that commits.

Migrating takes longer than most tests. What it makes is remembered by a digest of the migrations: for SQLite as a file
in ``var/tests``, for PostgreSQL as a template database on the same server.
"""

import fcntl
import hashlib
import os
import shutil
import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from unittest.mock import patch

import django
import wagtail
from django.conf import settings
from django.db import connection, transaction

from cms.changes.install import make_fingerprints

ROOT = Path(__file__).resolve().parent.parent
APPS = ("blog", "cms", "events", "home", "search")
DIRECTORY = ROOT / "var" / "tests"

EMPTY_TABLES = """
DO $$
DECLARE name text;
BEGIN
    FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
        EXECUTE format('DELETE FROM %I', name);
    END LOOP;
END $$
"""


def make_digest() -> str:
    """Return a name for what the migrations of today make."""
    digest = hashlib.sha256((ROOT / "uv.lock").read_bytes())
    digest.update(repr(settings.INSTALLED_APPS).encode())
    digest.update(repr([django.VERSION, wagtail.VERSION]).encode())  # not what is locked, in `make canary`
    for app in APPS:
        for migration in sorted((ROOT / app).rglob("migrations/*.py")):
            digest.update(migration.read_bytes())
    digest.update(repr(make_fingerprints(connection.vendor)).encode())  # triggers are made after migrations
    return digest.hexdigest()[:16]


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Let one process of a parallel run migrate while the others wait for what it makes."""
    DIRECTORY.mkdir(parents=True, exist_ok=True)
    with (DIRECTORY / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextmanager
def without_savepoints() -> Iterator[None]:
    """Set no savepoints while something is made for a test: if a part of it fails, so does the test."""
    with patch.object(connection.features, "uses_savepoints", False):
        yield


class Database(ABC):
    """The test database of this process."""

    def __init__(self) -> None:
        self.original_name: str = connection.settings_dict["NAME"]
        self.name: str = connection.creation._get_test_db_name()
        self.digest = make_digest()

    def set_up(self) -> None:
        with one_at_a_time():
            if not self.has_template():
                connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
                self.keep_template()
            self.copy_template()
        connection.close()
        connection.settings_dict["NAME"] = self.name

    def tear_down(self) -> None:
        connection.close()
        connection.settings_dict["NAME"] = self.original_name

    @abstractmethod
    def has_template(self) -> bool: ...

    @abstractmethod
    def keep_template(self) -> None:
        """Remember the test database, which the migrations have just made."""

    @abstractmethod
    def copy_template(self) -> None:
        """Make the test database out of the remembered one."""

    @abstractmethod
    def restore(self) -> None:
        """Put back what the migrations put into the tables, and nothing else."""


class SQLite(Database):
    @property
    def template(self) -> Path:
        return DIRECTORY / f"{self.digest}.sqlite3"

    def has_template(self) -> bool:
        return self.template.exists()

    def keep_template(self) -> None:
        unfinished = self.template.with_suffix(f".{os.getpid()}")
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(unfinished)])
        connection.close()
        for outdated in DIRECTORY.glob("*.sqlite3"):
            outdated.unlink()
        unfinished.replace(self.template)

    def copy_template(self) -> None:
        shutil.copyfile(self.template, self.name)

    def restore(self) -> None:
        """Copy page by page, which other connections take for a change like any other."""
        connection.ensure_connection()
        with closing(sqlite3.connect(self.template)) as template:
            template.backup(connection.connection)


class PostgreSQL(Database):
    def __init__(self) -> None:
        super().__init__()
        self.template = f"cms_tests_{self.digest}"
        self.rows: dict[str, bytes] = {}

    def set_up(self) -> None:
        super().set_up()
        self.rows = self.read_rows()

    def has_template(self) -> bool:
        with connection.creation._nodb_cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [self.template])
            return cursor.fetchone() is not None

    def keep_template(self) -> None:
        connection.close()
        with connection.creation._nodb_cursor() as cursor:
            cursor.execute(f'ALTER DATABASE "{self.name}" RENAME TO "{self.template}"')

    def copy_template(self) -> None:
        with connection.creation._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')
            cursor.execute(f'CREATE DATABASE "{self.name}" TEMPLATE "{self.template}"')

    def read_rows(self) -> dict[str, bytes]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public'")
            return {table: rows for (table,) in cursor.fetchall() if (rows := self.read_table(table))}

    def read_table(self, table: str) -> bytes:
        with connection.cursor() as cursor, cursor.copy(f"COPY {table} TO STDOUT") as rows:
            return b"".join(rows)

    def restore(self) -> None:
        """Delete and insert with triggers and foreign keys asleep; emptying tables as Django does takes far longer."""
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
            cursor.execute(EMPTY_TABLES)
            for table, rows in self.rows.items():
                with cursor.copy(f"COPY {table} FROM STDIN") as copy:
                    copy.write(rows)

    def tear_down(self) -> None:
        super().tear_down()
        with connection.creation._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{self.name}" WITH (FORCE)')


def find_database() -> Database:
    return SQLite() if connection.vendor == "sqlite" else PostgreSQL()
