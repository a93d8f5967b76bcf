"""What a client in TypeScript gets from the document: types that complain when a block or a page type is forgotten."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from wagtail.blocks import CharBlock
from wagtail.fields import StreamField

from blog.models import UpdatePage
from cms.api.schema.views import Document
from cms.urls import api, document, endpoints

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "docs" / "examples"
TOOLS = ROOT / "tests" / "node_modules" / ".bin"
CLIENT = (EXAMPLES / "render-page.ts").read_text()
BLOCK_CASE = '    case "team_intro":'
PAGE_CASE = '    case "events.MeetingNotesPage":'


def leave_out_gardens(content: Any) -> Any:
    """Return a document without the pages of the app that only tests install: the example does not know them."""
    if isinstance(content, list):
        return [leave_out_gardens(part) for part in content if "/schemas/Garden" not in str(part)[:80]]
    if not isinstance(content, dict):
        return content
    return {name: leave_out_gardens(part) for name, part in content.items() if not str(name).startswith("garden.")}


def write_client(folder: Path, content: dict[str, Any], client: str = CLIENT) -> None:
    """Put a client into a folder, beside the types that openapi-typescript makes of a document."""
    folder.mkdir(parents=True)
    (folder / "render-page.ts").write_text(client)
    (folder / "schema.json").write_text(json.dumps(leave_out_gardens(content)))
    options = ["--root-types", "--root-types-no-schema-prefix", "--output", "api.d.ts"]
    subprocess.run([TOOLS / "openapi-typescript", "schema.json", *options], cwd=folder, check=True, capture_output=True)


def leave_out(case: str) -> str:
    """Return the client without one case of a switch."""
    lines = CLIENT.splitlines(keepends=True)
    kept = [line for line in lines if not line.startswith(case)]
    assert len(kept) == len(lines) - 1
    return "".join(kept)


@pytest.fixture(scope="module")
def complaints(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """Return what the type checker says of each client; all are checked at once."""
    folder = tmp_path_factory.mktemp("clients")
    shutil.copy(EXAMPLES / "tsconfig.json", folder)
    write_client(folder / "whole", document.content)
    for name, case in (("without-block", BLOCK_CASE), ("without-page", PAGE_CASE)):
        (folder / name).mkdir()
        shutil.copy(folder / "whole" / "api.d.ts", folder / name)
        (folder / name / "render-page.ts").write_text(leave_out(case))
    with pytest.MonkeyPatch.context() as monkeypatch:
        body: StreamField = UpdatePage._meta.get_field("body")
        monkeypatch.setitem(body.stream_block.child_blocks, "riddle", CharBlock())
        write_client(folder / "with-new-block", Document(patterns=endpoints, router=api).content)
    checked = subprocess.run([TOOLS / "tsc", "--project", "."], cwd=folder, check=False, capture_output=True, text=True)
    lines = [line for line in checked.stdout.splitlines() if not line.startswith(" ")]
    clients = ("whole", "without-block", "without-page", "with-new-block")
    assert not [line for line in lines if not line.startswith(clients)], checked.stdout
    return {client: [line for line in lines if line.startswith(f"{client}/")] for client in clients}


def test_the_example_in_the_documents_has_the_right_types(complaints):
    assert complaints["whole"] == []


@pytest.mark.parametrize(
    ("client", "what"),
    [
        ("without-block", "own_words"),
        ("without-page", "events.MeetingNotesPage"),
        ("with-new-block", "string"),
    ],
)
def test_what_a_client_forgets_is_a_type_error(client, what, complaints):
    [complaint] = complaints[client]

    assert "is not assignable to parameter of type 'never'" in complaint
    assert what in complaint


def test_every_block_and_page_type_is_in_the_example():
    schemas = document.content["components"]["schemas"]

    for union in ("UpdateBodyBlock", "Page"):
        for name in leave_out_gardens(schemas[union]["discriminator"]["mapping"]):
            assert f'case "{name}":' in CLIENT
