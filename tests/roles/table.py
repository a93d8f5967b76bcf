"""The table of ``docs/roles.md``: who may do what."""

import re
from pathlib import Path

PAGE = Path(__file__).resolve().parent.parent.parent / "docs" / "roles.md"
ROLES = ("Editors", "Moderators", "Administrators")
ANSWERS = {"yes": True, "–": False}


def read_table() -> dict[str, dict[str, bool]]:
    """Return whether each role may do each act, by the words of the table."""
    table: dict[str, dict[str, bool]] = {}
    for line in PAGE.read_text().splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) == len(ROLES) + 1 and all(cell in ANSWERS for cell in cells[1:]):
            table[cells[0]] = {role: ANSWERS[cell] for role, cell in zip(ROLES, cells[1:], strict=True)}
    return table


def list_rows() -> list[str]:
    return [row for row in read_table() if re.match(r"\w", row)]
