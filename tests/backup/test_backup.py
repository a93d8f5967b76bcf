"""A backup is of one moment, complete or not there, and nobody else's to read."""

import errno
import os
import subprocess
from contextlib import contextmanager
from pathlib import Path

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.core.management import CommandError
from django.db.models import FileField, Model
from django.test import override_settings
from django.test.utils import isolate_apps

from cms.backup import files
from cms.backup.archive import Archive, Draft, list_backups, lock
from cms.backup.databases import find_database
from cms.backup.making import write_backup
from cms.backup.progress import Silence
from cms.models import Document
from tests.backup.systems import back_up
from tests.backup.writers import check_agreement, write_meanwhile

pytestmark = pytest.mark.django_db(transaction=True)


def read_copy(backup: Path, document: Document) -> bytes:
    return (backup / "media" / document.file.name).read_bytes()


def upload(text: bytes) -> Document:
    return Document.objects.create(title="Another", file=ContentFile(text, name="minutes.pdf"))


class Meanwhile:
    """Lets something happen before and after the moment of a backup, each once."""

    def __init__(self, monkeypatch) -> None:
        self.before, self.after = [], []
        self.moments = 0
        kind = type(find_database())
        open_snapshot = kind.open_snapshot

        @contextmanager
        def open_meanwhile(database, *args):
            self.moments += 1
            while self.before:
                self.before.pop(0)()
            with open_snapshot(database, *args) as snapshot:
                snapshot.select("SELECT 1 FROM django_migrations")
                while self.after:
                    self.after.pop(0)()
                yield snapshot

        monkeypatch.setattr(kind, "open_snapshot", open_meanwhile)


@pytest.fixture
def meanwhile(monkeypatch) -> Meanwhile:
    return Meanwhile(monkeypatch)


def test_a_file_that_is_uploaded_and_deleted_meanwhile_is_in_no_backup(minutes, home, meanwhile):
    uploaded = []
    meanwhile.before = [lambda: uploaded.append(upload(b"short-lived"))]
    meanwhile.after = [lambda: uploaded.pop().delete()]

    backup = back_up(home)

    assert meanwhile.moments == 2
    assert read_copy(backup, minutes) == b"%PDF-1.4 minutes"
    assert Archive.read(backup).manifest["missing"] == []
    assert [path.name for path in (backup / "media" / "documents").iterdir()] == ["minutes.pdf"]


def test_a_file_that_is_deleted_after_its_moment_is_in_the_backup(minutes, home, meanwhile):
    meanwhile.after = [lambda: Document.objects.get().delete()]

    backup = back_up(home)

    assert meanwhile.moments == 1
    assert read_copy(backup, minutes) == b"%PDF-1.4 minutes"


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_file_that_takes_the_name_of_another_one_is_not_taken_for_it(minutes, home, meanwhile, when):
    name = minutes.file.name

    def exchange() -> None:
        Document.objects.get().delete()
        assert upload(b"other minutes").file.name == name

    setattr(meanwhile, when, [exchange])

    backup = back_up(home)

    expected = b"other minutes" if when == "before" else b"%PDF-1.4 minutes"
    assert read_copy(backup, minutes) == expected


def test_a_file_that_was_missing_before_is_named_and_hinders_nothing(minutes, media, home, capsys):
    lost = upload(b"lost")
    (media / lost.file.name).unlink()

    backup = back_up(home)

    assert Archive.read(backup).manifest["missing"] == [lost.file.name]
    assert f": 1, such as {lost.file.name}" in capsys.readouterr().err
    assert read_copy(backup, minutes)


def test_nothing_is_saved_or_deleted_while_the_media_directory_is_away(minutes, home, tmp_path):
    back_up(home)
    (tmp_path / "empty").mkdir()

    with override_settings(MEDIA_ROOT=str(tmp_path / "empty")), pytest.raises(CommandError, match="media directory"):
        back_up(home, "--keep", "1")

    assert len(list_backups(home)) == 1


def test_a_file_that_stays_is_stored_once_for_all_backups_and_again_if_that_copy_is_damaged(minutes, home):
    first, second = back_up(home), back_up(home)
    copies = [backup / "media" / minutes.file.name for backup in (first, second)]
    assert copies[0].samefile(copies[1])
    times = copies[1].stat()
    copies[1].write_bytes(b"%PDF-1.4 rotten!")
    os.utime(copies[1], (times.st_atime, times.st_mtime))

    third = back_up(home)

    assert read_copy(third, minutes) == b"%PDF-1.4 minutes"


def test_only_the_owner_may_read_it_and_everybody_can_check_it(minutes, home):
    backup = back_up(home)

    modes = {(path.is_dir(), path.stat().st_mode & 0o777) for path in [backup, *backup.rglob("*")]}
    assert modes == {(True, 0o700), (False, 0o600)}
    assert home.stat().st_mode & 0o777 == 0o700
    subprocess.run(["sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"], cwd=backup, check=True)


@time_machine.travel("2026-07-01T12:00:00Z", tick=False)
def test_the_newest_ones_are_kept_also_of_one_second(minutes, home):
    (home / "notes").mkdir(parents=True)
    backups = [back_up(home, "--keep", "2") for _number in range(12)]

    assert list_backups(home) == backups[-2:]
    assert {path.name for path in home.iterdir()} == {".lock", "notes", *(path.name for path in backups[-2:])}


def test_a_full_disk_leaves_nothing_behind(minutes, home, monkeypatch):
    first = back_up(home)
    upload(b"more")

    def refuse(*args) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Draft, "write", refuse)
    with pytest.raises(CommandError, match="The disk is full"):
        back_up(home)

    assert {path.name for path in home.iterdir()} == {".lock", first.name}


def test_what_a_killed_process_has_left_is_no_backup_and_goes_away(minutes, home):
    first = back_up(home)
    for name in (".unfinished", ".deleted"):
        (home / name / "media").mkdir(parents=True)

    assert list_backups(home) == [first]
    second = back_up(home)

    assert {path.name for path in home.iterdir()} == {".lock", first.name, second.name}


def test_two_at_once_are_refused(minutes, home):
    with lock(home), pytest.raises(CommandError, match="Another backup or restore is at work"):
        back_up(home)


@pytest.mark.parametrize("place", ["", "images/backups"])
def test_it_is_refused_where_the_site_serves_files(minutes, media, place):
    with pytest.raises(CommandError, match="whose files the site serves"):
        back_up(media / place)


@isolate_apps("tests.garden")
def test_newer_code_can_save_what_older_code_made(minutes, home, monkeypatch):
    class Leaflet(Model):  # noqa: DJ008
        file = FileField()

        class Meta:
            app_label = "garden"

    class NewDocument(Model):  # noqa: DJ008
        file = FileField()
        cover = FileField()

        class Meta:
            app_label = "garden"
            db_table = Document._meta.db_table

    monkeypatch.setattr(files.apps, "get_models", lambda **options: [Leaflet, NewDocument])

    backup = back_up(home)

    assert read_copy(backup, minutes) == b"%PDF-1.4 minutes"


def test_the_database_alone_can_be_saved(minutes, home):
    backup = back_up(home, "--no-media")

    assert not (backup / "media").exists()
    assert Archive.read(backup).manifest["media"] is False


@pytest.mark.proof
def test_a_backup_beside_writers_is_of_one_moment(minutes, home):
    """Each writer changes two rows and a file in one transaction: in a backup they agree."""
    with write_meanwhile() as count:
        moments = []
        for _number in range(10):
            with lock(home):
                moments.append(write_backup(home, with_media=True, progress=Silence()))
    assert count() > 50
    for archive in moments:
        archive.check(Silence())
        check_agreement(archive)
