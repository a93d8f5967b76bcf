"""Finds the objects that match a query, best first, at a cost independent of the number of matches."""

from collections.abc import Callable, Hashable, Sequence
from functools import cached_property, reduce
from operator import itemgetter, or_
from types import ModuleType
from typing import Any, NamedTuple, Protocol

from django.conf import settings
from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet
from wagtail.search.query import SearchQuery

from cms.represent.kept import Kept
from search.indexing import find_root_type
from search.models import read_entry_id
from search.queries import MIN_PREFIX, Asked, write_query

# How many of the newest matches are ranked.
MAX_MATCHES = 500
MAX_TITLES = 200


# Where words match: see ``Newest`` of each database.
TITLES, TEXTS = "titles", "texts"


class Newest(Protocol):
    """A statement that finds the newest matches, whose SQL is built once."""

    def read(self, words: str) -> list[tuple[int, float]]:
        """Return the entry's key and the rank of the newest matches of a query in the database's syntax."""


statements = Kept[Newest]()


class Matches(NamedTuple):
    """Keys, best match first; ``are_all`` is false if there are more matches than were ranked."""

    keys: list[int]
    are_all: bool


def choose_database() -> ModuleType:
    """Return the module for the database's full-text search."""
    if connection.vendor == "postgresql":
        from search import postgresql

        return postgresql
    from search import sqlite

    return sqlite


class Scope:
    """What to search: the objects of some querysets, which are only made if their SQL is not known by ``key``.

    ``key`` has all that the SQL is made from; ``None`` if nobody else searches the same. ``sift`` returns which of the
    entries that match are of these objects after all, where the database would take long to say so for each.
    """

    def __init__(
        self,
        make: Callable[[], Sequence[QuerySet[Any]]],
        key: Hashable = None,
        sift: Callable[[list[int]], list[int]] = list,
    ) -> None:
        self.make = make
        self.key = key
        self.sift = sift

    @cached_property
    def querysets(self) -> Sequence[QuerySet[Any]]:
        return self.make()

    def find_matches(
        self, query: SearchQuery, *, only_titles: bool = False, language_code: str | None = None
    ) -> Matches:
        """Return the keys of the entries that match; in one language, also by other forms of the words.

        Those with every word in the title come first. In each group only the newest, by creation, are ranked; the
        filters of the queryset apply before they are counted.
        """
        if only_titles:
            found = self.rank_newest(TITLES, write_words(query, language_code, min_prefix=1), most=MAX_MATCHES)
            return Matches(self.sift(found.keys), found.are_all)
        words = write_words(query, language_code)
        if isinstance(query, Asked) and query.operator == "or":  # one of several words in a title says little
            found = self.rank_newest(TEXTS, words, most=MAX_MATCHES)
            return Matches(self.sift(found.keys), found.are_all)
        titles = self.rank_newest(TITLES, words, most=MAX_TITLES)
        texts = self.rank_newest(TEXTS, words, most=MAX_MATCHES)
        keys = self.sift(list(dict.fromkeys([*titles.keys, *texts.keys])))
        return Matches(keys[:MAX_MATCHES], titles.are_all and texts.are_all and len(keys) <= MAX_MATCHES)

    def rank_newest(self, name: str, words: str, *, most: int) -> Matches:
        """Return the ``most`` newest matches of one kind, highest rank first."""
        if not words:
            return Matches([], are_all=True)
        languages = tuple(code for code, _name in settings.LANGUAGES)
        key = None if self.key is None else (name, most, languages, self.key)
        newest = statements.find(key, lambda: self.make_newest(name, most + 1)).read(words)
        ranked = sorted(newest[:most], key=itemgetter(1), reverse=True)  # stable: of equals the newer comes first
        return Matches([key for key, _rank in ranked], are_all=len(newest) <= most)

    def make_newest(self, name: str, count: int) -> Newest:
        wanted = reduce(or_, map(allow, self.querysets))
        newest: Newest = choose_database().Newest(name, wanted, count)
        return newest


def allow(queryset: QuerySet[Any]) -> Q:
    """Return the condition that an entry is that of an object of a queryset."""
    allowed = Exists(queryset.order_by().filter(pk=OuterRef("entry__object_id")))
    return Q(allowed, entry__content_type=find_root_type(queryset.model))


def find_matches(queryset: QuerySet[Any], query: SearchQuery, *, only_titles: bool = False) -> Matches:
    """Return the primary keys of the objects of a queryset that match."""
    found = Scope(lambda: [queryset]).find_matches(query, only_titles=only_titles)
    return Matches([read_entry_id(key)[1] for key in found.keys], found.are_all)


def write_words(query: SearchQuery, language_code: str | None, *, min_prefix: int = MIN_PREFIX) -> str:
    """Return the query in the syntax of the database; nothing if it has no words."""
    return write_query(query, choose_database().Syntax(), min_prefix=min_prefix, language_code=language_code)
