"""What was saved is there again, in another system, and nobody takes it for what they knew."""

import errno
import shutil
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from cms.backup import restoring
from cms.backup.archive import list_backups
from cms.backup.databases import find_database
from cms.caching.stale import EVERYTHING, find_stale
from cms.changes.feed import Pruned, follow_changes, read_last_change
from cms.changes.install import check_triggers, is_migrated
from cms.models import Document
from tests import factories
from tests.backup.systems import back_up, move_elsewhere, read_files, read_rows, read_schema, restore
from tests.changes.readers import QuickClient

pytestmark = pytest.mark.django_db(transaction=True)


def test_an_empty_system_becomes_the_same_site(media, home, tmp_path):
    update = factories.make_full_update()
    factories.make_user()
    Session.objects.create(session_key="somebody", session_data="", expire_date=timezone.now())
    (media / "nobody-names-this.txt").write_text("left over")
    path = f"/api/v2/updates/{update.pk}/"
    before, rows, schema, known = QuickClient().get(path).json(), read_rows(), read_schema(), read_last_change()[0]
    files = read_files()
    del files["nobody-names-this.txt"]
    assert len(files) > 2

    backup = back_up(home)
    with move_elsewhere(tmp_path / "elsewhere"):
        restore(backup)

        assert read_rows() == rows
        assert read_files() == files
        assert read_schema() == schema
        assert QuickClient().get(path).json() == before
        assert not Session.objects.exists()
        assert check_triggers(["default"]) == []
        assert read_last_change()[0] > known
        assert find_stale(known).tags == EVERYTHING
        with pytest.raises(Pruned):
            list(follow_changes(known))
        update.refresh_from_db()
        update.title = "Changed afterwards"
        update.save()
        assert [change.op for change in follow_changes(read_last_change()[0] - 1)] == ["title"]


def test_a_site_with_content_is_replaced_on_demand_only_and_saved_before(minutes, home):
    """The backup is older than the code, and another file has a name of one of its files by now."""
    pk, name = minutes.pk, minutes.file.name
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'limits' AND name LIKE '0002_%'")
    backup = back_up(home)
    call_command("migrate", verbosity=0)
    minutes.delete()
    other = Document.objects.create(title="Other", file=ContentFile(b"other minutes", name="minutes.pdf"))
    extra = Document.objects.create(title="Extra", file=ContentFile(b"extra", name="extra.pdf"))
    assert other.file.name == name
    known = read_last_change()[0]

    with pytest.raises(CommandError, match="has documents already"):
        restore(backup)
    assert Document.objects.count() == 2

    restore(backup, "--replace")

    [found] = Document.objects.all()
    assert (found.pk, found.title, found.file.read()) == (pk, "Minutes", b"%PDF-1.4 minutes")
    assert not default_storage.exists(extra.file.name)
    assert {*read_files()} == {found.file.name}
    assert read_last_change()[0] > known
    assert is_migrated(connection)

    saved = list_backups(home)[-1]
    restore(saved, "--replace", "--no-backup")

    assert {document.file.read() for document in Document.objects.all()} == {b"other minutes", b"extra"}


def test_a_restore_that_fails_changes_nothing(minutes, home, monkeypatch):
    backup = back_up(home)
    minutes.delete()
    factories.make_document("Kept")
    rows, files = read_rows(), read_files()

    def fail(*args) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(restoring, "prepare", fail)
    with pytest.raises(CommandError, match="The disk is full"):
        restore(backup, "--replace", "--no-backup")

    assert read_rows() == rows
    assert read_files() == files
    assert not list_leftovers()


def test_what_is_there_is_not_saved_where_the_site_serves_files(minutes, media, home):
    backup = back_up(home)
    served = media / "unpacked" / backup.name
    shutil.copytree(backup, served)

    with pytest.raises(CommandError, match="whose files the site serves"):
        restore(served, "--replace")

    assert [path for path in served.parent.iterdir() if path.name != ".lock"] == [served]


def test_a_file_that_cannot_be_deleted_afterwards_is_no_failure(minutes, home, monkeypatch, caplog):
    backup = back_up(home)
    later = factories.make_document("Later")

    def refuse(name: str) -> None:
        raise PermissionError(errno.EACCES, "Permission denied", name)

    monkeypatch.setattr(default_storage._wrapped, "delete", refuse)

    restore(backup, "--replace", "--no-backup")

    assert list(Document.objects.values_list("pk", flat=True)) == [minutes.pk]
    assert f"{later.file.name} could not be deleted" in caplog.text


def test_two_restores_at_once_are_refused_from_wherever_they_come(minutes, home, tmp_path):
    """They make the new database at one place: the second would put a half of it in the place of the site's."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    backup = Path(shutil.copytree(back_up(home), elsewhere / "2026-01-01T000000Z"))

    with find_database().claim(), pytest.raises(CommandError, match="Another restore is at work"):
        restore(backup, "--replace", "--no-backup")

    assert Document.objects.filter(pk=minutes.pk).exists()
    restore(backup, "--replace", "--no-backup")


def test_a_database_of_another_program_is_left_alone(minutes, home, tmp_path):
    backup = back_up(home)

    with move_elsewhere(tmp_path / "elsewhere"):
        with connection.cursor() as cursor:
            cursor.execute("CREATE TABLE invoices (id integer)")
        with pytest.raises(CommandError, match="has tables of another program"):
            restore(backup)


def list_leftovers() -> list[str]:
    """Return what a restore makes beside the database."""
    if connection.vendor == "sqlite":
        path = Path(connection.settings_dict["NAME"])
        return [str(found) for found in path.parent.glob(f"{path.name}.restoring*")]
    with connection.cursor() as cursor:
        cursor.execute("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'cms%'")
        return [name for (name,) in cursor.fetchall()]


@pytest.fixture
def object_storage(settings) -> None:
    """A storage without paths, as that of S3 is."""
    settings.STORAGES = {**settings.STORAGES, "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"}}


def test_files_may_be_where_there_are_no_paths(object_storage, minutes, home):
    backup = back_up(home)
    second = back_up(home)
    minutes.delete()
    factories.make_document("Other")

    restore(backup, "--replace", "--no-backup")

    assert [document.file.read() for document in Document.objects.all()] == [b"%PDF-1.4 minutes"]
    assert (second / "media/documents/minutes.pdf").samefile(backup / "media/documents/minutes.pdf")
