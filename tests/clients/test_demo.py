"""The installed client package reads a served demo, and learns what changes there."""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from tests.browser.demo import ask_api, make_environment, serve_demo
from tests.clients.package import ROOT, copy_package, install, pack

pytestmark = [pytest.mark.proof, pytest.mark.xdist_group("client-package")]

CONSUMER = Path(__file__).parent / "consumer"
RENAME = """
from blog.models import UpdatePage
page = UpdatePage.objects.get(pk={id})
page.title = "A title that nobody has seen"
page.save_revision().publish()
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a project in which the packed package is installed."""
    archive = pack(copy_package(tmp_path), tmp_path)
    shutil.copytree(CONSUMER, tmp_path / "consumer")
    install(archive, tmp_path / "consumer")
    return tmp_path / "consumer"


def rename(update: dict[str, Any], address: str, directory: Path) -> None:
    subprocess.run(
        [sys.executable, "manage.py", "shell", "--no-imports", "--command", RENAME.format(id=update["id"])],
        cwd=ROOT,
        env=make_environment(directory, BASE_URL=address),
        check=True,
        capture_output=True,
    )


def follow(project: Path, address: str, change: Callable[[], None]) -> dict[str, Any]:
    """Let the client read, change something, and return what the client has seen."""
    command = ["node", "demo.ts", address]
    with subprocess.Popen(command, cwd=project, stdout=subprocess.PIPE, text=True, start_new_session=True) as client:
        try:
            assert client.stdout is not None
            assert client.stdout.readline() == "ready\n"
            change()
            seen: dict[str, Any] = json.loads(client.stdout.read())
        finally:
            # `node` starts another process.
            with suppress(ProcessLookupError):
                os.killpg(client.pid, signal.SIGTERM)
    return seen


def test_the_package_reads_the_demo_and_follows_it(project, tmp_path):
    directory = tmp_path / "demo"
    with serve_demo(directory) as address:
        [update] = ask_api(address, "updates/?locale=en&limit=1")
        all_updates = ask_api(address, "updates/?limit=100")
        word = update["title"].split()[-1]
        results = ask_api(address, f"search/?q={word}&limit=100")
        suggestions = ask_api(address, f"search/suggest/?q={word}")

        seen = follow(project, address, lambda: rename(update, address, directory))

    assert sorted(seen["ids"]) == sorted(item["id"] for item in all_updates)
    assert (seen["id"], seen["page"], seen["title"]) == (update["id"], update["id"], update["title"])
    assert seen["found"] == [result["id"] for result in results]
    assert seen["suggested"] == [suggestion["id"] for suggestion in suggestions]
    assert seen["picture"] == update["hero"]["image"]["download_url"]
    assert seen["missing"] == {"page": None, "redirect": None}
    assert seen["status"] == 304
    assert f"blog.UpdatePage/{update['id']}" in seen["changed"]
    assert seen["rows"] == seen["everything"]
    assert seen["rows"][f"blog.UpdatePage/{update['id']}"]["data"]["title"] == "A title that nobody has seen"
