"""docs/accessibility.md speaks of every criterion of ATAG 2.0, and proves or explains each line."""

import re

from tests.repository.test_documentation import NAMED, ROOT, list_missing

# How many criteria of levels A and AA each guideline has.
GUIDELINES = """
A.1.1:1 A.1.2:2 A.2.1:2 A.2.2:2 A.3.1:3 A.3.2:3 A.3.3:1 A.3.4:1 A.3.5:1 A.3.6:3 A.3.7:1 A.4.1:2 A.4.2:2
B.1.1:2 B.1.2:4 B.2.1:1 B.2.2:2 B.2.3:2 B.2.4:3 B.2.5:2 B.3.1:5 B.3.2:1 B.4.1:4 B.4.2:2
"""
STATES = {"met", "partly", "does not apply"}
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in (ROOT / "docs/accessibility.md").read_text().splitlines()
    if re.match(r"\| [AB]\.\d", line)
]


def test_every_criterion_of_levels_a_and_aa_has_a_line():
    counts = [part.split(":") for part in GUIDELINES.split()]
    expected = [f"{guideline}.{number}" for guideline, most in counts for number in range(1, int(most) + 1)]

    assert [row[0] for row in ROWS] == expected
    assert {row[1] for row in ROWS} == {"A", "AA", "A, AA"}


def test_every_line_has_a_test_that_exists_or_a_reason():
    bare = [row[0] for row in ROWS if not (NAMED.search(row[5]) or len(row[5].split()) > 3)]
    missing = {row[0]: list_missing(row[5]) for row in ROWS if list_missing(row[5])}

    assert {row[3] for row in ROWS} == STATES
    assert bare == []
    assert missing == {}
    assert [row[0] for row in ROWS if row[3] == "does not apply" and NAMED.search(row[5])] == []
