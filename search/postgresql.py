"""Full-text search on PostgreSQL: a vector of words per entry, with a GIN index."""

from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import Any

from django.conf import settings
from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db import connection
from django.db.models import F, Q, QuerySet

from cms.represent.bulk import Selection, number_in, text_in
from search.indexing import IndexedTexts
from search.matching import TITLES
from search.models import TextWords, TitleWords
from search.words import name_stemmer

# A word in the title counts ten times as much as one in the body: D, C, B, A.
WEIGHTS = [0.1, 0.1, 0.4, 1.0]
DIVIDE_BY_LENGTH = 2

WRITE_TITLE = """
    INSERT INTO site_search_title (rowid, words) VALUES (%s, to_tsvector('simple', %s))
    ON CONFLICT (rowid) DO UPDATE SET words = EXCLUDED.words
"""
WRITE_TEXT = """
    INSERT INTO site_search_text (rowid, words) VALUES (
        %s,
        setweight(to_tsvector(%s::regconfig, %s), 'A')
            || setweight(to_tsvector(%s::regconfig, %s), 'B')
            || setweight(to_tsvector(%s::regconfig, %s), 'D')
    )
    ON CONFLICT (rowid) DO UPDATE SET words = EXCLUDED.words
"""


class Syntax:
    all_of = "&"
    any_of = "|"

    def write_word(self, word: str, *, is_prefix: bool) -> str:
        return f"'{word}':*" if is_prefix else f"'{word}'"

    def write_phrase(self, words: list[str]) -> str:
        return "(" + " <-> ".join(f"'{word}'" for word in words) + ")"


def write_words(indexed: Iterable[IndexedTexts]) -> None:
    """Insert or replace the words of entries."""
    titles, texts = [], []
    for entry_id, language_code, title, introduction, body in indexed:
        config = name_stemmer(language_code) or "simple"
        titles.append((entry_id, title))
        texts.append((entry_id, config, title, config, introduction, config, body))
    with connection.cursor() as cursor:
        cursor.executemany(WRITE_TITLE, titles)
        cursor.executemany(WRITE_TEXT, texts)


def list_configs() -> list[str]:
    """Return the text search configurations of the site's languages."""
    return sorted({name_stemmer(code) or "simple" for code, _name in settings.LANGUAGES})


class Newest:
    """The entry's key and the rank of the first ``count`` matches that are ``wanted``.

    PostgreSQL underestimates the number of matches of a prefix, and would look up and rank all of them. So we first
    query only the newest, which are enough unless few of them are wanted.
    """

    def __init__(self, name: str, wanted: Q, count: int) -> None:
        matching = match_titles() if name == TITLES else match_texts()
        self.count = count
        self.after = Selection(matching.values_list("pk")[2 * count : 2 * count + 1])
        found = matching.filter(wanted).values_list("pk", "rank")
        self.latest = Selection(found.filter(pk__gt=number_in("after"))[:count])
        self.found = Selection(found[:count])

    def read(self, words: str) -> list[tuple[int, float]]:
        for (after,) in self.after.read(words=words):
            newest = self.latest.read(words=words, after=after)
            if len(newest) == self.count:
                return newest
        return self.found.read(words=words)


def match_titles() -> QuerySet[Any]:
    """Return the titles that match the placeholder ``words``, each with its ``rank``, the newest first."""
    wanted = SearchQuery(text_in("words"), config="simple", search_type="raw")
    rank = SearchRank(F("words"), wanted, normalization=DIVIDE_BY_LENGTH)
    return TitleWords.objects.filter(words=wanted).annotate(rank=rank).order_by("-pk")


def match_texts() -> QuerySet[Any]:
    """Return the texts that match in any of the site's languages, as above."""
    wanted = reduce(or_, [SearchQuery(text_in("words"), config=one, search_type="raw") for one in list_configs()])
    rank = SearchRank(F("words"), wanted, weights=WEIGHTS)
    return TextWords.objects.filter(words=wanted).annotate(rank=rank).order_by("-pk")
