"""What is damaged, or not ours, is refused before anything is touched."""

import errno
import json
import os
import shutil
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from cms.backup import archive as archives
from cms.backup.archive import MANIFEST, SUMS, Archive, Draft, read_line, write_line
from cms.backup.databases import find_database
from cms.backup.management.commands import restore as command

FACTS = {"version": "1.0.0", "migrations": [], "rows": {}, "media": True, "missing": []}


@pytest.fixture
def backup(tmp_path) -> Path:
    home = tmp_path / "backups"
    home.mkdir()
    draft = Draft(home)
    draft.write("media/documents/minutes.pdf", [b"minutes"])
    draft.write("database/rows", [b"rows"])
    return draft.finish(timezone.now(), {**FACTS, "engine": find_database().engine}).path


@pytest.fixture(autouse=True)
def _touches_nothing(monkeypatch):
    monkeypatch.setattr(command, "restore", lambda *args, **options: pytest.fail("It was restored"))


def change(backup: Path, **facts: object) -> None:
    """Write other facts into the manifest, with the right digest."""
    manifest = json.loads((backup / MANIFEST).read_text())
    (backup / MANIFEST).write_text(json.dumps({**manifest, **facts}))
    lines = [line for line in (backup / SUMS).read_text().splitlines(keepends=True) if MANIFEST not in line]
    lines.append(write_line(archives.digest_file(backup / MANIFEST), MANIFEST))
    (backup / SUMS).write_text("".join(lines))


def leave_link(backup: Path) -> None:
    shutil.move(backup / "media", backup.parent / "media")
    (backup / "media").symlink_to(backup.parent / "media")


def drop_line(backup: Path) -> None:
    lines = (backup / SUMS).read_text().splitlines(keepends=True)
    (backup / SUMS).write_text("".join(line for line in lines if "rows" not in line))


def lead_out(backup: Path) -> None:
    (backup.parent / "rows").write_bytes(b"rows")
    (backup / SUMS).write_text((backup / SUMS).read_text().replace("database/rows", "../rows"))


DAMAGES = {
    "a file differs": (lambda b: (b / "database/rows").write_bytes(b"Rows"), "rows is not what was saved"),
    "a file is missing": (lambda b: (b / "media/documents/minutes.pdf").unlink(), "minutes.pdf is missing"),
    "the manifest differs": (lambda b: (b / MANIFEST).write_text("{}"), "manifest.json is not what was saved"),
    "the digests are missing": (lambda b: (b / SUMS).unlink(), "is no complete backup"),
    "the digests are no text": (lambda b: (b / SUMS).write_bytes(b"\xff\x00"), "is no complete backup"),
    "the digests are nonsense": (lambda b: (b / SUMS).write_text("oops\n"), "SHA256SUMS is damaged"),
    "a digest is missing": (drop_line, "SHA256SUMS is not complete"),
    "a folder is a link": (leave_link, "is a link to elsewhere"),
    "a name leads out": (lead_out, "it names ../rows"),
    "it is not there": (shutil.rmtree, "is no complete backup"),
    "another program's": (lambda b: change(b, project="other"), "is no backup of this program"),
    "a newer format": (lambda b: change(b, format=99), "made by a newer release, 1.0.0"),
    "another database": (lambda b: change(b, engine="oracle"), "is of oracle, and DATABASE_URL names"),
    "newer migrations": (lambda b: change(b, migrations=["blog.9999_later"]), "no migration blog.9999_later"),
}


@pytest.mark.django_db
@pytest.mark.parametrize(("damage", "reason"), DAMAGES.values(), ids=DAMAGES)
def test_it_is_refused(backup, damage, reason):
    damage(backup)

    with pytest.raises(CommandError, match=reason):
        call_command("restore", str(backup), verbosity=0)


@pytest.mark.django_db
def test_a_sound_one_can_be_checked_and_listed(backup, settings, capsys):
    settings.BACKUP_DIR = str(backup.parent)

    for name in (backup.name, "latest"):
        call_command("restore", name, "--check", verbosity=0)
    call_command("restore")

    assert capsys.readouterr().out.splitlines() == [f"{backup.name} is sound."] * 2 + [backup.name]


@pytest.mark.parametrize("name", ["media/plain.pdf", "media/two words.pdf", "media/a\\b\nc.pdf", "media/clwb-gŵyl.pdf"])
def test_names_are_read_as_they_were_written(name):
    assert read_line(write_line("0" * 64, name).removesuffix("\n")) == (name, "0" * 64)


@pytest.mark.parametrize("name", ["media/a\u2028b.pdf", "media/a\x85b.pdf", "media/a\rb.pdf"])
def test_a_backup_with_other_ends_of_lines_in_a_name_is_read(tmp_path, name):
    draft = Draft(tmp_path)
    draft.write(name, [b"minutes"])

    archive = draft.finish(timezone.now(), {**FACTS, "engine": "sqlite"})

    assert name in archive.digests


def test_backups_of_another_user_are_neither_deleted_nor_in_the_way(backup, monkeypatch):
    """As whoever is not root would see what root has made."""
    home = backup.parent
    others = [home / f"2026-01-0{number}T000000Z" for number in (1, 2)]
    for path in others:
        shutil.copytree(backup, path)
    foreign = others[0]
    access, is_file = os.access, Path.is_file

    def is_closed(path: Path) -> bool:
        return foreign in path.parents

    def look(path: Path) -> bool:
        if is_closed(path):
            raise PermissionError(errno.EACCES, "closed", str(path))
        return is_file(path)

    monkeypatch.setattr(os, "access", lambda path, mode: path != foreign and access(path, mode))
    monkeypatch.setattr(Path, "is_file", look)
    monkeypatch.setattr(Archive, "read", classmethod(lambda cls, path: look(path / SUMS)))

    assert archives.read_last(home)
    assert archives.prune_backups(home, 1) == [others[1].name]
    assert archives.list_backups(home) == [foreign, backup]
    shutil.rmtree(backup)
    assert archives.read_last(home) is None


def test_a_clock_that_was_ahead_has_made_no_backup_yet(backup):
    last = archives.find_last_moment(backup.parent)
    shutil.copytree(backup, backup.parent / "2099-01-01T000000Z")

    assert archives.find_last_moment(backup.parent) == last


def test_a_backup_says_what_it_is(backup):
    assert Archive.read(backup).manifest["files"] == 2
