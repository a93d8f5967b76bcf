"""What was saved is there again, in another system, and nobody takes it for what they knew."""

import pytest
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from cms.caching.stale import EVERYTHING, find_stale
from cms.changes.feed import Pruned, follow_changes, read_last_change
from cms.changes.install import check_triggers
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
