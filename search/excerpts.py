"""Excerpts of texts, with the matched words highlighted."""

import re
from collections.abc import Sequence
from html import escape

from django.utils.functional import cached_property
from django.utils.safestring import SafeString, mark_safe

from cms.represent.emails import EMAIL
from search.models import Entry
from search.mutations import list_forms
from search.queries import MIN_PREFIX
from search.words import fold, name_stemmer, split_words, stem

EXCERPT_LENGTH = 220  # characters
CONTEXT_BEFORE = 60  # characters before the first highlighted word
MAX_MARKS = 200  # highest number of matches considered per text
ELLIPSIS = "…"

Span = tuple[int, int]


class Marker:
    """Finds the words of a query in texts of one language: the same, another form, or as a prefix."""

    def __init__(self, query: str, language_code: str) -> None:
        words = [list_forms(word, language_code) for word in split_words(query)]
        self.words = [form for forms in words for form in forms]
        self.beginnings = tuple(form for form in (words[-1] if words else ()) if len(form) >= MIN_PREFIX)
        self.stemmer = name_stemmer(language_code)
        self.stems = {stem(word, self.stemmer) for word in self.words}

    @cached_property
    def candidates(self) -> re.Pattern[str]:
        """Matches words with the same first two letters as a query word; their stems are compared next."""
        beginnings = "|".join(sorted({re.escape(word[:2]) for word in self.words})) or "(?!)"
        return re.compile(rf"(?<![^\W_])(?:{beginnings})[^\W_]*")

    def is_wanted(self, word: str) -> bool:
        return stem(word, self.stemmer) in self.stems or word.startswith(self.beginnings)

    def find(self, text: str) -> list[Span]:
        """Return the positions of query words in a composed text, at most 200."""
        spans: list[Span] = []
        for match in self.candidates.finditer(fold(text)):
            if self.is_wanted(match.group()):
                spans.append(match.span())
            if len(spans) == MAX_MARKS:
                break
        return spans


def make_excerpt(entry: Entry, marker: Marker) -> SafeString:
    """Return HTML with ``<mark>`` as its only tag: the best matching part of the introduction, or else of the body.

    If neither matches, because only the title does, it is the start of the introduction.
    """
    for text in (entry.introduction, entry.body):
        if spans := marker.find(text):
            return mark_words(text, spans, *choose_window(text, spans))
    text = entry.introduction or entry.body
    return mark_words(text, [], *choose_window(text, []))


def choose_window(text: str, spans: Sequence[Span]) -> Span:
    """Return the part of a text to show, at word boundaries: the first with the most different query words."""
    if len(text) <= EXCERPT_LENGTH:
        return 0, len(text)
    first = max(spans, key=lambda span: count_different(text, spans, span[0]), default=(0, 0))[0]
    start = min(max(0, first - CONTEXT_BEFORE), len(text) - EXCERPT_LENGTH)
    end = start + EXCERPT_LENGTH
    if start and (space := text.find(" ", start, first)) != -1:
        start = space + 1
    if end < len(text) and (space := text.rfind(" ", first + 1, end)) != -1:
        end = space
    return start, end


def count_different(text: str, spans: Sequence[Span], start: int) -> int:
    return len(
        {
            fold(text[first:last])
            for first, last in spans
            if start <= first and last <= start + EXCERPT_LENGTH - CONTEXT_BEFORE
        }
    )


def mark_words(text: str, spans: Sequence[Span], start: int, end: int) -> SafeString:
    """Return ``text[start:end]`` as HTML. Words in email addresses are not marked, to keep these intact."""
    addresses = [match.span() for match in EMAIL.finditer(text, start, end)]
    parts, position = [], start
    for first, last in spans:
        if first < position or last > end or any(a <= first < b for a, b in addresses):
            continue
        parts += [escape(text[position:first]), "<mark>", escape(text[first:last]), "</mark>"]
        position = last
    html = "".join([*parts, escape(text[position:end])]).strip()
    before, after = ELLIPSIS if start else "", ELLIPSIS if end < len(text) else ""
    return mark_safe(f"{before}{html}{after}")  # noqa: S308 - every part of the text is escaped above
