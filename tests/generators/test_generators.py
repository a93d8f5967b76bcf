"""The clients that others generate from the API's document: they are generated, compile, and read the demo."""

import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.browser.demo import serve_demo
from tests.clients.package import ROOT, run, write_document
from tests.examples import ask

pytestmark = [pytest.mark.proof, pytest.mark.xdist_group("client-package")]

FOLDER = Path(__file__).parent
TOOLS = FOLDER / "node_modules"
# In an environment of its own: it needs other versions of what the project uses.
PYTHON = ROOT / "var" / "generators" / "bin"


def read_block(block: dict[str, Any]) -> str:
    return block["value"]["text"] if block["type"] == "heading" else block["type"]


def test_generated_clients_read_the_demo(tmp_path):
    project = tmp_path / "project"
    shutil.copytree(FOLDER, project, ignore=shutil.ignore_patterns("node_modules", "__pycache__"))
    (project / "node_modules").symlink_to(TOOLS)
    write_document(project)
    with serve_demo(tmp_path / "demo") as address, pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setitem(os.environ, "CMS_URL", address)
        listed = ask(address, "updates/?kind=monthly_update,news&order=-id&limit=2")["items"]
        update = ask(address, f"updates/{listed[0]['id']}/")
        expected = {
            "ids": [item["id"] for item in listed],
            "type": "blog.UpdatePage",
            "blocks": [read_block(block) for block in update["body"]],
            "found": "blog.UpdateIndexPage",
            "results": ask(address, "search/?q=kitchen")["meta"]["total_count"],
            "statuses": [404, 403],
        }

        run(TOOLS / ".bin" / "openapi-ts", folder=project)
        run(TOOLS / ".bin" / "orval", "--config", "orval.config.mjs", folder=project)
        run(TOOLS / ".bin" / "tsc", "--project", ".", folder=project)
        of_hey_api, of_orval = json.loads(run("node", "consumer.ts", folder=project))
        options = ["--path", "schema.json", "--output-path", "pyclient", "--meta", "none", "--fail-on-warning"]
        run(PYTHON / "openapi-python-client", "generate", *options, folder=project)
        run(PYTHON / "python", "-W", "error", "-m", "compileall", "-q", "pyclient", folder=project)
        of_python = json.loads(run(PYTHON / "python", "read.py", address, folder=project))

    assert of_hey_api == expected
    assert of_orval == expected
    assert of_python == expected
