"""Editors who write while a backup is made: threads, each with a pair of documents that always agree."""

import gzip
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager

from django.core.files.base import ContentFile
from django.db import connection, transaction

from cms.backup.archive import Archive
from cms.models import Document

THREADS = 3


@contextmanager
def write_meanwhile() -> Iterator[Callable[[], int]]:
    """Let threads replace both documents of their pair, again and again; yield how often that happened so far."""
    stop, done, errors = threading.Event(), [0] * THREADS, []

    def write(number: int) -> None:
        try:
            pks: list[int] = []
            while not stop.is_set():
                done[number] += 1
                with transaction.atomic():
                    text = f"writer {number} version {done[number]}"
                    pair = [
                        Document.objects.create(
                            title=text, file=ContentFile(text.encode(), name=f"{number}-{part}.txt")
                        )
                        for part in range(2)
                    ]
                    for document in Document.objects.filter(pk__in=pks):
                        document.delete()
                pks = [document.pk for document in pair]
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=(number,)) for number in range(THREADS)]
    for thread in threads:
        thread.start()
    try:
        yield lambda: sum(done)
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    assert errors == []


def read_documents(archive: Archive) -> list[tuple[str, str]]:
    """Return the titles and files of the documents in a backup."""
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(archive.path / "database/db.sqlite3")) as copy:
            return list(copy.execute("SELECT title, file FROM cms_document"))
    described = archive.path / "database/cms_document.copy.gz"
    columns = [field.column for field in Document._meta.local_concrete_fields]
    with gzip.open(described, "rt") as rows:
        found = [dict(zip(columns, row.rstrip("\n").split("\t"), strict=False)) for row in rows]
    return [(row["title"], row["file"]) for row in found]


def check_agreement(archive: Archive) -> None:
    """Raise ``AssertionError`` unless each writer's documents are both of one version, with their files."""
    titles = []
    for title, name in read_documents(archive):
        if title.startswith("writer"):
            assert (archive.path / "media" / name).read_text() == title
            titles.append(title)
    assert sorted(titles) == sorted([*set(titles)] * 2)
    assert len({title.split()[1] for title in titles}) == len(set(titles))
    assert archive.manifest["missing"] == []
