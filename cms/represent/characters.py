"""Characters that nobody sees and that not every format can carry."""

import re
from typing import Any

# All but the tab and the ends of lines: neither XML 1.0 (2.2) nor iCalendar (RFC 5545, 3.1) has a way to write them.
# Halves of a character outside of the basic plane, which a script may cut off, cannot even be stored.
CONTROL_CHARACTERS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]+")
# The end of a line or page, as word processors write it inside a paragraph: it separates words.
SEPARATORS = re.compile("[\x0b\x0c\x1c-\x1f]")


def clean_text(text: str) -> str:
    """Return a text without control characters; those that end a line are replaced by a space."""

    def replace(match: "re.Match[str]") -> str:
        start, end = match.span()
        between_words = start > 0 and end < len(text) and not (text[start - 1].isspace() or text[end].isspace())
        return " " if between_words and SEPARATORS.search(match.group()) else ""

    return CONTROL_CHARACTERS.sub(replace, text)


def clean_json(value: Any) -> Any:
    """Return JSON data whose texts are clean."""
    match value:
        case str():
            return clean_text(value)
        case list() | tuple():
            return [clean_json(item) for item in value]
        case dict():
            return {key: clean_json(item) for key, item in value.items()}
        case _:
            return value
