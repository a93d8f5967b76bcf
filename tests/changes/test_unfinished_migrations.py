"""A ``migrate`` that fails, is killed or does only a part never leaves old content standing."""

import io
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from wsgiref.util import setup_testing_defaults

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.management import call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import RequestFactory

from cms.caching import purges
from cms.caching.purges import Purger
from cms.caching.responses import ResponseCache
from cms.caching.tags import ALL, SITE
from cms.changes.feed import read_version
from cms.changes.install import UNFINISHED, check_triggers, read_triggers
from cms.changes.models import Change
from cms.models import Topic
from cms.operations.health import HealthCheckMiddleware
from cms.serving.threads import run_application
from cms.serving.versions import try_read_version
from tests.changes.readers import QuickClient
from tests.changes.test_purges import FakeCache
from tests.factories import make_topic
from tests.ops.processes import ROOT, ask, serve

pytestmark = pytest.mark.django_db(transaction=True)

MIGRATIONS = "tests.changes.unfinished.migrations"
HALVES = ["first", "second"]


class Web:
    """A process that serves the list of topics, and a cache in front of it that is told of changes."""

    path = "/api/v2/topics/?fields=description"

    def __init__(self) -> None:
        self.computed = 0
        self.django = WSGIHandler()
        self.cache = ResponseCache(self.compute, capacity=1_000_000, read_version=self.read_version)
        self.front = FakeCache()
        self.purger = Purger(self.front)

    async def compute(self, environ):
        self.computed += 1
        return run_application(self.django, environ)

    async def read_version(self):
        return try_read_version()

    def read(self) -> tuple[dict[str, str], str]:
        status, headers, body = self.ask()
        assert status == 200
        return headers, body

    def ask(self) -> tuple[int, dict[str, str], str]:
        path, _, query = self.path.partition("?")
        environ = {"PATH_INFO": path, "QUERY_STRING": query, "HTTP_HOST": "localhost"}
        setup_testing_defaults(environ)
        coroutine = self.cache.answer(environ)
        with pytest.raises(StopIteration) as done:  # nothing in it has to wait, so no event loop is needed
            coroutine.send(None)
        answer = done.value.value
        return answer.status, dict(answer.headers), answer.body.decode()

    def list_purged(self) -> list[set[str]]:
        """Return what the cache in front was told since the last time."""
        self.purger.step()
        purged, self.front.purged = self.front.purged, []
        return purged


@pytest.fixture
def topic() -> Topic:
    return make_topic(description="Before", public=True)


@pytest.fixture
def web(topic, monkeypatch) -> Web:
    """A process that has kept what was true before."""
    monkeypatch.setattr(purges, "REPEAT_SECONDS", 1000)
    web = Web()
    web.list_purged()
    assert "Before" in web.read()[1]
    return web


@pytest.fixture(autouse=True)
def _leave_no_trace(transactional_db, settings) -> Iterator[None]:
    yield
    settings.MIGRATION_MODULES = {}
    MigrationRecorder(connection).migration_qs.filter(app="site_search", name__gte="0098").delete()
    call_command("migrate", verbosity=0)


@pytest.fixture
def release(settings) -> None:
    """A release with two migrations that have not been applied."""
    settings.MIGRATION_MODULES = {"site_search": MIGRATIONS}


def ask_health() -> tuple[int, bytes]:
    """Ask a process that has just started."""
    response = HealthCheckMiddleware(lambda request: pytest.fail("passed on"))(RequestFactory().get("/healthz"))
    return response.status_code, response.content


def check_not_tracking(web: Web, topic: Topic, settings) -> None:
    """Raise ``AssertionError`` unless changes are seen at once although nothing tracks them, and all say so."""
    for text in ("Once", "Twice"):
        Topic.objects.filter(pk=topic.pk).update(description=text)
        headers, body = web.read()
        assert text in body
        assert headers["Cache-Control"] == "no-store"
        assert not {"CDN-Cache-Control", "Cache-Tag", "ETag"} & headers.keys()
    assert read_triggers(connection) == {}
    assert read_version() is None
    assert [problem.id for problem in check_triggers(databases=["default"])] == ["changes.W002"]
    changes = QuickClient().get("/api/v2/changes/")
    assert (changes.status_code, changes["Retry-After"], changes["Cache-Control"]) == (503, "60", "no-store")
    assert ask_health() == (503, b"migrations\n")
    new, settings.MIGRATION_MODULES = settings.MIGRATION_MODULES, {}
    assert ask_health() == (200, b"migrating\n")  # the release before it, which serves on
    settings.MIGRATION_MODULES = new


def check_repaired(web: Web, topic: Topic) -> None:
    """Raise ``AssertionError`` unless the next ``migrate`` makes everything as it always is."""
    web.list_purged()
    call_command("migrate", verbosity=0)

    assert check_triggers(databases=["default"]) == []
    assert ask_health() == (200, b"ok\n")
    assert Change.objects.last().op == Change.Op.ANYTHING
    assert web.list_purged() == [{SITE, ALL}]
    assert QuickClient().get("/api/v2/changes/").status_code == 200
    computed = web.computed
    headers, body = web.read()
    assert "CDN-Cache-Control" in headers
    assert web.read() == (headers, body)
    assert web.computed == computed + 1
    Topic.objects.filter(pk=topic.pk).update(description="Afterwards")
    assert "Afterwards" in web.read()[1]


@pytest.mark.parametrize("half", HALVES)
def test_a_migration_that_raises(half, web, topic, release, settings, monkeypatch):
    monkeypatch.setenv("TROUBLE", f"raise {half}")
    with pytest.raises(RuntimeError, match=half):
        call_command("migrate", verbosity=0)

    assert web.list_purged() == [{SITE, ALL}]
    check_not_tracking(web, topic, settings)
    monkeypatch.delenv("TROUBLE")
    check_repaired(web, topic)


def test_a_part_of_the_migrations(web, topic, release, settings):
    output = io.StringIO()
    call_command("migrate", "site_search", "0098", stdout=output)

    assert UNFINISHED in output.getvalue()
    assert web.list_purged() == [{SITE, ALL}]
    check_not_tracking(web, topic, settings)
    check_repaired(web, topic)


def test_a_part_without_migrations_changes_nothing(web, release):
    output = io.StringIO()
    call_command("migrate", "people", stdout=output)

    assert UNFINISHED not in output.getvalue()
    assert read_triggers(connection)
    assert web.list_purged() == []


def run_migrate(database_url: str, trouble: str) -> subprocess.Popen[str]:
    environment = {"DATABASE_URL": database_url, "DJANGO_SETTINGS_MODULE": "tests.changes.unfinished.settings"}
    return subprocess.Popen(
        [sys.executable, "manage.py", "migrate", "--verbosity", "0"],
        cwd=ROOT,
        env={**os.environ, **environment, "TROUBLE": trouble},
        stdout=subprocess.PIPE,
        text=True,
    )


def kill_migrate(database_url: str, half: str) -> None:
    """Kill a ``migrate`` in the middle of a migration."""
    with run_migrate(database_url, f"hang {half}") as process:
        assert process.stdout.readline() == f"hanging in the {half} half\n"
        process.kill()
    assert process.returncode == -signal.SIGKILL


@pytest.mark.parametrize("half", [HALVES[0], pytest.param(HALVES[1], marks=pytest.mark.proof)])
def test_a_migrate_that_is_killed(half, web, topic, release, settings, database_url):
    kill_migrate(database_url, half)

    assert web.list_purged() == [{SITE, ALL}]
    check_not_tracking(web, topic, settings)
    check_repaired(web, topic)


@pytest.mark.proof
@pytest.mark.parametrize("half", HALVES)
def test_a_migrate_that_is_killed_under_processes_that_serve(half, topic, release, database_url):
    def read(port: int) -> bytes:
        return ask(port, Web.path)[2]

    with serve(database_url, may_fail=True) as port:
        assert all(b"Before" in read(port) for _ in range(8))
        kill_migrate(database_url, half)
        for text in ("Once", "Twice"):
            Topic.objects.filter(pk=topic.pk).update(description=text)
            assert all(text.encode() in read(port) for _ in range(8))
        assert ask(port, "/healthz")[::2] == (200, b"migrating\n")

        with run_migrate(database_url, "") as process:
            pass
        assert process.returncode == 0
        assert ask(port, "/healthz")[::2] == (200, b"ok\n")
        assert all(b"Migrated further" in read(port) for _ in range(8))
        Topic.objects.filter(pk=topic.pk).update(description="Afterwards")
        assert all(b"Afterwards" in read(port) for _ in range(8))


def test_between_the_last_migration_and_the_triggers(web, topic, release, settings, monkeypatch):
    """Nothing is left to apply, and yet changes are not tracked."""
    with monkeypatch.context() as patch:
        patch.setattr("cms.changes.install.list_triggers", lambda vendor: pytest.fail("killed"))
        with pytest.raises(pytest.fail.Exception):
            call_command("migrate", verbosity=0)

    Topic.objects.filter(pk=topic.pk).update(description="Once")
    assert "Once" in web.read()[1]
    assert ask_health() == (200, b"migrating\n")
    check_repaired(web, topic)


def test_the_feed_itself_is_taken_away_and_made_anew(web, topic):
    before = read_version()
    call_command("migrate", "changes", "zero", verbosity=0)
    Topic.objects.filter(pk=topic.pk).update(description="Once")
    assert web.ask()[0] != 200
    assert [problem.id for problem in check_triggers(databases=["default"])] == ["changes.W002"]

    call_command("migrate", "changes", "0001", verbosity=0)
    Topic.objects.filter(pk=topic.pk).update(description="Twice")
    assert "Twice" in web.read()[1]

    call_command("migrate", verbosity=0)
    assert check_triggers(databases=["default"]) == []
    assert read_version() > before
    assert web.list_purged() == [{SITE}]
    assert "Twice" in web.read()[1]
    Topic.objects.filter(pk=topic.pk).update(description="Afterwards")
    assert "Afterwards" in web.read()[1]


@pytest.mark.parametrize(
    "command",
    [
        ["migrate", "--plan"],
        ["migrate", "--check"],
        ["sqlmigrate", "site_search", "0098"],
        ["makemigrations", "--check", "--dry-run"],
        ["showmigrations"],
    ],
    ids=" ".join,
)
def test_commands_that_only_look_change_nothing(command, release):
    before = read_version(), read_triggers(connection)
    try:
        call_command(*command, stdout=io.StringIO())
    except SystemExit:
        assert "--check" in command

    assert (read_version(), read_triggers(connection)) == before


def test_migrations_that_are_only_marked_as_applied(web, topic, release, settings):
    call_command("migrate", "site_search", "0098", fake=True, verbosity=0)
    check_not_tracking(web, topic, settings)

    call_command("migrate", fake=True, verbosity=0)
    assert check_triggers(databases=["default"]) == []
    assert ask_health() == (200, b"ok\n")


def test_a_feed_that_was_emptied_goes_on_above_all_numbers():
    before = read_version()
    Change.objects.all().delete()
    assert read_version() is None

    call_command("migrate", verbosity=0)
    begun = read_version()
    make_topic()

    assert before < begun < read_version()
