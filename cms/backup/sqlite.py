"""SQLite: a backup has a copy of the file, made by SQLite itself."""

import fcntl
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any

from django.db import connection

from cms.backup.archive import Archive, BackupError, Draft
from cms.backup.databases import CLAIMED, FOLDER, LEFT_OUT, Database, Snapshot
from cms.backup.progress import Advance, Silence

FILE = f"{FOLDER}/db.sqlite3"
SUFFIX = ".restoring"
TIMEOUT = 20
STEPS = 100_000  # of SQLite's machine between two looks at how far it is


class SQLiteCopy(Snapshot):
    """A copy of the database in the folder of the backup."""

    def __init__(self, copy: sqlite3.Connection) -> None:
        self.copy = copy

    def select(self, sql: str) -> list[tuple[Any, ...]]:
        return list(self.copy.execute(sql))

    def write(self, draft: Draft, progress: Silence) -> dict[str, int]:
        tables = sorted(name for (name,) in self.select("SELECT name FROM sqlite_master WHERE type = 'table'"))
        self.copy.execute("PRAGMA secure_delete = ON")
        for table in LEFT_OUT:
            if table in tables:
                self.copy.execute(f'DELETE FROM "{table}"')  # noqa: S608 (the name of a table)
        count = 'SELECT COUNT(*) FROM "{}"'
        counts = {name: self.select(count.format(name))[0][0] for name in tables}
        self.copy.close()
        draft.add(FILE)
        return counts


def vacuum(source: Path, target: Path, advance: Advance) -> None:
    """Write a copy without free pages into an empty file. Others may write meanwhile: it is of one moment."""
    done = 0

    def tell() -> int:
        nonlocal done
        size = target.stat().st_size
        advance(size - done)
        done = size
        return 0

    with closing(sqlite3.connect(source, timeout=TIMEOUT, isolation_level=None)) as database:
        database.set_progress_handler(tell, STEPS)
        database.execute("VACUUM INTO ?", [str(target)])
    tell()


class SQLite(Database):
    engine = "sqlite"

    def __init__(self) -> None:
        self.path = Path(connection.settings_dict["NAME"])
        self.place = self.path.with_name(self.path.name + SUFFIX)

    @contextmanager
    def hold(self) -> Iterator[None]:
        with closing(sqlite3.connect(self.path, timeout=TIMEOUT, isolation_level=None)) as writer:
            writer.execute("BEGIN IMMEDIATE")
            yield
            writer.execute("ROLLBACK")

    @contextmanager
    def open_snapshot(self, draft: Draft, progress: Silence) -> Iterator[Snapshot]:
        with draft.open(FILE):
            pass  # SQLite writes into an empty file, which only its owner may read
        path = draft.path / FILE
        with progress.stage("Database", self.path.stat().st_size) as advance:
            vacuum(self.path, path, advance)
        with closing(sqlite3.connect(path, isolation_level=None)) as copy:
            yield SQLiteCopy(copy)

    @contextmanager
    def claim(self) -> Iterator[None]:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with ExitStack() as closing_later:
            folder = os.open(self.path.parent, os.O_RDONLY)
            closing_later.callback(os.close, folder)
            try:
                fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise BackupError(CLAIMED) from None
            yield

    def load(self, archive: Archive, progress: Silence) -> None:
        self.discard()
        with progress.stage("Database"):
            self.place.touch(mode=0o600)  # from the first byte only its owner may read it
            shutil.copyfile(archive.path / FILE, self.place)
        with closing(sqlite3.connect(self.place)) as copy:
            if copy.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
                raise sqlite3.DatabaseError("The database in the backup is damaged.")

    def find_place(self) -> dict[str, Any]:
        return {"NAME": str(self.place)}

    def swap(self) -> None:
        """Write page by page in one transaction, which processes that use the database take for any other change."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(self.place)) as source, closing(sqlite3.connect(self.path)) as target:
            target.execute(f"PRAGMA busy_timeout = {TIMEOUT * 1000}")
            target.execute("PRAGMA journal_mode = WAL")
            source.backup(target)
        self.discard()

    def discard(self) -> None:
        for suffix in ("", "-wal", "-shm", "-journal"):
            self.place.with_name(self.place.name + suffix).unlink(missing_ok=True)

    def read_last_number(self) -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM sqlite_master WHERE name = 'sqlite_sequence'")
            if not cursor.fetchone():
                return 0
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = 'changes_change'")
            row = cursor.fetchone()
        return row[0] if row else 0
