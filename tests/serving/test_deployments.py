"""The site as ``make demo``, the container's image and ``compose.yaml`` serve it, with clients of every kind."""

import asyncio
import http.client
import socket
import time
from contextlib import suppress
from pathlib import Path

import psutil
import pytest
from django.core.files.base import ContentFile
from django.db import connection

from cms.limits.counting import Window
from cms.models import Document
from tests import factories
from tests.loops import run
from tests.ops.processes import ask, wait_for_window
from tests.serving.launch import can_make_containers, list_demo_arguments, list_image_arguments, serve_as

DOCUMENT = 20 * 1024 * 1024


@pytest.fixture
def directory(tmp_path, settings) -> Path:
    """Return a directory whose ``var`` has a static file and a public document of 20 MB."""
    settings.MEDIA_ROOT = str(tmp_path / "var" / "media")
    (tmp_path / "var" / "static").mkdir(parents=True)
    (tmp_path / "var" / "static" / "site.0123456789ab.css").write_text("a{}")
    return tmp_path


@pytest.fixture
def document(directory, transactional_db) -> Document:
    factories.make_update_index()
    for number in range(3):
        factories.make_standard_page(slug=f"page-{number}")
    return Document.objects.create(title="Large", public=True, file=ContentFile(b"x" * DOCUMENT, name="large.pdf"))


OTHERS = [pytest.param(name, marks=pytest.mark.proof) for name in ("demo", "image")]


@pytest.fixture(params=[*OTHERS, "compose"])
def layout(request) -> str:
    if request.param == "compose":
        if connection.vendor != "postgresql":
            pytest.skip("compose.yaml has PostgreSQL")
        if not can_make_containers():
            pytest.skip("this machine allows no mount namespaces")
    return request.param


def test_limits_hold_and_files_arrive(layout, directory, document, database_url):
    with serve_as(layout, directory, database_url, SERVED_RATE_LIMIT="3") as port:
        wait_for_window(Window.of(60), 10)
        forged = [ask(port, f"/api/v2/topics/?limit={n}", X_Forwarded_For=f"192.0.2.{n}")[0] for n in range(1, 7)]
        static = ask(port, "/static/site.0123456789ab.css")
        part = ask(port, document.url, Range="bytes=0-9")
        large = send_large_body(port)
        wait_for_window(Window.of(900), 30)
        log_in = [post_form(port, "/admin/login/") for _ in range(21)]

    assert forged == [200, 200, 200, 429, 429, 429]
    assert (static[0], "immutable" in static[1]["cache-control"]) == (200, True)
    assert (part[0], part[2]) == (206, b"x" * 10)
    assert large == 413
    assert log_in == [200] * 20 + [429]  # the form again, and then not even that


@pytest.mark.sqlite
def test_a_connection_on_which_nothing_is_sent_is_closed(directory, document, database_url):
    if connection.vendor != "sqlite":
        pytest.skip("the server does so whatever the database is")
    with (
        serve_as("image", directory, database_url, GRANIAN_HTTP1_HEADER_READ_TIMEOUT="500") as port,
        socket.create_connection(("127.0.0.1", port), timeout=20) as silent,
    ):
        assert silent.recv(1) == b""


def test_the_demo_closes_such_connections_as_the_image_does():
    command, environment = " ".join(list_demo_arguments(8000)[0]), list_image_arguments(8000)[1]

    assert f"--http {environment['GRANIAN_HTTP']} " in command
    assert f"--http1-header-read-timeout {environment['GRANIAN_HTTP1_HEADER_READ_TIMEOUT']} " in command


def send_large_body(port: int) -> int:
    """Announce 250 MB, send nothing of it, and return the status."""
    server = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    server.putrequest("POST", "/search/")
    server.putheader("Content-Length", str(250 * 1024 * 1024))
    server.endheaders()
    status = server.getresponse().status
    server.close()
    return status


def post_form(port: int, path: str) -> int:
    """Submit a wrong password with the token of the form, and return the status."""
    cookie = ask(port, path)[1]["set-cookie"].partition(";")[0]
    headers = {
        "Host": "localhost",
        "Content-Type": "application/x-www-form-urlencoded",
        "Cookie": cookie,
        "X-CSRFToken": cookie.partition("=")[2],
    }
    server = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    server.request("POST", path, "username=editor&password=guess", headers)
    status = server.getresponse().status
    server.close()
    return status


# Clients of every kind at once


class Crowd:
    """Clients on loopback: those that stall, those that are idle, and readers whose waiting is measured."""

    def __init__(self, port: int, document: str) -> None:
        self.port = port
        self.document = document
        self.writers: list[asyncio.StreamWriter] = []
        self.pages: list[float] = []
        self.checks: list[float] = []
        self.statuses: set[int] = set()

    async def connect(self, data: bytes, *, limit: int = 2**16) -> asyncio.StreamReader:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port, limit=limit)
        self.writers.append(writer)
        writer.write(data)
        await writer.drain()
        return reader

    async def stall(self, *, bodies: int, readers: int, headers: int, idle: int) -> None:
        """Open connections that want something and do not go on."""
        for _ in range(bodies):
            await self.connect(b"POST /search/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5000\r\n\r\nbeginning")
        for _ in range(readers):
            reader = await self.connect(f"GET {self.document} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode(), limit=1000)
            assert b"200 OK" in await reader.readline()
        for _ in range(headers):
            await self.connect(b"GET / HTTP/1.1\r\nHost: local")
        for _ in range(idle):
            reader = await self.connect(b"GET /robots.txt HTTP/1.1\r\nHost: localhost\r\n\r\n")
            assert b"200 OK" in await reader.readline()

    async def read(self, seconds: float, rate: float) -> None:
        """Let eight readers ask for warm pages, ``rate`` a second in all, and check the health four times a second."""
        end = time.monotonic() + seconds
        readers = [self.ask_until(end, "/page-0/", 8 / rate, self.pages) for _ in range(8)]
        await asyncio.gather(*readers, self.ask_until(end, "/healthz", 0.25, self.checks))

    async def ask_until(self, end: float, path: str, every: float, took: list[float]) -> None:
        request = f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode()
        while (begun := time.monotonic()) < end:
            reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
            writer.write(request)
            answer = await reader.read()
            took.append(time.monotonic() - begun)
            self.statuses.add(int(answer[9:12]))
            writer.close()
            await asyncio.sleep(max(0, every - (time.monotonic() - begun)))

    async def leave(self) -> None:
        for writer in self.writers:
            writer.close()
        with suppress(OSError):
            await asyncio.gather(*(writer.wait_closed() for writer in self.writers), return_exceptions=True)


def measure_memory() -> int:
    """Return the resident memory of all processes that this one has started, in bytes."""
    sizes = []
    for process in psutil.Process().children(recursive=True):
        with suppress(psutil.NoSuchProcess):
            if "granian" in " ".join(process.cmdline()):
                sizes.append(process.memory_info().rss)
    return sum(sizes)


async def attack(port: int, document: str, seconds: float, rate: float) -> tuple[Crowd, int]:
    """Return what readers saw while others stalled, and by how many bytes the server's memory grew."""
    crowd = Crowd(port, document)
    await crowd.read(2, rate)
    crowd.pages.clear()
    crowd.checks.clear()
    before = measure_memory()
    await crowd.stall(bodies=16, readers=16, headers=300, idle=1000)
    await crowd.read(seconds, rate)
    grown = measure_memory() - before
    await crowd.leave()
    return crowd, grown


def find_percentile(seconds: list[float], percent: int) -> float:
    return sorted(seconds)[len(seconds) * percent // 100 - 1]


@pytest.mark.parametrize(
    ("seconds", "rate"),
    [pytest.param(4, 40, id="short"), pytest.param(120, 100, id="two minutes", marks=pytest.mark.proof)],
)
def test_clients_that_stall_hold_up_nobody(seconds, rate, layout, directory, document, database_url, capsys):
    with serve_as(layout, directory, database_url) as port:
        crowd, grown = run(attack(port, document.url, seconds, rate))

    page = find_percentile(crowd.pages, 99)
    slack = 1 if seconds > 60 else 10  # other tests run beside the short one
    with capsys.disabled():
        print(  # noqa: T201 (the figures for docs/operations.md)
            f"\n{layout}: {len(crowd.pages)} pages, median {find_percentile(crowd.pages, 50) * 1000:.0f} ms, "
            f"p99 {page * 1000:.0f} ms; {len(crowd.checks)} health checks, p99 "
            f"{find_percentile(crowd.checks, 99) * 1000:.0f} ms; memory {grown / 2**20:+.0f} MB"
        )
    assert crowd.statuses == {200}
    assert len(crowd.pages) > seconds * rate * 0.8
    assert page < 1 * slack
    assert find_percentile(crowd.checks, 99) < 0.1 * slack
    assert grown < 100 * 2**20
