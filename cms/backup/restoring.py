"""Puts a backup in the place of the site's database and files."""

import hashlib
import logging
import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from django.contrib.auth import get_user_model
from django.core.files import File
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Revision

from cms.backup.archive import CHUNK, Archive, BackupError, digest_file
from cms.backup.databases import Database, find_database, list_tables, use_settings
from cms.backup.files import FOLDER, Named, list_columns, read_names, select
from cms.backup.progress import Silence
from cms.changes.feed import read_last_change
from cms.changes.install import record_anything
from cms.changes.models import Change
from cms.environment.outages import find_disk_failure
from cms.upstream.django import list_known_migrations

logger = logging.getLogger(__name__)


def check_fits(archive: Archive, database: Database) -> None:
    """Refuse a backup that this code or this kind of database cannot take."""
    manifest = archive.manifest
    if manifest["engine"] != database.engine:
        raise BackupError(f"{archive} is of {manifest['engine']}, and DATABASE_URL names {database.engine}.")
    known = {f"{app}.{name}" for app, name in list_known_migrations()}
    if unknown := [name for name in manifest["migrations"] if name not in known]:
        raise BackupError(
            f"{archive} needs release {manifest['version']} or newer, with the same EXTRA_APPS:"
            f" here is no migration {unknown[0]}."
        )


def find_content() -> str:
    """Return what of value the database has, nothing if it is empty or has only what ``migrate`` makes."""
    tables = set(list_tables())
    if tables and "django_migrations" not in tables:
        return "tables of another program"
    for model in (get_user_model(), Revision, get_image_model(), get_document_model()):
        if model._meta.db_table in tables and model._default_manager.exists():
            return str(model._meta.verbose_name_plural)
    return ""


def restore(archive: Archive, progress: Silence) -> None:
    """Put a backup, which has been checked, in the place of what is there.

    Until the last step nothing that the site uses is changed, and that step is one transaction. Files come first: new
    ones beside those that are in use.
    """
    database = find_database()
    with database.claim():
        replace(database, archive, progress)


def replace(database: Database, archive: Archive, progress: Silence) -> None:
    database.discard()
    old = read_old_names()
    files = NewFiles(old)
    try:
        if archive.manifest["media"]:
            files.put(archive.list_files(FOLDER), progress)
        with connection.wrap_database_errors:
            above = database.read_last_number()
            database.load(archive, progress)
        with use_settings(database.find_place()), progress.stage("Migrations"):
            prepare(max(above, database.read_last_number()), files.renamed)
    except BaseException as error:
        files.remove()
        with suppress(DatabaseError, OSError):
            database.discard()
        if isinstance(error, OSError):
            raise BackupError(str(find_disk_failure(error) or error)) from error
        raise
    # If the connection breaks as this is committed, nobody knows which files are needed: all stay.
    with connection.wrap_database_errors:
        database.swap()
    if archive.manifest["media"]:
        delete_unnamed(old.keys() - files.names)


def delete_unnamed(names: Iterable[str]) -> None:
    """Delete files that nothing names any more. The site is restored by now, whatever comes of this."""
    for name in names:
        try:
            default_storage.delete(name)
        except Exception as error:
            logger.warning("%s could not be deleted, which nothing uses any more: %s", name, error)


def read_old_names() -> Named:
    """Return the files that the database names before the restore; none if it cannot say."""
    try:
        return read_names(select) if "django_migrations" in list_tables() else {}
    except DatabaseError:
        return {}


class NewFiles:
    """The files of a backup in the storage of the site. Those that are in use there are never touched."""

    def __init__(self, used: Named) -> None:
        self.used = used
        self.names: set[str] = set()
        self.written: list[str] = []
        self.renamed: dict[str, str] = {}

    def put(self, files: dict[str, Path], progress: Silence) -> None:
        if not files:
            return
        with progress.stage("Files", len(files), unit="files") as advance:
            for name, path in files.items():
                found = self.put_one(name, path)
                self.names.add(found)
                if found != name:
                    self.renamed[name] = found
                advance(1)
        os.sync()

    def put_one(self, name: str, path: Path) -> str:
        """Store a file and return its name, which is another one if a file in use has that of the backup's."""
        if default_storage.exists(name):
            if digest_stored(name) == digest_file(path):
                return name
            if name not in self.used:  # what an interrupted restore has left
                default_storage.delete(name)
        with path.open("rb") as file:
            found = default_storage.save(name, File(file, name=name))
        self.written.append(found)
        return found

    def remove(self) -> None:
        with suppress(OSError):
            for name in self.written:
                default_storage.delete(name)


def digest_stored(name: str) -> str:
    digest = hashlib.sha256()
    with default_storage.open(name) as file:
        for chunk in file.chunks(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def prepare(above: int, renamed: dict[str, str]) -> None:
    """Make the restored database ready, before anybody uses it: apply missing migrations, and begin a new feed.

    All that follows the feed finds no change after its last one, and so starts anew. Numbers never repeat.
    """
    if Change._meta.db_table in list_tables():
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {Change._meta.db_table}")  # noqa: S608 (the name of a table)
    call_command("migrate", interactive=False, verbosity=0)
    with transaction.atomic():
        for table, column, _key in list(list_columns()) if renamed else ():
            with connection.cursor() as cursor:
                sql = f'UPDATE "{table}" SET "{column}" = %s WHERE "{column}" = %s'  # noqa: S608 (names of models)
                cursor.executemany(sql, [(new, old) for old, new in renamed.items()])
        if read_last_change()[0] <= above:
            record_anything(connection, above=above)
