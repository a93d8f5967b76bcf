"""The production server on the test database."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from cms.limits.counting import Window

ROOT = Path(__file__).parents[2]


def find_free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def run_until_end(
    command: list[str], *, is_ready: Callable[[], object], errors: IO[str] | None = None, **environment: str
) -> Iterator[None]:
    """Run a command while the block lasts, which begins when it is ready; its standard error goes to a file."""
    with subprocess.Popen(command, cwd=ROOT, env={**os.environ, **environment}, stderr=errors) as process:
        try:
            deadline = time.monotonic() + 60
            while not is_ready():
                assert process.poll() is None, f"{command[0]} has ended by itself"
                assert time.monotonic() < deadline, f"{command[0]} took too long"
                time.sleep(0.2)
            yield
        finally:
            process.terminate()


@contextmanager
def expect_no_error() -> Iterator[IO[str]]:
    """Yield a file for what a process logs, and fail if there is an error in it."""
    with TemporaryFile("w+") as log:
        yield log
        log.seek(0)
        text = log.read()
    assert " ERROR " not in text, text


@contextmanager
def serve(
    database_url: str,
    *,
    processes: int = 2,
    command: Sequence[str] = (),
    may_fail: bool = False,
    log: IO[str] | None = None,
    **environment: str,
) -> Iterator[int]:
    """Start processes that serve the site, with the caches of production; yield their port.

    ``command`` is one that starts the server's. Unless they ``may_fail``, they must not log an error. What they log
    goes to ``log`` if there is one.
    """
    port = find_free_port()
    command = [*command, sys.executable, "-m", "granian", "cms.rsgi:application", "--interface", "rsgi"]
    command += ["--host", "127.0.0.1", "--port", str(port), "--workers", str(processes), "--log-level", "warning"]
    command += ["--respawn-failed-workers", "--workers-kill-timeout", "5", "--backlog", "4096"]
    command += ["--backpressure", "4096"]
    environment = {"LOG_LEVEL": "ERROR", **environment, "CACHES": "production", "WEB_THREADS": "2"}
    environment |= {"DATABASE_URL": database_url, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    with (
        nullcontext(log) if may_fail or log else expect_no_error() as errors,
        run_until_end(command, is_ready=lambda: is_healthy(port), errors=errors, **environment),
    ):
        yield port


@contextmanager
def work(
    database_url: str, *options: str, command: Sequence[str] = (), **environment: str
) -> Iterator[subprocess.Popen[str]]:
    """Run ``run_worker`` with the project's own settings while the block lasts, which begins when it is ready."""
    environment = {"DJANGO_SETTINGS_MODULE": "cms.settings", "DATABASE_URL": database_url, **environment}
    command = [*command, sys.executable, "manage.py", "run_worker", *options]
    with subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, **environment}, stdout=subprocess.PIPE, text=True
    ) as worker:
        try:
            assert worker.stdout
            assert worker.stdout.readline() == "The worker is ready.\n"
            yield worker
        finally:
            worker.kill()


def wait_until(condition: Callable[[], object], seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it took too long"
        time.sleep(0.1)


def wait_for_window(window: Window, seconds: float) -> None:
    """Wait for the next window unless at least ``seconds`` of this one remain."""
    if window.left < seconds:
        time.sleep(window.left)


def is_healthy(port: int) -> bool:
    try:
        return fetch(port, "/healthz")[0] == 200
    except OSError:
        return False


def fetch(port: int, path: str) -> tuple[int, bytes]:
    """Ask on a new connection, which either process may take."""
    status, _headers, body = ask(port, path)
    return status, body


def ask(port: int, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", path, headers={"Host": "localhost", **headers})
        response = connection.getresponse()
        return response.status, dict(response.getheaders()), response.read()
    finally:
        connection.close()
