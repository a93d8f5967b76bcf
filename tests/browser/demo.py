"""The demo, served as `make demo` serves it, and one address of each kind of page in it."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parent.parent.parent
SECONDS_TO_START = 300


@contextmanager
def serve_demo(directory: Path, **settings: str) -> Iterator[str]:
    """Load the demo into ``directory``, serve it, yield its address and end it.

    ``settings`` are variables of its environment, such as ``DATABASE_URL`` for another database than SQLite.
    ``TEST_DEMO_DIRECTORY`` names a directory that keeps the demo from run to run, for those who change templates.
    """
    directory = Path(os.environ.get("TEST_DEMO_DIRECTORY") or directory)
    directory.mkdir(parents=True, exist_ok=True)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    environment = make_environment(directory, BASE_URL=address, **settings)
    log = directory / "demo.log"
    with (
        log.open("w") as output,
        subprocess.Popen(
            [sys.executable, "manage.py", "serve_demo"], cwd=ROOT, env=environment, stdout=output, stderr=output
        ) as server,
    ):
        try:
            wait_for(address, server, log)
            yield address
        finally:
            server.terminate()


def make_environment(directory: Path, **settings: str) -> dict[str, str]:
    """Return the environment of the processes of a demo in ``directory``."""
    kept = {name: value for name, value in os.environ.items() if name in {"HOME", "LANG", "PATH", "TMPDIR"}}
    return kept | {"DEMO": "true", "VAR_DIR": str(directory)} | settings


def wait_for(address: str, server: "subprocess.Popen[bytes]", log: Path) -> None:
    """Return when the demo answers; raise RuntimeError with its last words when it has ended or takes too long."""
    deadline = time.monotonic() + SECONDS_TO_START
    while server.poll() is None and time.monotonic() < deadline:
        try:
            with urlopen(f"{address}/healthz", timeout=5):
                return
        except (URLError, OSError):
            time.sleep(0.5)
    raise RuntimeError(f"The demo did not start:\n{log.read_text()[-2000:]}")


def ask_api(address: str, path: str) -> list[dict[str, Any]]:
    with urlopen(f"{address}/api/v2/{path}", timeout=30) as answer:
        items: list[dict[str, Any]] = json.load(answer)["items"]
    return items


def find_pages(address: str) -> dict[str, str]:
    """Return a path of every kind of page of the demo, by a short name."""

    def find_path(query: str) -> str:
        return urlsplit(ask_api(address, query)[0]["meta"]["html_url"]).path

    archive = find_path("pages/?type=blog.UpdateIndexPage&locale=en")
    events = find_path("pages/?type=events.EventIndexPage&locale=en")
    welsh = ask_api(address, "updates/?locale=cy&fallback=1&limit=100")
    missing = next(update for update in welsh if update["meta"]["fallback_from"])
    topic = ask_api(address, "topics/")[0]
    person = ask_api(address, "people/?fields=slug")[0]
    return {
        "home": find_path("pages/?type=home.HomePage&locale=en"),
        "home-welsh": find_path("pages/?type=home.HomePage&locale=cy"),
        "updates": archive,
        "updates-of-a-topic": f"{archive}topic/{topic['slug']}/",
        **find_updates_with_every_block(address),
        "update-welsh": find_path("updates/?locale=cy"),
        "update-not-translated": urlsplit(missing["meta"]["html_url"]).path,
        "updates-welsh": find_path("pages/?type=blog.UpdateIndexPage&locale=cy"),
        "people": f"{archive}people/",
        "person": f"{archive}people/{person['slug']}/",
        "events": events,
        "past-events": f"{events}past/",
        "events-of-a-month": f"{events}{time.strftime('%Y/%m')}/",
        "event": find_path("pages/?type=events.EventPage&locale=en"),
        "meeting-notes": find_path("pages/?type=events.MeetingNotesPage&locale=en"),
        "standard-page": find_path("pages/?type=home.StandardPage&locale=en"),
        "search": "/search/?q=kitchen",
        "search-without-results": "/search/?q=zzzzzz",
        "not-found": "/there-is-no-such-page/",
    }


def find_updates_with_every_block(address: str) -> dict[str, str]:
    """Return the paths of the updates that between them use most blocks, the fullest one as ``update``."""
    updates = {
        urlsplit(update["meta"]["html_url"]).path: {block["type"] for block in update["body"]}
        for update in ask_api(address, "updates/?locale=en&fields=body&limit=100")
    }
    shown: set[str] = set()
    found: dict[str, str] = {}
    for path, blocks in sorted(updates.items(), key=lambda item: -len(item[1])):
        if not blocks <= shown:
            found[f"update-{len(found) + 1}" if found else "update"] = path
            shown |= blocks
    return found
