"""What waits for a translator: a change to a translated update, and the beginning of a translation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Change(NamedTuple):
    """A sentence that was added to the introduction after the update was translated."""

    key: str
    sentence: str


class Beginning(NamedTuple):
    """The texts of an update that have been translated so far, by their field."""

    key: str
    texts: Mapping[str, str]


CHANGED = Change("the-first-boat", "She has been on the water twice since, and came back dry.")
BEGUN = Beginning(
    "a-roof-at-last",
    {
        "title": "To o’r diwedd",
        "introduction": "Naw twll, naw mis, 3,400 o lechi ac un golomen y bu’n rhaid gofyn iddi adael. Mae’r cwt cychod yn"
        " sych. Mae Gerald y bwced wedi ymddeol.",
        "hero_alt": "Y cwt cychod wrth y dŵr yn yr heulwen, a’i do bron yn gyflawn a dau döwr wrth eu gwaith.",
    },
)
