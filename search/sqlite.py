"""Full-text search on SQLite: FTS5 tables, scanned from the newest entry."""

from collections.abc import Iterable
from typing import Any

from django.db import connection
from django.db.models import BooleanField, Expression, FloatField, Func, Q

from cms.represent.bulk import Selection, text_in
from search.indexing import IndexedTexts
from search.matching import TEXTS, TITLES
from search.models import TextWords, TitleWords

# A word in the title counts ten times as much as one in the body.
WEIGHTS = (10, 4, 1)

WRITE_TITLE = "REPLACE INTO site_search_title (rowid, title) VALUES (%s, %s)"
WRITE_TEXT = "REPLACE INTO site_search_text (rowid, title, introduction, body) VALUES (%s, %s, %s, %s)"


class Syntax:
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


class Newest:
    """The entry's key and the rank of the first ``count`` matches that are ``wanted``, where the scan stops."""

    def __init__(self, name: str, wanted: Q, count: int) -> None:
        model, table, weights = MATCHED[name]
        matching: Any = model.objects.filter(matches(table, text_in("words")), wanted)
        ranked = matching.annotate(rank=rank_bm25(table, *weights)).order_by("-pk")
        self.found = Selection(ranked.values_list("pk", "rank")[:count])

    def read(self, words: str) -> list[tuple[int, float]]:
        return self.found.read(words=words)


MATCHED: dict[str, tuple[Any, str, tuple[int, ...]]] = {
    TITLES: (TitleWords, "site_search_title", ()),
    TEXTS: (TextWords, "site_search_text", WEIGHTS),
}


def matches(table: str, words: Expression) -> Func:
    return Func(words, template=f"{table} MATCH %(expressions)s", output_field=BooleanField())


def rank_bm25(table: str, *weights: int) -> Func:
    """Return the rank of a row: BM25, of which SQLite returns the negative."""
    arguments = ", ".join([table, *map(str, weights)])
    return Func(template=f"-bm25({arguments})", output_field=FloatField())
