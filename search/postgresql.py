"""Full-text search on PostgreSQL: a vector of words per entry, with a GIN index."""

from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import Any

from django.conf import settings
from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db import connection
from django.db.models import F, Q, QuerySet
from wagtail.search.query import SearchQuery as WagtailQuery

from search.indexing import IndexedTexts
from search.models import TextWords, TitleWords
from search.queries import MIN_PREFIX, write_query
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


class TsquerySyntax:
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


def match_titles(
    query: WagtailQuery, language_code: str | None = None, *, min_prefix: int = MIN_PREFIX
) -> QuerySet[TitleWords] | None:
    """Return the titles that match, each with its ``rank``; ``None`` for a query without words."""
    spelt = write_query(query, TsquerySyntax(), min_prefix=min_prefix, language_code=language_code)
    if not spelt:
        return None
    wanted = SearchQuery(spelt, config="simple", search_type="raw")
    rank = SearchRank(F("words"), wanted, normalization=DIVIDE_BY_LENGTH)
    return TitleWords.objects.filter(words=wanted).annotate(rank=rank)


def match_texts(query: WagtailQuery, language_code: str | None = None) -> QuerySet[TextWords] | None:
    """Return the texts that match in any of the site's languages, each with its ``rank``; ``None`` as above."""
    spelt = write_query(query, TsquerySyntax(), language_code=language_code)
    if not spelt:
        return None
    wanted = reduce(or_, [SearchQuery(spelt, config=config, search_type="raw") for config in list_configs()])
    return TextWords.objects.filter(words=wanted).annotate(rank=SearchRank(F("words"), wanted, weights=WEIGHTS))


def read_newest(matching: QuerySet[Any], wanted: Q, count: int) -> list[tuple[int, float]]:
    """Return the key and rank of the first ``count`` matches that are ``wanted``.

    PostgreSQL underestimates the number of matches of a prefix, and would look up and rank all of them. So we first
    query only the newest, which are enough unless few of them are wanted.
    """
    found = matching.filter(wanted).values_list("entry__object_id", "rank")
    some = list(matching.values_list("pk", flat=True)[2 * count : 2 * count + 1])
    if some:
        newest = list(found.filter(pk__gt=some[0])[:count])
        if len(newest) == count:
            return newest
    return list(found[:count])
