"""Writes the example answers of the API's document and of docs/api.md anew, from the demo: ``make examples``."""

import json
import re
import tempfile
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import urlopen

from tests.browser.demo import serve_demo

FILE = Path(__file__).parents[1] / "cms" / "api" / "schema" / "examples.json"
GUIDE = Path(__file__).parents[1] / "docs" / "api.md"
# An answer in the guide stands below the address that was asked for.
ANSWER = re.compile(r"(?<=<!-- answer: )(?P<path>\S+)( -->\n```json\n)(?P<json>.*?)(?=\n```)", re.DOTALL)
PUBLIC_ADDRESS = "https://cms.example.org"
LISTS = ("updates", "events", "event-dates", "pages", "people", "topics", "images", "documents", "redirects")
ITEMS = 2
LONGEST_TEXT = 160
IMAGE_DATA = re.compile(r"data:image/webp;base64,[\w+/=]+")


def name_operation(verb: str, endpoint: str) -> str:
    singular = {"people": "person"}.get(endpoint, endpoint.removesuffix("s"))
    words = (endpoint if verb == "list" else singular).split("-")
    return verb + "".join(word.capitalize() for word in words)


def ask(address: str, path: str) -> Any:
    try:
        with urlopen(f"{address}/api/v2/{path}", timeout=60) as answer:
            content = answer.read()
    except HTTPError as error:
        with error:
            content = error.read()
    return json.loads(content.decode().replace(address, PUBLIC_ADDRESS))


def shorten(value: Any) -> Any:
    """Return an answer with the first items of each list and the beginning of each long text."""
    if isinstance(value, dict):
        return {name: shorten(part) for name, part in value.items()}
    if isinstance(value, list):
        return [shorten(part) for part in value[:ITEMS]]
    if isinstance(value, str):
        value = IMAGE_DATA.sub("data:image/webp;base64,UklGRg==", value)
        return f"{value[:LONGEST_TEXT]}…" if len(value) > LONGEST_TEXT else value
    return value


def collect_examples(address: str) -> dict[str, Any]:
    """Return answers of a served demo, by operation and status."""
    examples = {"getSite": ask(address, "site/"), "listEndpoints": ask(address, "")}
    for endpoint in LISTS:
        order = "&order=-first_published_at" if endpoint == "updates" else ""
        listed = ask(address, f"{endpoint}/?limit={ITEMS}{order}")
        examples[name_operation("list", endpoint)] = listed
        if endpoint != "event-dates":
            examples[name_operation("get", endpoint)] = ask(address, f"{endpoint}/{listed['items'][0]['id']}/")
    examples["findPage"] = ask(address, "pages/find/?html_path=/updates/")
    examples["searchPages"] = ask(address, f"search/?q=kitchen&limit={ITEMS}")
    examples["suggestPages"] = ask(address, f"search/suggest/?q=ki&limit={ITEMS}")
    examples["getPreview"] = {"page": examples["getUpdate"], "draft": True, "expires": "2026-10-14T10:15:00Z"}
    return {operation: {"200": shorten(answer)} for operation, answer in sorted(examples.items())}


def read_answers() -> dict[str, Any]:
    """Return the answers that the guide shows, by what was asked."""
    return {found["path"]: json.loads(found["json"]) for found in ANSWER.finditer(GUIDE.read_text())}


def write_answers(address: str) -> None:
    def write(found: re.Match[str]) -> str:
        answer = shorten(ask(address, found["path"]))
        return f"{found['path']}{found[2]}{json.dumps(answer, indent=2, ensure_ascii=False)}"

    GUIDE.write_text(ANSWER.sub(write, GUIDE.read_text()))


def write_examples() -> None:
    with tempfile.TemporaryDirectory() as directory, serve_demo(Path(directory)) as address:
        examples = collect_examples(address)
        write_answers(address)
    FILE.write_text(json.dumps(examples, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    write_examples()
