"""Finds the objects that match a query, best first, at a cost independent of the number of matches."""

from collections.abc import Callable, Hashable
from functools import cached_property
from operator import itemgetter
from types import ModuleType
from typing import Any, NamedTuple, Protocol

from django.conf import settings
from django.db import connection
from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from wagtail.search.query import SearchQuery

from cms.represent.kept import Kept
from search.indexing import find_root_type
from search.queries import MIN_PREFIX, write_query

# How many of the newest matches are ranked.
MAX_MATCHES = 500
MAX_TITLES = 200


# Where words match: see ``Newest`` of each database.
TITLES, TEXTS = "titles", "texts"


class Newest(Protocol):
    """A statement that finds the newest matches, whose SQL is built once."""

    def read(self, words: str) -> list[tuple[int, float]]:
        """Return the key and rank of the newest matches of a query in the database's syntax."""


statements = Kept[Newest]()


class Matches(NamedTuple):
    """Primary keys, best match first; ``are_all`` is false if there are more matches than were ranked."""

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
    """What to search: the objects of a queryset, which is only made if its SQL is not known by ``key``.

    ``key`` has all that the SQL is made from; ``None`` if nobody else searches the same.
    """

    def __init__(self, model: type[Model], make: Callable[[], QuerySet[Any]], key: Hashable = None) -> None:
        self.model = model
        self.make = make
        self.key = key

    @cached_property
    def queryset(self) -> QuerySet[Any]:
        return self.make()

    def find_matches(
        self, query: SearchQuery, *, only_titles: bool = False, language_code: str | None = None
    ) -> Matches:
        """Return the objects that match; in one language, also by other forms of the words.

        Those with every word in the title come first. In each group only the newest, by creation, are ranked; the
        filters of the queryset apply before they are counted.
        """
        if only_titles:
            return self.rank_newest(TITLES, write_words(query, language_code, min_prefix=1), most=MAX_MATCHES)
        words = write_words(query, language_code)
        titles = self.rank_newest(TITLES, words, most=MAX_TITLES)
        texts = self.rank_newest(TEXTS, words, most=MAX_MATCHES)
        keys = list(dict.fromkeys([*titles.keys, *texts.keys]))
        return Matches(keys[:MAX_MATCHES], titles.are_all and texts.are_all and len(keys) <= MAX_MATCHES)

    def rank_newest(self, name: str, words: str, *, most: int) -> Matches:
        """Return the ``most`` newest matches of one kind, highest rank first."""
        if not words:
            return Matches([], are_all=True)
        languages = tuple(code for code, _name in settings.LANGUAGES)
        key = None if self.key is None else (name, most, find_root_type(self.model).pk, languages, self.key)
        newest = statements.find(key, lambda: self.make_newest(name, most + 1)).read(words)
        ranked = sorted(newest[:most], key=itemgetter(1), reverse=True)  # stable: of equals the newer comes first
        return Matches([key for key, _rank in ranked], are_all=len(newest) <= most)

    def make_newest(self, name: str, count: int) -> Newest:
        allowed = Exists(self.queryset.order_by().filter(pk=OuterRef("entry__object_id")))
        wanted = Q(allowed, entry__content_type=find_root_type(self.model))
        newest: Newest = choose_database().Newest(name, wanted, count)
        return newest


def find_matches(queryset: QuerySet[Any], query: SearchQuery, *, only_titles: bool = False) -> Matches:
    """Return the objects of a queryset that match."""
    return Scope(queryset.model, lambda: queryset).find_matches(query, only_titles=only_titles)


def write_words(query: SearchQuery, language_code: str | None, *, min_prefix: int = MIN_PREFIX) -> str:
    """Return the query in the syntax of the database; nothing if it has no words."""
    return write_query(query, choose_database().Syntax(), min_prefix=min_prefix, language_code=language_code)
