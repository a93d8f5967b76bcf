"""Several processes that serve one site."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis.stateful import invariant
from wagtail.models import Site

from cms.models import Organisation
from home.models import HomePage
from tests import factories
from tests.changes.editors import Editors, run
from tests.changes.readers import QuickClient, list_addresses
from tests.cms.languages import make_welsh
from tests.ops.processes import fetch, serve

READERS = 6  # enough to meet both processes


@pytest.fixture
def port(database_url) -> Iterator[int]:
    with serve(database_url) as port:
        yield port


@pytest.fixture
def ports(database_url) -> Iterator[tuple[int, int]]:
    """Start two servers of one process each."""
    with serve(database_url, processes=1) as one, serve(database_url, processes=1) as other:
        yield one, other


@pytest.mark.sqlite
@pytest.mark.django_db(transaction=True)
def test_after_a_change_no_process_serves_what_was_before(port):
    update = factories.make_update(title="News", slug="news")
    path = f"/api/v2/updates/{update.pk}/"

    seen = []
    for number in range(5):
        update.introduction = f"Version {number}"
        update.save_revision().publish()
        seen.append({json.loads(fetch(port, path)[1])["introduction"] for _ in range(READERS)})
    site = Site.objects.get(is_default_site=True)
    Organisation.objects.update_or_create(site=site, defaults={"name": "The Mill"})
    pages = [fetch(port, "/updates/news/") for _ in range(READERS)]
    update.unpublish()
    gone = {fetch(port, path)[0] for _ in range(READERS)}

    assert seen == [{f"Version {number}"} for number in range(5)]
    assert {status for status, _ in pages} == {200}
    assert all("The Mill" in body.decode() for _, body in pages)
    assert gone == {404}


def open_another_home() -> None:
    home = factories.add_page(factories.get_home().get_parent(), HomePage(title="Other", slug="other"))
    factories.make_standard_page(home, slug="there")
    Site.objects.update(root_page=home)


def move_and_translate() -> None:
    Site.objects.update(hostname="cms.example.org", port=8000)
    make_welsh(factories.get_home(), title="Hafan", slug="hafan")


CHANGES: dict[str, Callable[[], Any]] = {
    "the host, the port and the languages": move_and_translate,
    "the public address": lambda: Organisation.objects.update(front_end_url="https://www.example.org"),
    "the home page": open_another_home,
}


@pytest.mark.proof
@pytest.mark.django_db(transaction=True)
def test_after_a_change_of_what_every_address_begins_with_no_process_serves_what_was_before(ports):
    """The answers are those of a process that keeps nothing: this one."""
    Organisation.for_site(Site.objects.get())
    factories.make_update(title="News", slug="news")
    factories.make_event()
    paths = list_paths()
    for path in paths:
        assert [fetch(port, path)[0] for port in ports] == [read(path)[0]] * 2
    wrong = []
    for name, change in CHANGES.items():
        change()
        paths |= list_paths()
        for path in sorted(paths):
            expected = read(path)
            wrong += [(name, path) for port in ports if fetch(port, path) != expected]

    assert wrong == []


@pytest.mark.proof
@pytest.mark.sqlite
@pytest.mark.django_db(transaction=True)
def test_whatever_editors_do_every_process_serves_what_is_true_then(ports):
    """The answers are those of a process that keeps nothing: this one."""

    class Committing(Editors):
        commits = True

        def compare_late_replicas(self) -> None:
            """There are none."""

        @invariant()
        def the_replica_equals_a_full_read(self) -> None:
            for path in sorted(list_addresses()):
                if path.startswith("/") and not path.startswith("/api/v2/changes/"):
                    expected = read(path)
                    assert [fetch(port, path) for port in ports] == [expected] * 2, path

    run(Committing, examples=1, steps=20)


def list_paths() -> set[str]:
    """Return one address of each kind, and of each page."""
    return {path for path in list_addresses() if path.startswith("/") and "find/" not in path and "search" not in path}


def read(path: str) -> tuple[int, bytes]:
    response = QuickClient().get(path, headers={"Host": "localhost"})
    return response.status_code, response.content
