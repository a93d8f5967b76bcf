"""Translates a query to the syntax of a database's full-text search."""

from collections.abc import Sequence
from typing import Protocol

from wagtail.search.query import And, Boost, Or, Phrase, PlainText, SearchQuery

from search.mutations import list_forms
from search.words import name_stemmer, split_words, stem

MIN_PREFIX = 3  # shorter prefixes match too many words of a text
MAX_WORDS = 20


# Words that readers write, and the alternatives that pages have for them.
Synonyms = tuple[list[str], list[list[str]]]


class Asked(PlainText):
    """Plain text whose words also stand for their synonyms."""

    def __init__(self, query_string: str, synonyms: Sequence[Synonyms] = (), operator: str = "and") -> None:
        super().__init__(query_string, operator=operator)
        self.synonyms = synonyms


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
        synonyms = query.synonyms if isinstance(query, Asked) else ()
        groups = group_words(words, synonyms, language_code)

        def write(word: str, *, is_last: bool) -> str:
            is_prefix = is_last and len(word) >= min_prefix
            forms = [syntax.write_word(form, is_prefix=is_prefix) for form in list_forms(word, language_code)]
            return join(forms, syntax.any_of)

        spelt = []
        for number, (own, *others) in enumerate(groups, start=1):
            is_last = number == len(groups)
            asked = [write(word, is_last=is_last and word is own[-1]) for word in own]
            meant = [join([write(word, is_last=False) for word in other], syntax.all_of) for other in others]
            spelt.append(join([join(asked, syntax.all_of), *meant], syntax.any_of))
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


def group_words(words: list[str], synonyms: Sequence[Synonyms], language_code: str | None) -> list[list[list[str]]]:
    """Return the words of a query in groups: first as they were asked for, then what editors know as the same."""
    stemmer = name_stemmer(language_code or "")
    stems = [stem(word, stemmer) for word in words]
    meant = {tuple(stem(word, stemmer) for word in asked): wanted for asked, wanted in synonyms}
    groups, start = [], 0
    while start < len(words):
        stop = next((end for end in range(len(words), start, -1) if tuple(stems[start:end]) in meant), start + 1)
        groups.append([words[start:stop], *meant.get(tuple(stems[start:stop]), [])])
        start = stop
    return groups


def join(parts: list[str], operator: str) -> str:
    spelt = [part for part in parts if part]
    if len(spelt) == 1:
        return spelt[0]
    return f"({f' {operator} '.join(spelt)})" if spelt else ""
