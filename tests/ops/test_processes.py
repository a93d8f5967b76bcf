"""Several processes that serve one site."""

import http.client
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from wagtail.models import Site

from cms.models import Organisation
from tests import factories

ROOT = Path(__file__).parents[2]
READERS = 6  # enough to meet both processes


@pytest.fixture
def port(database_url) -> Iterator[int]:
    """Two processes of the production server on the test database."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {"DATABASE_URL": database_url, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    command = ["-m", "granian", "cms.wsgi:application", "--interface", "wsgi", "--host", "127.0.0.1"]
    command += ["--port", str(port), "--workers", "2", "--blocking-threads", "2", "--log-level", "warning"]
    with subprocess.Popen([sys.executable, *command], cwd=ROOT, env={**os.environ, **environment}) as server:
        deadline = time.monotonic() + 60
        while not is_healthy(port):
            assert server.poll() is None, "it has ended by itself"
            assert time.monotonic() < deadline, "it took too long"
            time.sleep(0.2)
        yield port
        server.terminate()


def is_healthy(port: int) -> bool:
    try:
        return fetch(port, "/healthz")[0] == 200
    except OSError:
        return False


def fetch(port: int, path: str) -> tuple[int, bytes]:
    """Ask on a new connection, which either process may take."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", path)
        response = connection.getresponse()
        return response.status, response.read()
    finally:
        connection.close()


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
