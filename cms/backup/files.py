"""The files that rows name: uploads, renditions, and those of apps.

A row names a file from after it was written until before it is deleted, and nothing writes into it meanwhile. So a
file that the same row names before and after it was copied is the one of every moment in between.
"""

import os
import time
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from django.apps import apps
from django.core.files.storage import default_storage
from django.db import connection
from django.db.models import FileField

from cms.backup.archive import CHUNK, Archive, Draft
from cms.backup.progress import Silence

FOLDER = "media"
Select = Callable[[str], list[tuple[Any, ...]]]
# For each name the rows that name it: table, column, primary key.
Named = dict[str, set[tuple[str, str, Any]]]
# Looks for a file that a row names: Wagtail deletes a replaced file just before it commits.
LOOKS = 5
PAUSE = 1.0


class Column(NamedTuple):
    """A column with names of files in the default storage."""

    table: str
    column: str
    key: str


def list_columns() -> Iterator[Column]:
    """Yield those of the database as it is: before an upgrade, newer code may know more."""
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        for model in apps.get_models(include_auto_created=True):
            meta = model._meta
            names = [str(field.column) for field in meta.local_fields if isinstance(field, FileField)]
            if names and meta.managed and not meta.proxy and meta.db_table in tables:
                found = {
                    column.name for column in connection.introspection.get_table_description(cursor, meta.db_table)
                }
                for name in found.intersection(names):
                    yield Column(meta.db_table, name, str(meta.pk.column))


def read_names(select: Select) -> Named:
    """Return what ``select`` finds in the columns of files."""
    named: Named = {}
    for table, column, key in list(list_columns()):
        sql = f'SELECT "{key}", "{column}" FROM "{table}" WHERE "{column}" <> \'\''  # noqa: S608 (names of models)
        for pk, name in select(sql):
            named.setdefault(name, set()).add((table, column, pk))
    return named


def select(sql: str) -> list[tuple[Any, ...]]:
    """Return the rows that a statement finds in the database as it is now."""
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())


class Copies:
    """The files of a draft, each with the rows that named it while it was copied."""

    def __init__(self, draft: Draft, last: Archive | None, progress: Silence) -> None:
        self.draft = draft
        self.last = last
        self.progress = progress
        self.copied: Named = {}
        self.missing: Named = {}

    def fetch(self, named: Named) -> Named:
        """Copy files unless that is done, and return those that were fetched now or are not there."""
        wanted = {name: owners for name, owners in named.items() if not owners & self.copied.get(name, set())}
        if not wanted:
            return wanted
        with self.progress.stage("Files", len(wanted), unit="files") as advance:
            for name, owners in wanted.items():
                self.missing.pop(name, None)
                self.copied.pop(name, None)
                try:
                    self.copy(name)
                    self.copied[name] = set(owners)
                except FileNotFoundError:
                    self.draft.remove(f"{FOLDER}/{name}")
                    self.missing[name] = set(owners)
                advance(1)
        return wanted

    def copy(self, name: str) -> None:
        """Copy a file, or take it from the last backup if it is the same there."""
        place = f"{FOLDER}/{name}"
        size, changed = default_storage.size(name), default_storage.get_modified_time(name).timestamp()
        self.draft.remove(place)
        if self.last and is_same(self.last, place, size, changed) and self.draft.link(place, self.last):
            return
        with default_storage.open(name) as file:
            self.draft.write(place, file.chunks(CHUNK))
        os.utime(self.draft.path / place, (changed, changed))

    def settle(self, named: Named) -> bool:
        """Return whether each file is that of the moment at which ``named`` was read, a moment ago.

        Files that nobody has deleted and that are nevertheless missing were missing then, too.
        """
        self.missing.clear()
        uncertain = self.fetch(named)
        for look in range(LOOKS):
            self.forget_deleted(uncertain)
            if not self.missing or look == LOOKS - 1:
                break
            time.sleep(PAUSE)
            self.fetch({name: uncertain[name] for name in self.missing})
        return all(
            owners & (self.copied.get(name, set()) | self.missing.get(name, set())) for name, owners in named.items()
        )

    def forget_deleted(self, uncertain: Named) -> None:
        """Forget what was fetched, or missed, while the rows that name it went away."""
        now = read_names(select) if uncertain else {}
        for name in uncertain:
            for found in (self.copied, self.missing):
                if name in found and not found[name] & now.get(name, set()):
                    del found[name]

    def drop_others(self, named: Named) -> None:
        """Remove what was copied for rows that are not in the backup."""
        for name in self.copied.keys() - named.keys():
            self.draft.remove(f"{FOLDER}/{name}")


def is_same(last: Archive, place: str, size: int, changed: float) -> bool:
    """Return whether the last backup has the same version of a file, by its size and time."""
    if place not in last.digests:
        return False
    try:
        found = (last.path / place).stat()
    except OSError:
        return False
    return found.st_size == size and int(found.st_mtime) == int(changed)
