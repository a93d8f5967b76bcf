"""Processes that serve while a backup is restored show what was restored, and what changes afterwards."""

import json

import pytest

from tests import factories
from tests.backup.systems import back_up, restore
from tests.ops.processes import fetch, serve

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.proof]


def test_processes_that_never_stopped_show_what_was_restored(database_url, media, home):
    update = factories.make_update(title="As it was")
    backup = back_up(home)
    update.title = "As it is now"
    update.save_revision().publish()
    path = f"/api/v2/updates/{update.pk}/"

    with serve(database_url) as port:

        def read_titles() -> set[str]:
            return {json.loads(fetch(port, path)[1])["title"] for _request in range(20)}

        assert read_titles() == {"As it is now"}

        restore(backup, "--replace", "--no-backup")
        assert read_titles() == {"As it was"}

        update.refresh_from_db()
        update.title = "As it will be"
        update.save_revision().publish()
        assert read_titles() == {"As it will be"}
