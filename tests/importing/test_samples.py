"""What comes of documents as programs write them, against what was written down beforehand."""

import re
from pathlib import Path

import pytest

from cms.importing.kinds import list_kinds
from cms.importing.pieces import arrange
from cms.importing.readers import read_file
from tests.importing.outcomes import KEYS, find_outcome, list_samples, make_context, read_expected

# Documents whose blocks are not all as they were expected, and why.
WRONG = {
    "broken.html": "bold that is never closed ends with its paragraph",
    "welsh.txt": "the heading of the whole mail is taken for that of its events",
}
DOCS = Path(__file__).parents[2] / "docs" / "importing.md"


@pytest.mark.parametrize("name", [name for name in list_samples() if name not in WRONG])
def test_a_document_becomes_what_was_expected(name):
    assert find_outcome(name) == read_expected(name)


@pytest.mark.parametrize(
    ("html", "kind"),
    [
        ('<p><a href="https://join.example.org">join.example.org</a></p>', "paragraph"),
        ('<p><a href="mailto:contact@example.org">contact@example.org</a></p>', "paragraph"),
        ('<p><a href="https://join.example.org">Join us</a></p>', "call_to_action"),
        ('<p>Sign up: <a href="https://join.example.org">join.example.org</a></p>', "call_to_action"),
    ],
)
def test_only_words_invite_and_no_address(html, kind):
    (piece,) = arrange(read_file(html.encode(), "post.html"), make_context(), list_kinds(), KEYS)

    assert [block.type for block in piece.choices[0].blocks] == [kind]


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
