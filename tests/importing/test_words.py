"""No word is lost on the way from a document to blocks."""

import html
import re
from collections import Counter
from typing import Any

import nh3
from hypothesis import given, settings
from hypothesis import strategies as st

from cms.importing.document import Picture
from cms.importing.kinds import Block, list_kinds
from cms.importing.pieces import Piece, arrange
from cms.importing.readers import read_html, read_plain
from tests.importing.outcomes import KEYS, make_context

WORD = re.compile(r"[^\W\d_]+")
# What is kept as a date, or as the address of a link that says nothing else.
ELSEWHERE = {"friday", "december", "at", "on"}
KINDS = list_kinds()

words = st.text(alphabet="abcdefgŵéß", min_size=1, max_size=6)
phrases = st.lists(words, min_size=1, max_size=5).map(" ".join)
event_lines = st.builds("{} Friday 4 December, 10:00, {}".format, phrases, phrases)
lines = phrases | event_lines | st.builds("“{}” — {}".format, phrases, words) | st.builds("Join {}".format, phrases)


def mark(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.builds(
        "{0}<{1}>{2}</{1}>{3}".format, inner, st.sampled_from(["b", "em", "span", "code", "u"]), inner, inner
    )


inline = st.recursive(
    lines.map(html.escape) | st.just("<br>") | st.just("&nbsp;"),
    lambda inner: mark(inner) | st.builds('<a href="https://example.org/{}">{}</a>'.format, words, inner),
    max_leaves=3,
)
BLOCKS = [
    "p",
    "div",
    "h1",
    "h2",
    "h3",
    "h4",
    "blockquote",
    "li",
    "ul",
    "ol",
    "pre",
    "td",
    "section",
    "dl",
    "dd",
    "figure",
]
blocks = st.recursive(
    inline | st.builds('<img src="https://example.org/{}.jpg" alt="{}">'.format, words, phrases),
    lambda inner: st.one_of(
        st.builds(
            "<{0}>{1}</{0}>".format, st.sampled_from(BLOCKS), st.lists(inner, min_size=1, max_size=3).map("".join)
        ),
        st.builds("<table><tr><td>{}</td><td>{}</td></tr></table>".format, inner, inner),
        st.builds("<ul><li>{}<ul>{}</ul></li></ul>".format, inner, inner),
    ),
    max_leaves=6,
)
documents = st.lists(blocks, min_size=1, max_size=4).map("".join)
texts = st.lists(
    st.builds(
        "{}{}{}".format,
        st.sampled_from(["", "- ", "1. ", "> ", "  * ", "\t", "# "]),
        lines,
        st.sampled_from(["", "\n", "  "]),
    )
    | st.sampled_from(["", "===", "---", "https://example.org/", "a@example.org"]),
    max_size=12,
).map("\n".join)


def count(text: str) -> Counter[str]:
    joined = re.sub(r"</?(?:b|i|a|em|span|code|u)\b[^>]*>", "", text)
    return Counter(WORD.findall(html.unescape(re.sub(r"<[^>]*>", " ", joined))))


def count_value(value: Any) -> Counter[str]:
    match value:
        case Picture():
            return count(html.escape(f"{value.alt} {value.caption}"))
        case str():
            return count(value)
        case dict():
            return sum((count_value(part) for name, part in value.items() if name not in {"id", "type"}), Counter())
        case list() | tuple():
            return sum(map(count_value, value), Counter())
    return Counter()


def count_plain(pieces: list[Piece]) -> Counter[str]:
    return sum((count_blocks(piece.choices[-1].blocks) for piece in pieces), Counter())


def count_blocks(found: tuple[Block, ...]) -> Counter[str]:
    return sum((count_value(block.value) for block in found), Counter())


def assert_offered(pieces: list[Piece], expected: Counter[str]) -> None:
    """Check that what is offered says everything, but for words that say when, or that there is a link."""
    offered = sum((count_blocks(piece.choices[0].blocks) for piece in pieces), Counter())
    assert {word.lower() for word in expected - offered} <= ELSEWHERE


def see(source: str) -> Counter[str]:
    """Return the words that a browser shows of HTML, with the alternative texts of pictures."""
    described = re.sub(r'<img[^>]*alt="([^"]*)"[^>]*>', r" \1 ", source)
    clean = nh3.clean(described, tags={*BLOCKS, "br", "table", "tr", "b", "em", "span", "code", "u", "a"})
    return count(clean)


@given(documents)
@settings(max_examples=80, deadline=None)
def test_html_loses_no_word(source):
    pieces = arrange(read_html(source), make_context(), KINDS, KEYS)

    assert count_plain(pieces) == see(source)
    assert_offered(pieces, see(source))


@given(documents)
@settings(max_examples=40, deadline=None)
def test_blocks_become_the_same_blocks_again(source):
    pieces = arrange(read_html(source), make_context(), [], {"paragraph"})
    written = "".join(block.value for piece in pieces for block in piece.choices[-1].blocks)

    again = arrange(read_html(written), make_context(), [], {"paragraph"})

    assert "".join(block.value for piece in again for block in piece.choices[-1].blocks) == written


@given(texts)
@settings(max_examples=80, deadline=None)
def test_plain_text_loses_no_word(source):
    pieces = arrange(read_plain(source), make_context(), KINDS, KEYS)

    expected = Counter(WORD.findall(source))
    assert count_plain(pieces) - expected == Counter()  # nothing twice
    assert expected - count_plain(pieces) == Counter()
    assert_offered(pieces, expected)
