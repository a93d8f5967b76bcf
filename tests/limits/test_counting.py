"""Counting what clients do, together in all processes."""

import os
import subprocess
import sys

import pytest
import time_machine
from django.db import connection
from wagtail.models import PageViewRestriction

from cms.changes.models import Change
from cms.limits.apps import check_counting
from cms.limits.counting import Window, count, remove_old_counts
from cms.limits.models import Count
from tests import factories
from tests.ops.processes import ROOT

on_sqlite = pytest.mark.skipif("connection.vendor == 'postgresql'", reason="PostgreSQL counts in a table")


@pytest.fixture(autouse=True)
def directory(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    return tmp_path / "counts"


@pytest.mark.django_db
def test_actions_clients_and_windows_are_counted_apart():
    minute, hour = Window.of(60), Window.of(3600)

    counted = [count("api", "a", minute), count("api", "a", minute), count("api", "b", minute)]
    counted += [count("form", "a", minute), count("api", "a", hour), count("api", "a", minute._replace(number=1))]

    assert counted == [1, 2, 1, 1, 1, 1]


COUNT = """
import django; django.setup()
from cms.limits.counting import Window, count
print(*(count("api", "client", Window(7, 10**9, 1)) for _ in range(200)))
"""


def test_processes_count_together_and_lose_nothing(database_url, tmp_path):
    environment = {"DATABASE_URL": database_url, "DJANGO_SETTINGS_MODULE": "cms.settings", "VAR_DIR": str(tmp_path)}
    environment = os.environ | environment
    processes = [
        subprocess.Popen([sys.executable, "-c", COUNT], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    own = [count("api", "client", Window(7, 10**9, 1)) for _ in range(200)]

    counted = own + [int(number) for process in processes for number in process.communicate()[0].split()]

    assert sorted(counted) == list(range(1, 601))


@pytest.mark.django_db
def test_past_windows_are_removed(directory):
    with time_machine.travel("2026-07-01T12:00:10Z", tick=False) as clock:
        count("api", "a", Window.of(60))
        count("api", "a", Window.of(3600))
        clock.shift(60)
        remove_old_counts()
        files = sorted(path.name for path in directory.iterdir()) if directory.exists() else []
        rows = Count.objects.count()

        assert (rows, len(files)) == ((1, 0) if connection.vendor == "postgresql" else (0, 1))
        assert count("api", "a", Window.of(3600)) == 2


@on_sqlite
def test_a_directory_that_cannot_be_written_is_an_error_at_the_start(settings, tmp_path):
    assert check_counting(None) == []

    settings.VAR_DIR = tmp_path / "file"
    settings.VAR_DIR.write_text("not a directory")

    assert [error.id for error in check_counting(None)] == ["limits.E001"]


@on_sqlite
def test_a_disk_that_fills_up_refuses_nobody_and_is_one_line_a_window(settings, tmp_path, caplog):
    settings.VAR_DIR = tmp_path / "file"
    settings.VAR_DIR.write_text("not a directory")
    window = Window.of(60)

    assert [count("api", "a", window) for _ in range(3)] == [0, 0, 0]
    assert [record.getMessage().split(":")[0] for record in caplog.records] == ["Requests cannot be counted"]


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="only PostgreSQL has a log of writes")
@pytest.mark.django_db
def test_counts_write_nothing_to_the_log_of_the_database():
    with connection.cursor() as cursor:
        cursor.execute("SELECT relpersistence FROM pg_class WHERE relname = 'limits_count'")
        assert cursor.fetchone() == ("u",)


@pytest.mark.django_db(transaction=True)
def test_what_readers_do_is_no_change_of_content(client, settings):
    """Otherwise each request that is counted would make all answers stale."""
    settings.API_RATE_LIMIT = 2
    locked = factories.make_standard_page(slug="locked")
    PageViewRestriction.objects.create(page=locked, restriction_type="password", password="secret")
    client.get("/")  # makes the settings of a new site
    before = Change.objects.last()

    for path in ("/", "/locked/", "/nowhere/", "/search/?query=bread", *["/api/v2/pages/?search=bread"] * 3):
        client.get(path)
    client.post("/admin/login/", {"username": "editor", "password": "guess"})
    client.post("/admin/password_reset/", {"email": "editor@example.org"})
    client.post(f"/api/v2/pages/{locked.pk}/unlock/", {"password": "guess"}, "application/json")
    remove_old_counts()

    assert before
    assert Change.objects.last() == before
