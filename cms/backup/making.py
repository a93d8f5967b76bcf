"""Makes a backup of the database and the files that it names, as of one moment."""

from contextlib import ExitStack
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils import timezone

from cms.backup.archive import Archive, BackupError, Draft, lock, prune_backups, read_last
from cms.backup.databases import find_database
from cms.backup.files import Copies, Select, read_names, select
from cms.backup.progress import Silence
from cms.environment.outages import find_disk_failure
from cms.upstream.django import list_known_migrations

# The moments that are tried, and whether nobody may write then. The second one hardly ever comes.
HOLDS = (False, False, True)


def make_backup(home: Path, *, kept: int, with_media: bool = True, progress: Silence | None = None) -> Archive:
    """Make a backup in a directory of backups, and delete old ones there. Raises ``BackupError``."""
    check_home(home)
    try:
        with lock(home):
            archive = write_backup(home, with_media=with_media, progress=progress or Silence())
            prune_backups(home, kept)
    except OSError as error:
        raise BackupError(str(find_disk_failure(error) or error)) from error
    return archive


def check_home(home: Path) -> None:
    """Refuse a directory that the site serves files from."""
    for served in (settings.MEDIA_ROOT, settings.STATIC_ROOT):
        if home.resolve().is_relative_to(Path(served).resolve()):
            raise BackupError(f"Backups cannot be in {served}, whose files the site serves.")


def write_backup(home: Path, *, with_media: bool, progress: Silence) -> Archive:
    """Write a backup. Call it within ``lock``.

    Most files are copied before the database is saved, so that little time passes until the others are. If one has been
    deleted in that time, the next moment is tried, and at last nobody may write for as long as it takes.
    """
    draft = Draft(home)
    try:
        copies = Copies(draft, read_last(home), progress)
        if with_media:
            copies.fetch(read_names(select))
        for holds in HOLDS:
            if facts := save_database(draft, copies, with_media=with_media, holds=holds, progress=progress):
                break
        else:
            raise BackupError("Files were deleted faster than they could be copied.")
        return draft.finish(facts.pop("moment"), facts)
    except BaseException:
        draft.discard()
        raise


def save_database(
    draft: Draft, copies: Copies, *, with_media: bool, holds: bool, progress: Silence
) -> dict[str, Any] | None:
    """Save the database and return facts about it; ``None`` if one of its files is not to be had any more."""
    database = find_database()
    with connection.wrap_database_errors, ExitStack() as holding:
        if holds:
            holding.enter_context(database.hold())
        with database.open_snapshot(draft, progress) as snapshot:
            moment = timezone.now()
            named = read_names(snapshot.select) if with_media else {}
            if not copies.settle(named):
                return None
            holding.close()
            if named and not copies.copied:
                raise BackupError("None of the files that the database names is there: is the media directory away?")
            copies.drop_others(named)
            return {
                "moment": moment,
                "version": settings.VERSION,
                "engine": database.engine,
                "migrations": read_migrations(snapshot.select),
                "media": with_media,
                "missing": sorted(copies.missing),
                "rows": snapshot.write(draft, progress),
            }


def read_migrations(select: Select) -> list[str]:
    """Return the applied migrations, such as ``blog.0001_initial``, without those of apps that are long gone."""
    applied = select("SELECT app, name FROM django_migrations")
    return sorted(f"{app}.{name}" for app, name in list_known_migrations() & set(applied))
