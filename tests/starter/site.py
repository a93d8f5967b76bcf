"""The starter front end of ``examples/astro``, built from a served demo and served beside it."""

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

from tests.browser.demo import ROOT

STARTER = ROOT / "examples" / "astro"
SECONDS_TO_START = 60


class Starter(NamedTuple):
    """The addresses of the front end and of the CMS, the folder of the project, and that of the demo."""

    address: str
    cms: str
    folder: Path
    demo: Path

    @property
    def files(self) -> Path:
        return self.folder / "dist" / "client"


def copy_starter(folder: Path) -> Path:
    """Copy the project, with the packages that `make starter-tools` installs, and return its folder."""
    modules = STARTER / "node_modules"
    assert (modules / "astro").exists(), "run `make starter-tools`"
    copy = folder / "starter"
    shutil.copytree(STARTER, copy, ignore=shutil.ignore_patterns("node_modules", "dist*", ".astro", ".env"))
    (copy / "node_modules").symlink_to(modules)
    return copy


def run(folder: Path, *command: str, **variables: str) -> str:
    """Run a command in the project, and return what it prints; if it fails, raise AssertionError with that."""
    done = subprocess.run(
        command, cwd=folder, env=make_environment(**variables), check=False, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def make_environment(**variables: str) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("HOME", "LANG", "PATH", "TMPDIR") if name in os.environ}
    return kept | {"ASTRO_TELEMETRY_DISABLED": "1", "CI": "1"} | variables


def find_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@contextmanager
def running(folder: Path, address: str, *command: str, **variables: str) -> Iterator[None]:
    """Run a server in the project until the block ends."""
    with (
        (folder / "server.log").open("w") as log,
        subprocess.Popen(
            command,
            cwd=folder,
            env=make_environment(**variables),
            stdout=log,
            stderr=log,
            start_new_session=True,  # `node` starts another process
        ) as server,
    ):
        try:
            wait_for(address, server, folder / "server.log")
            yield
        finally:
            with suppress(ProcessLookupError):
                os.killpg(server.pid, signal.SIGTERM)


def wait_for(address: str, server: "subprocess.Popen[bytes]", log: Path) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while server.poll() is None and time.monotonic() < deadline:
        try:
            with urlopen(address, timeout=5):
                return
        except HTTPError:
            return
        except (URLError, OSError):
            time.sleep(0.2)
    raise RuntimeError(f"The server did not start:\n{log.read_text()[-2000:]}")
