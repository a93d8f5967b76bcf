"""Converts the blocks of content modules to Wagtail's stored StreamField data."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from cms.demo.content.blocks import Moment, Ref
from cms.demo.dates import DemoCalendar
from cms.demo.references import References, make_key

# Links in content contain the key of their target; Wagtail stores the primary key.
KEYED_LINK = re.compile(r'<a href="(page|document):([\w-]+)">')


class StreamWriter:
    """Writes the streams of one page in one language."""

    def __init__(
        self,
        references: References,
        calendar: DemoCalendar,
        *,
        language: str,
        published: datetime,
        words: Mapping[str, str] | None = None,
    ) -> None:
        self.references, self.calendar = references, calendar
        self.language, self.published = language, published
        self.words = words or {}

    def write(self, name: str, blocks: list[dict[str, Any]]) -> str:
        """Return the JSON of a stream. Block IDs derive from ``name``, so they are the same in every language."""
        return json.dumps(self._write_value(blocks, name), ensure_ascii=False)

    def fill_in(self, text: str) -> str:
        """Return text with its words in braces replaced and its links resolved."""
        for word, replacement in self.words.items():
            text = text.replace("{" + word + "}", replacement)
        return KEYED_LINK.sub(self._write_link, text)

    def _write_link(self, match: re.Match[str]) -> str:
        kind, key = match.groups()
        row = self.references.find(Ref(kind, key), self.language)
        return f'<a linktype="{kind}" id="{row.pk}">'

    def _write_value(self, value: Any, path: str) -> Any:
        if isinstance(value, str):
            return self.fill_in(value)
        if isinstance(value, Ref):
            return self.references.find(value, self.language).pk
        if isinstance(value, Moment):
            return self.calendar.find_moment(value, self.published).isoformat()
        if isinstance(value, dict):
            return {key: self._write_value(part, f"{path}/{key}") for key, part in value.items()}
        if isinstance(value, list):
            return [self._write_child(child, f"{path}/{number}") for number, child in enumerate(value)]
        return value

    def _write_child(self, child: dict[str, Any], path: str) -> dict[str, Any]:
        """Return the child of a stream, or the item of a list, in Wagtail's long form."""
        named = child.keys() == {"type", "value"}
        value = child["value"] if named else child
        return {
            "type": child["type"] if named else "item",
            "value": self._write_value(value, path),
            "id": str(make_key(path)),
        }
