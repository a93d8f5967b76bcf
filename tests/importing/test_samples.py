"""What comes of documents as programs write them, against what was written down beforehand."""

import re
from pathlib import Path

import pytest

from tests.importing.outcomes import find_outcome, list_samples, read_expected

# Documents whose blocks are not all as they were expected, and why.
WRONG = {
    "broken.html": "bold that is never closed ends with its paragraph",
    "welsh.txt": "the heading of the whole mail is taken for that of its events",
}
DOCS = Path(__file__).parents[2] / "docs" / "importing.md"


@pytest.mark.parametrize("name", [name for name in list_samples() if name not in WRONG])
def test_a_document_becomes_what_was_expected(name):
    assert find_outcome(name) == read_expected(name)


def test_the_share_that_comes_out_right_is_what_the_docs_state():
    samples = list_samples()
    outcomes = [(find_outcome(name), read_expected(name)) for name in samples]
    right = sum(found == expected for found, expected in outcomes)
    blocks = sum(len(expected) for _found, expected in outcomes)
    right_blocks = sum(sum(one in found for one in expected) for found, expected in outcomes)

    stated = re.search(r"(\d+) of (\d+)\s+documents and (\d+) of (\d+)\s+blocks", DOCS.read_text())

    assert stated is not None
    assert tuple(map(int, stated.groups())) == (right, len(samples), right_blocks, blocks)
    assert len(samples) >= 20
    assert len(samples) - right == len(WRONG)
