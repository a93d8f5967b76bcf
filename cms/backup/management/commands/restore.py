import os
import sys
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from cms.backup.archive import NAME, Archive, BackupError, list_backups, lock
from cms.backup.databases import find_database
from cms.backup.making import check_home, write_backup
from cms.backup.progress import Progress, Silence
from cms.backup.restoring import check_fits, find_content, restore


class Command(BaseCommand):
    help = "Puts a backup in the place of the database and the files that it names. Without a name, lists backups."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("backup", nargs="?", help="its name in BACKUP_DIR, its path, or latest")
        parser.add_argument("--check", action="store_true", help="only read the backup, and say whether it is sound")
        parser.add_argument(
            "--replace", action="store_true", help="over a site with content, of which a backup is made"
        )
        parser.add_argument("--no-backup", action="store_true", help="with --replace: what is there is lost")

    def handle(self, *args: Any, backup: str | None, verbosity: int, **options: Any) -> None:
        progress = Progress(sys.stderr) if verbosity else Silence()
        if backup is None:
            self.list_all()
            return
        try:
            archive = Archive.read(find_path(backup))
            archive.check(progress)
            check_fits(archive, find_database())
            if options["check"]:
                self.stdout.write(f"{archive} is sound.")
                return
            home = archive.path.parent
            with lock(home) if os.access(home, os.W_OK) else nullcontext():
                self.restore(archive, progress, replace=options["replace"], saves=not options["no_backup"])
        except (BackupError, DatabaseError, PermissionError) as error:
            raise CommandError(" ".join(str(error).split())) from error
        if verbosity:
            self.stdout.write(f"The site is as it was on {archive.moment:%d %B %Y at %H:%M} UTC.")

    def list_all(self) -> None:
        backups = list_backups(Path(settings.BACKUP_DIR)) if settings.BACKUP_DIR else []
        for path in backups:
            self.stdout.write(path.name)
        if not backups:
            raise CommandError("There are no backups in BACKUP_DIR." if settings.BACKUP_DIR else "Say which backup.")

    def restore(self, archive: Archive, progress: Silence, *, replace: bool, saves: bool) -> None:
        if content := find_content():
            if not replace:
                raise BackupError(f"The database has {content} already. To lose what is there, add --replace.")
            if saves:
                check_home(archive.path.parent)
                saved = write_backup(archive.path.parent, with_media=archive.manifest["media"], progress=progress)
                self.stdout.write(f"What was there until now: {saved.path}")
        restore(archive, progress)


def find_path(backup: str) -> Path:
    """Return the path of a backup by its name in ``BACKUP_DIR``, its path, or the word ``latest``."""
    home = Path(settings.BACKUP_DIR) if settings.BACKUP_DIR else None
    if backup == "latest":
        found = list_backups(home) if home else []
        if not found:
            raise BackupError("There are no backups in BACKUP_DIR.")
        return found[-1]
    if home and NAME.fullmatch(backup):
        return home / backup
    return Path(backup).absolute()
