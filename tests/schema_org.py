"""Reads the structured data of a page, and compares it with the vocabulary of schema.org."""

import json
import re
from collections.abc import Iterator
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

SCRIPT = re.compile(r'(?s)<script type="application/ld\+json">(.*?)</script>')
DATES = {"Date": date.fromisoformat, "DateTime": datetime.fromisoformat}
TEXTS = {"Text", "string"}


@cache
def read_vocabulary() -> dict[str, Any]:
    return json.loads((Path(__file__).parent / "samples/schema_org.json").read_text())


def read_things(html: str, kind: str = "") -> list[dict[str, Any]]:
    """Return the things that a page describes, or those of one type."""
    (script,) = SCRIPT.findall(html)
    graph = json.loads(script)
    assert graph["@context"] == "https://schema.org"
    return [thing for thing in graph["@graph"] if not kind or thing["@type"] == kind]


def find_mistakes(thing: dict[str, Any], where: str = "") -> Iterator[str]:
    """Yield what the vocabulary does not know: types, properties of a type, and values of a property."""
    if set(thing) == {"@id"}:
        return
    kind = thing.get("@type", "")
    where = f"{where}/{kind}"
    if kind not in read_vocabulary()["types"]:
        yield f"{where}: no such type"
        return
    known = list_properties(kind)
    for name, value in thing.items():
        if name.startswith("@"):
            continue
        ranges = ["Text"] if name.removesuffix("-input") in known and name.endswith("-input") else known.get(name)
        if name == "query-input" and kind == "SearchAction":
            ranges = ["Text"]
        if ranges is None:
            yield f"{where}: no such property {name}"
            continue
        for one in value if isinstance(value, list) else [value]:
            yield from check_value(one, ranges, f"{where}.{name}")


def check_value(value: Any, ranges: list[str], where: str) -> Iterator[str]:
    if value in ("", None, []):
        yield f"{where}: empty"
    elif isinstance(value, dict):
        own = list_types(value["@type"]) if "@type" in value else set(ranges)
        if not own & set(ranges):
            yield f"{where}: {value['@type']} is none of {ranges}"
        yield from find_mistakes(value, where)
    elif not any(is_valid(value, each) for each in ranges):
        yield f"{where}: {value!r} is none of {ranges}"


def is_valid(value: Any, name: str) -> bool:
    """Whether a simple value is of a data type or an enumeration."""
    if name in read_vocabulary()["enumerations"]:
        return value in read_vocabulary()["enumerations"][name]
    if name in DATES:
        try:
            return bool(DATES[name](value))
        except ValueError:
            return False
    if name == "Integer":
        return isinstance(value, int)
    if name == "URL" or name in read_vocabulary()["types"]:
        return bool(urlsplit(value).scheme and urlsplit(value).netloc)
    return name in TEXTS and isinstance(value, str)


@cache
def list_types(kind: str) -> set[str]:
    """Return a type and all that it is a kind of."""
    parents = read_vocabulary()["types"][kind]["parents"]
    return {kind}.union(*(list_types(parent) for parent in parents))


@cache
def list_properties(kind: str) -> dict[str, list[str]]:
    known: dict[str, list[str]] = {}
    for each in list_types(kind):
        known |= read_vocabulary()["types"][each]["properties"]
    return known
