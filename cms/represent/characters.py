"""Characters that nobody sees and that not every format can carry."""

import re

# All but the tab and the ends of lines: neither XML 1.0 (2.2) nor iCalendar (RFC 5545, 3.1) has a way to write them.
CONTROL_CHARACTERS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")


def replace_control_characters(text: str) -> str:
    return CONTROL_CHARACTERS.sub(" ", text)
