"""Maps the keys in content to rows."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid5

from cms.demo.content.blocks import Ref

DEMO = UUID("8a3f5f0e-52b1-5d0b-9c0e-6b1d1f0f7a11")
SOURCE = "en"
EVERY_LANGUAGE = ""


def make_key(name: str) -> UUID:
    """Return the identifier of an object in the demo: the same on every machine and every day."""
    return uuid5(DEMO, name)


class References:
    """The rows created so far, by model, key and language."""

    def __init__(self) -> None:
        self._rows: dict[tuple[str, str, str], Any] = {}

    def add(self, model: str, key: str, row: Any, *, language: str = EVERY_LANGUAGE) -> None:
        self._rows[model, key, language] = row

    def find(self, ref: Ref, language: str) -> Any:
        """Return the row in ``language``, else in English. Raises ``KeyError`` for an unknown key."""
        for choice in (language, SOURCE, EVERY_LANGUAGE):
            if (row := self._rows.get((ref.model, ref.key, choice))) is not None:
                return row
        raise KeyError(f"{ref.model}:{ref.key}")

    def has(self, ref: Ref, language: str) -> bool:
        return (ref.model, ref.key, language) in self._rows

    def find_row(self, model: str, key: str, language: str = EVERY_LANGUAGE) -> Any:
        return self.find(Ref(model, key), language)

    def find_image(self, key: str) -> Any:
        return self.find_row("image", key)
