"""Fixtures that tests of several apps use.

The database is SQLite or whatever ``DATABASE_URL`` says: ``python -m tests.postgres pytest`` sets it.
"""

import gc
import os
import sysconfig
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.db import connection, connections, transaction
from django.test import Client, TransactionTestCase
from django.utils import timezone, translation

from cms.media import avif
from cms.operations.garbage import COLLECTION_THRESHOLD
from tests.browser.chromium import launch_chromium
from tests.databases import Database, find_database
from tests.document import check_answer

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

# Until all is imported and collected, nothing of it is garbage; see ``pytest_collection_finish``.
gc.disable()

# Node, which came with the packages, is found also where the environment is not activated.
os.environ["PATH"] = os.pathsep.join([sysconfig.get_path("scripts"), os.environ["PATH"]])

TESTS = Path(__file__).parent
DATABASE = {"db", "django_db_setup", "live_server", "transactional_db"}
# Their tests wait for servers and workers. Short ones come last, so that the processes of a parallel run end together.
FIRST = {"ops", "serving", "webhooks"}
# Where the database's own behaviour matters: triggers, locks, transactions, JSON, full text, limits. Elsewhere single
# tests have the mark ``sqlite``.
ON_SQLITE_TOO = [
    *("api/test_counts.py", "api/test_fields.py", "api/test_fuzzing.py", "api/test_limits.py", "backup"),
    *("changes/test_changes_api.py", "changes/test_order.py", "changes/test_purges.py", "changes/test_queries.py"),
    *("changes/test_replica.py", "changes/test_transactions.py", "changes/test_triggers.py"),
    *("changes/test_unfinished_migrations.py", "cms/test_bulk.py", "cms/test_columns.py", "cms/test_redirects.py"),
    *("events/test_events.py", "events/test_listing.py", "home/test_pages.py", "limits/test_counting.py"),
    *("ops/test_concurrency.py", "ops/test_demo_server.py", "ops/test_health.py", "ops/test_scheduled_publish.py"),
    *("ops/test_tasks.py", "ops/test_worker.py", "search"),
]


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Import no module of which ``make test`` runs nothing on SQLite: each process of a parallel run would."""
    if not config.option.markexpr.startswith("sqlite and ") or not collection_path.match("test_*.py"):
        return None
    is_chosen = is_on_sqlite_too(collection_path) or "mark.sqlite" in collection_path.read_text()
    return None if is_chosen else True


@cache
def is_on_sqlite_too(path: Path) -> bool:
    return any(path.is_relative_to(TESTS / chosen) for chosen in ON_SQLITE_TOO)


def pytest_itemcollected(item: pytest.Item) -> None:
    """Let one process of a parallel run begin with all tests without a database, while another one migrates.

    Of the groups of tests, xdist begins with the largest.
    """
    uses_database = item.get_closest_marker("django_db") or DATABASE.intersection(getattr(item, "fixturenames", ()))
    if not uses_database and not item.get_closest_marker("xdist_group"):
        item.add_marker(pytest.mark.xdist_group("without-database"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    missing = [path for path in ON_SQLITE_TOO if not (TESTS / path).exists()]
    assert not missing, f"ON_SQLITE_TOO names what is gone: {missing}"
    items.sort(key=lambda item: not FIRST.intersection(item.path.relative_to(TESTS).parts))
    seen: set[str] = set()
    for item in items:
        if is_on_sqlite_too(item.path):
            item.add_marker(pytest.mark.sqlite)
        # Of the cases of a browser test, `make test` runs the first, and `make proof` all.
        name = item.nodeid.partition("[")[0]
        if item.get_closest_marker("browser") and name in seen:
            item.add_marker(pytest.mark.proof)
        seen.add(name)


def pytest_collection_finish() -> None:
    """Let the garbage collector look at what tests make, and seldom, and not at all that was imported."""
    gc.freeze()
    gc.set_threshold(COLLECTION_THRESHOLD)
    gc.enable()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup() -> None:
    """Begin in English and the site's time zone: Django leaves a thread in those of its last request."""
    translation.activate(settings.LANGUAGE_CODE)
    timezone.deactivate()


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_modify_db_settings: None, django_db_blocker: Any
) -> Iterator[Database]:
    """Make the test database, and let a test that commits put it back instead of emptying every table.

    Emptied tables would lack what the migrations put there: Wagtail's root page, locale, groups and site.
    """
    database = find_database()
    with django_db_blocker.unblock():
        database.set_up()
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(TransactionTestCase, "_fixture_teardown", lambda case: database.restore())
        yield database
    with django_db_blocker.unblock():
        database.tear_down()


@pytest.fixture(scope="module")
def module_transaction(django_db_setup: Database, django_db_blocker: Any) -> Iterator[None]:
    """A transaction around the tests of a module, rolled back after the last, for what is made once for all of them.

    Each test runs in a savepoint inside it. Such a module needs an ``xdist_group``, to be run by one process.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="session", autouse=True)
def avif_speed() -> Iterator[int]:
    """Write AVIF as quickly as can be, in the quality of a real site; return the speed of one."""
    own = avif.AVIF_SPEED
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(avif, "AVIF_SPEED", 9)
        yield own


@pytest.fixture(autouse=True)
def _check_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every answer of the API that a test receives be what the OpenAPI document says."""
    ask = Client.request

    def ask_and_check(client: Client, **request: Any) -> Any:
        response = ask(client, **request)
        check_answer(request["PATH_INFO"], request.get("QUERY_STRING", ""), response)
        return response

    monkeypatch.setattr(Client, "request", ask_and_check)


@pytest.fixture
def database_url(transactional_db: None) -> str:
    """Return the ``DATABASE_URL`` of the test database, for a process that a test starts."""
    wanted = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{wanted['NAME']}"
    host = wanted["HOST"] or wanted["OPTIONS"].get("host", "")
    return (
        f"postgresql://{wanted['USER']}:{wanted['PASSWORD']}@/{wanted['NAME']}"
        f"?host={host}&port={wanted['PORT'] or 5432}"
    )


@pytest.fixture(scope="session")
def browser(django_db_setup: None) -> Iterator["Browser"]:
    """Start Chromium once for all tests."""
    from playwright.sync_api import sync_playwright

    # Playwright's loop runs in this thread, where Django would take every query for one inside a coroutine.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    prepared = connections["default"]
    with sync_playwright() as playwright:
        # Where a loop runs Django opens other connections, which would not know what the migrations wrote.
        connections["default"] = prepared
        browser = launch_chromium(playwright)
        yield browser
        browser.close()


class Gate:
    """A WSGI application around that of the live server: lets requests in only while a test looks at a page.

    A window that closes says so to the server when the test is over, and the database perhaps about to be emptied.
    """

    def __init__(self, application: Callable[..., Any]) -> None:
        self.application = application
        self.inside = 0
        self.is_open = False
        self.changed = threading.Condition()

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        with self.changed:
            if not self.is_open:
                start_response("503 Service Unavailable", [])
                return []
            self.inside += 1
        try:
            with closing(self.application(environ, start_response)) as response:
                return list(response)
        finally:
            with self.changed:
                self.inside -= 1
                self.changed.notify_all()

    def open(self) -> None:
        self.is_open = True

    def close(self) -> None:
        """Let nobody in any more, and wait until whoever is inside has left."""
        with self.changed:
            self.is_open = False
            assert self.changed.wait_for(lambda: self.inside == 0, timeout=30), "The server is still at work"


@pytest.fixture(scope="session")
def gate(live_server) -> Gate:
    gate = Gate(live_server.thread.httpd.application)
    live_server.thread.httpd.set_app(gate)
    return gate


@pytest.fixture
def page(browser: "Browser", live_server, gate: Gate) -> Iterator["Page"]:
    """Return a new window on the live server: ``page.goto("/")``.

    The default site is the live server, so that full addresses lead back to it.
    """
    from wagtail.models import Site

    Site.objects.filter(is_default_site=True).update(hostname="localhost", port=live_server.thread.port)
    context = browser.new_context(
        base_url=live_server.url,
        locale="en-GB",
        reduced_motion="reduce",
        timezone_id="Europe/London",
        viewport={"width": 1280, "height": 900},
    )
    context.clock.install()  # for ``rest`` in ``tests/browser/admin.py``
    gate.open()
    yield context.new_page()
    context.close()
    gate.close()
