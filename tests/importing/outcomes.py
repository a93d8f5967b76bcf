"""What comes of documents, in a form that is easy to write down beforehand."""

from collections.abc import Iterable
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from cms.importing.document import Document, Picture
from cms.importing.kinds import Block, Context, list_kinds
from cms.importing.pieces import arrange
from cms.importing.readers import read_file
from tests.importing.word_files import FILES, make_file

SAMPLES = Path(__file__).parent / "samples"
KEYS = {
    *("heading", "paragraph", "quote", "image", "news", "events", "team_intro", "call_to_action", "statistic"),
    *("documents", "video"),
}
ZONE = ZoneInfo("Europe/London")


def make_context(**given: Any) -> Context:
    usual = {"month": date(2026, 11, 1), "zone": ZONE, "people": {"mari": 7}}
    return Context(**{**usual, **given})


def list_samples() -> list[str]:
    """Return the names of the documents: those in the folder, and the Word files that are made."""
    kept = {path.stem: path.name for path in SAMPLES.iterdir() if path.suffix != ".yaml"}
    return sorted([*kept.values(), *(f"{name}.docx" for name in FILES)])


def read_sample(name: str) -> Document:
    stem = name.removesuffix(".docx")
    data = make_file(stem) if stem in FILES else (SAMPLES / name).read_bytes()
    return read_file(data, name)


def read_expected(name: str) -> list[dict[str, Any]]:
    return yaml.safe_load((SAMPLES / f"{name.rpartition('.')[0]}.yaml").read_text())


@cache
def find_outcome(name: str) -> list[dict[str, Any]]:
    document = read_sample(name)
    language = "cy" if "welsh" in name else "en"
    context = make_context(language=language, title=document.properties.get("title", ""))
    return describe(
        block for piece in arrange(document, context, list_kinds(), KEYS) for block in piece.choices[0].blocks
    )


def describe(blocks: Iterable[Block]) -> list[dict[str, Any]]:
    """Return blocks as the files of expected outcomes write them."""
    return [{block.type: DESCRIBE.get(block.type, without_empty)(block.value)} for block in blocks]


def without_empty(value: Any) -> Any:
    return {name: part for name, part in value.items() if part} if isinstance(value, dict) else value


def describe_event(item: dict[str, Any]) -> str:
    value = item["value"]
    start = datetime.fromisoformat(value["start"]).astimezone(ZONE)
    end = datetime.fromisoformat(value["end"]).astimezone(ZONE) if value["end"] else None
    when = f"{start:%Y-%m-%d %H:%M}" + (f"–{end:%H:%M}" if end else "")
    place = value["place"] or ("online" if value["online"] else "")
    return (
        f"{value['title']} | {when}" + (f" | {place}" if place else "") + (f" | {value['url']}" if value["url"] else "")
    )


def describe_link(item: dict[str, Any]) -> str:
    value = item["value"]
    target = value["page"] or value["url"] or value["email"] or value["telephone"]
    return f"{value['label']} → {target}"


def describe_picture(picture: Picture) -> dict[str, Any]:
    kind = {"data": True} if picture.data else {"address": picture.address}
    return {"alt": picture.alt, **kind, **({"caption": picture.caption} if picture.caption else {})}


DESCRIBE: dict[str, Any] = {
    "heading": lambda value: f"{value['level']} {value['text']}",
    "image": lambda value: describe_picture(value["image"]),
    "events": lambda value: without_empty({**value, "items": list(map(describe_event, value["items"]))}),
    "call_to_action": lambda value: without_empty({**value, "links": list(map(describe_link, value["links"]))}),
}
