"""Another system than that of the test: an empty database and an empty media directory."""

import hashlib
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import override_settings

from cms.backup.databases import LEFT_OUT, use_settings

# What begins anew in a restored system.
ANEW = {*LEFT_OUT, "changes_change", "changes_transaction", "sqlite_sequence"}


def back_up(home: Path, *options: str) -> Path:
    """Make a backup with the command, and return its path."""
    before = set(home.glob("[!.]*"))
    call_command("backup", "--to", str(home), *options, verbosity=0)
    [path] = set(home.glob("[!.]*")) - before
    return path


def restore(path: Path, *options: str) -> None:
    call_command("restore", str(path), *options, verbosity=0)


@contextmanager
def move_elsewhere(directory: Path) -> Iterator[None]:
    """Let Django use an empty database and an empty media directory while the block lasts."""
    media = directory / "media"
    media.mkdir(parents=True)
    name = str(directory / "other.sqlite3")
    if connection.vendor == "postgresql":
        name = f"{connection.settings_dict['NAME']}_elsewhere"
        run_beside(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        run_beside(f"CREATE DATABASE {name} TEMPLATE template0")
    try:
        with override_settings(MEDIA_ROOT=str(media)), use_settings({"NAME": name}):
            yield
    finally:
        if connection.vendor == "postgresql":
            run_beside(f"DROP DATABASE {name} WITH (FORCE)")


def run_beside(statement: str) -> None:
    with connection.creation._nodb_cursor() as cursor:
        cursor.execute(statement)


def read_rows() -> dict[str, list[Any]]:
    """Return all rows of each table, in some order, but for those that begin anew."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        tables = sorted({name for (name,) in cursor.fetchall()} - ANEW)
        rows = {}
        for table in tables:
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 (the name of a table)
            rows[table] = sorted(map(repr, cursor.fetchall()))
    return rows


def read_files() -> dict[str, str]:
    """Return the digests of all files in the media directory."""
    root = Path(settings.MEDIA_ROOT)
    return {
        str(path.relative_to(root)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in root.rglob("*")
        if path.is_file()
    }


def read_schema() -> list[Any]:
    """Return what the tables are: columns, constraints, indexes, triggers."""
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(connection.settings_dict["NAME"])) as database:
            return sorted(map(repr, database.execute("SELECT type, name, tbl_name, sql FROM sqlite_master")))
    found = []
    with connection.cursor() as cursor:
        for statement in SCHEMA.split(";"):
            cursor.execute(statement)
            found += sorted(CASTS.sub("", repr(row)) for row in cursor.fetchall())
    return found


# PostgreSQL writes the same condition in two ways, depending on whether it has read it from itself.
CASTS = re.compile(r"::(character varying|text)(\[\])?|[()]")


SCHEMA = """
SELECT table_name, column_name, data_type, udt_name, character_maximum_length, numeric_precision, is_nullable,
    column_default, is_identity, is_generated, generation_expression, collation_name
FROM information_schema.columns WHERE table_schema = current_schema();
SELECT conrelid::regclass::text, conname, contype, condeferrable, condeferred, pg_get_constraintdef(oid)
FROM pg_constraint WHERE connamespace = current_schema()::regnamespace AND contype <> 'n';
SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = current_schema();
SELECT tgrelid::regclass::text, tgname, tgenabled, tgdeferrable, tginitdeferred, pg_get_triggerdef(oid)
FROM pg_trigger WHERE NOT tgisinternal;
SELECT proname, prosrc FROM pg_proc WHERE pronamespace = current_schema()::regnamespace;
SELECT relname, relpersistence FROM pg_class
WHERE relnamespace = current_schema()::regnamespace AND relkind NOT IN ('S', 't')
"""
