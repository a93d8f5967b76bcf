"""What passages of a document may become, and how a kind of block recognises them.

Apps declare their kinds with the hook ``register_import_kinds``.
"""

import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple, Protocol
from zoneinfo import ZoneInfo

from wagtail import hooks

from cms.importing.document import LinkWriter, Passage


def find_no_page(href: str) -> int | None:
    return None


@dataclass(frozen=True)
class Context:
    """What is known of the page that a document is brought to.

    ``people`` are keys by lower-case names; ``find_page`` returns the key of the page of this site at an address.
    """

    month: date
    zone: ZoneInfo
    language: str = "en"
    title: str = ""
    people: Mapping[str, Any] = field(default_factory=dict)
    find_page: Callable[[str], int | None] = find_no_page

    @property
    def link_writer(self) -> LinkWriter:
        return LinkWriter(self.find_page)


class Block(NamedTuple):
    """A block to be, as streams store it. A ``Picture`` in its value is not stored yet."""

    type: str
    value: Any


class Offer(NamedTuple):
    """What the first ``length`` passages may become. A block that is not complete lacks what its form requires."""

    length: int
    blocks: list[Block]
    is_complete: bool = True
    note: str = ""


class Kind(Protocol):
    """A kind of block that is more than text. ``block`` is its key in a stream, ``label`` its name for people."""

    block: str
    label: Any

    def offer(self, passages: Sequence[Passage], context: Context) -> Offer | None:
        """Return what the beginning of ``passages`` may become, if it looks like this kind."""


def list_kinds() -> list[Kind]:
    """Return the kinds that apps declare, those that are tried first at the beginning."""
    return [kind for function in hooks.get_hooks("register_import_kinds") for kind in function()]


def make_item(value: Any, block_type: str = "item") -> dict[str, Any]:
    """Return an item of a list or stream as it is stored."""
    return {"type": block_type, "value": value, "id": str(uuid.uuid4())}


def make_link(label: str, href: str, context: Context) -> dict[str, Any] | None:
    """Return a link block for an address, if a link can lead there."""
    empty = {"page": None, "url": "", "email": "", "telephone": "", "document": None}
    if page := context.find_page(href):
        return {"label": label, "goes_to": "page", **empty, "page": page}
    for scheme, kind in (("mailto:", "email"), ("tel:", "telephone")):
        if href.startswith(scheme):
            target = href.removeprefix(scheme).partition("?")[0]
            return {"label": label, "goes_to": kind, **empty, kind: target} if target else None
    if href.startswith(("http://", "https://")):
        return {"label": label, "goes_to": "url", **empty, "url": href}
    return None


def have_keys(blocks: Iterable[Block], keys: Iterable[str]) -> bool:
    return {block.type for block in blocks} <= set(keys)
