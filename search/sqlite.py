"""Full-text search on SQLite: FTS5 tables, scanned from the newest entry."""

from collections.abc import Iterable
from typing import Any

from django.db import connection
from django.db.models import BooleanField, FloatField, Func, Q, QuerySet, Value
from wagtail.search.query import SearchQuery

from search.indexing import IndexedTexts
from search.models import TextWords, TitleWords
from search.queries import MIN_PREFIX, write_query

# A word in the title counts ten times as much as one in the body.
WEIGHTS = (10, 4, 1)

WRITE_TITLE = "REPLACE INTO site_search_title (rowid, title) VALUES (%s, %s)"
WRITE_TEXT = "REPLACE INTO site_search_text (rowid, title, introduction, body) VALUES (%s, %s, %s, %s)"


class FTS5Syntax:
    all_of = "AND"
    any_of = "OR"

    def write_word(self, word: str, *, is_prefix: bool) -> str:
        return f'"{word}"*' if is_prefix else f'"{word}"'

    def write_phrase(self, words: list[str]) -> str:
        return f'"{" ".join(words)}"'


def write_words(indexed: Iterable[IndexedTexts]) -> None:
    """Insert or replace the words of entries."""
    rows = list(indexed)
    with connection.cursor() as cursor:
        cursor.executemany(WRITE_TITLE, [(entry_id, title) for entry_id, _language, title, *_texts in rows])
        cursor.executemany(WRITE_TEXT, [(entry_id, *texts) for entry_id, _language, *texts in rows])


def match_titles(
    query: SearchQuery, language_code: str | None = None, *, min_prefix: int = MIN_PREFIX
) -> QuerySet[TitleWords] | None:
    """Return the titles that match, each with its ``rank``; ``None`` for a query without words."""
    spelt = write_query(query, FTS5Syntax(), min_prefix=min_prefix, language_code=language_code)
    if not spelt:
        return None
    return TitleWords.objects.filter(matches("site_search_title", spelt)).annotate(rank=rank_bm25("site_search_title"))


def match_texts(query: SearchQuery, language_code: str | None = None) -> QuerySet[TextWords] | None:
    """Return the texts that match, each with its ``rank``; ``None`` as above."""
    spelt = write_query(query, FTS5Syntax(), language_code=language_code)
    if not spelt:
        return None
    rank = rank_bm25("site_search_text", *WEIGHTS)
    return TextWords.objects.filter(matches("site_search_text", spelt)).annotate(rank=rank)


def read_newest(matching: QuerySet[Any], wanted: Q, count: int) -> list[tuple[int, float]]:
    """Return the key and rank of the first ``count`` matches that are ``wanted``, where the scan stops."""
    return list(matching.filter(wanted).values_list("entry__object_id", "rank")[:count])


def matches(table: str, spelt: str) -> Func:
    return Func(Value(spelt), template=f"{table} MATCH %(expressions)s", output_field=BooleanField())


def rank_bm25(table: str, *weights: int) -> Func:
    """Return the rank of a row: BM25, of which SQLite returns the negative."""
    arguments = ", ".join([table, *map(str, weights)])
    return Func(template=f"-bm25({arguments})", output_field=FloatField())
