"""Makes a backup of the database and the files that it names, as of one moment."""

from pathlib import Path

from django.conf import settings
from django.utils import timezone

from cms.backup.archive import Archive, BackupError, Draft, lock, prune_backups, read_last
from cms.backup.databases import find_database
from cms.backup.files import Copies, Select, read_names, select
from cms.backup.progress import Silence
from cms.environment.outages import find_disk_failure
from cms.upstream.django import list_known_migrations

# Looks at the database until all of its files can be had. The second one hardly ever comes.
ROUNDS = 10


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
    deleted in that time, the database is saved again: its moment is that of the last time.
    """
    draft = Draft(home)
    database = find_database()
    try:
        copies = Copies(draft, read_last(home), progress)
        if with_media:
            copies.fetch(read_names(select))
        for _round in range(ROUNDS):
            moment = timezone.now()
            with database.dump(draft, progress) as (select_then, counts):
                named = read_names(select_then) if with_media else {}
                migrations = read_migrations(select_then)
            if copies.settle(named):
                break
        else:
            raise BackupError("Files were deleted faster than they could be copied.")
        if named and not copies.copied:
            raise BackupError("None of the files that the database names is there: is the media directory away?")
        copies.drop_others(named)
        facts = {
            "version": settings.VERSION,
            "engine": database.engine,
            "migrations": migrations,
            "rows": counts,
            "media": with_media,
            "missing": sorted(copies.missing),
        }
        return draft.finish(moment, facts)
    except BaseException:
        draft.discard()
        raise


def read_migrations(select: Select) -> list[str]:
    """Return the applied migrations, such as ``blog.0001_initial``, without those of apps that are long gone."""
    applied = select("SELECT app, name FROM django_migrations")
    return sorted(f"{app}.{name}" for app, name in list_known_migrations() & set(applied))
