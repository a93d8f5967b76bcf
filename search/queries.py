"""Translates a query to the syntax of a database's full-text search."""

from typing import Protocol

from wagtail.search.query import And, Boost, Or, Phrase, PlainText, SearchQuery

from search.mutations import list_forms
from search.words import split_words

MIN_PREFIX = 3  # shorter prefixes match too many words of a text
MAX_WORDS = 20


class Syntax(Protocol):
    """The syntax of full-text search. Words contain only letters and digits."""

    all_of: str
    any_of: str

    def write_word(self, word: str, *, is_prefix: bool) -> str: ...

    def write_phrase(self, words: list[str]) -> str: ...


def write_query(
    query: SearchQuery, syntax: Syntax, *, min_prefix: int = MIN_PREFIX, language_code: str | None = None
) -> str:
    """Return the query; an empty string if it has no words.

    The last word of plain text may be a prefix, unless it is shorter than ``min_prefix``; in a known language, other
    forms of its words match too. Words after the twentieth are ignored. Raises NotImplementedError for queries that
    exclude something.
    """
    if isinstance(query, PlainText):
        words = split_words(query.query_string)[:MAX_WORDS]
        spelt = [
            join(
                [
                    syntax.write_word(form, is_prefix=number == len(words) and len(word) >= min_prefix)
                    for form in list_forms(word, language_code)
                ],
                syntax.any_of,
            )
            for number, word in enumerate(words, start=1)
        ]
        return join(spelt, syntax.any_of if query.operator == "or" else syntax.all_of)
    if isinstance(query, Phrase):
        words = split_words(query.query_string)[:MAX_WORDS]
        return syntax.write_phrase(words) if words else ""
    if isinstance(query, And | Or):
        parts = [
            write_query(part, syntax, min_prefix=min_prefix, language_code=language_code) for part in query.subqueries
        ]
        return join(parts, syntax.all_of if isinstance(query, And) else syntax.any_of)
    if isinstance(query, Boost):
        return write_query(query.subquery, syntax, min_prefix=min_prefix, language_code=language_code)
    raise NotImplementedError(f"The search index has no query of the kind {type(query).__name__}.")


def join(parts: list[str], operator: str) -> str:
    spelt = [part for part in parts if part]
    if len(spelt) == 1:
        return spelt[0]
    return f"({f' {operator} '.join(spelt)})" if spelt else ""
