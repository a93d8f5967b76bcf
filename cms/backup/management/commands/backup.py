import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError
from django.template.defaultfilters import filesizeformat

from cms.backup.archive import BackupError
from cms.backup.making import make_backup
from cms.backup.progress import Progress, Silence


class Command(BaseCommand):
    help = "Saves the database and the files that it names, as of one moment, in a new folder."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--to", metavar="DIRECTORY", help="the directory of backups (default: BACKUP_DIR)")
        parser.add_argument("--keep", type=int, metavar="N", help="how many backups are kept (default: BACKUP_KEPT)")
        parser.add_argument("--no-media", action="store_true", help="only the database, if something else saves files")

    def handle(self, *args: Any, verbosity: int, **options: Any) -> None:
        place = options["to"] or settings.BACKUP_DIR
        if not place:
            raise CommandError("Say where with --to, or set BACKUP_DIR.")
        kept = settings.BACKUP_KEPT if options["keep"] is None else options["keep"]
        if kept < 1:
            raise CommandError("--keep must be 1 or more.")
        progress = Progress(sys.stderr) if verbosity else Silence()
        try:
            archive = make_backup(Path(place), kept=kept, with_media=not options["no_media"], progress=progress)
        except (BackupError, DatabaseError) as error:
            raise CommandError(" ".join(str(error).split())) from error
        if missing := archive.describe_missing():
            self.stderr.write(self.style.WARNING(missing))
        if verbosity:
            size = filesizeformat(archive.manifest["bytes"]).replace("\xa0", " ")
            self.stdout.write(f"{archive.path}: {archive.manifest['files']} files, {size}")
