"""Finds the objects that match a query, best first, at a cost independent of the number of matches."""

from operator import itemgetter
from types import ModuleType
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet
from wagtail.search.query import SearchQuery

from search.indexing import find_root_type

# How many of the newest matches are ranked.
MAX_MATCHES = 500
MAX_TITLES = 200


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


def find_matches(
    queryset: QuerySet[Any], query: SearchQuery, *, only_titles: bool = False, language_code: str | None = None
) -> Matches:
    """Return the objects of a queryset that match; in one language, also by other forms of the words.

    Those with every word in the title come first. In each group only the newest, by creation, are ranked; the filters
    of the queryset apply before they are counted.
    """
    database = choose_database()
    if only_titles:
        return rank_newest(queryset, database.match_titles(query, language_code, min_prefix=1), most=MAX_MATCHES)
    titles = rank_newest(queryset, database.match_titles(query, language_code), most=MAX_TITLES)
    texts = rank_newest(queryset, database.match_texts(query, language_code), most=MAX_MATCHES)
    keys = list(dict.fromkeys([*titles.keys, *texts.keys]))
    return Matches(keys[:MAX_MATCHES], titles.are_all and texts.are_all and len(keys) <= MAX_MATCHES)


def rank_newest(queryset: QuerySet[Any], matching: QuerySet[Any] | None, *, most: int) -> Matches:
    """Return the ``most`` newest of the matches in ``queryset``, highest rank first."""
    if matching is None:
        return Matches([], are_all=True)
    allowed = Exists(queryset.order_by().filter(pk=OuterRef("entry__object_id")))
    wanted = Q(allowed, entry__content_type=find_root_type(queryset.model))
    newest = choose_database().read_newest(matching.order_by("-pk"), wanted, most + 1)
    ranked = sorted(newest[:most], key=itemgetter(1), reverse=True)  # stable: of equals the newer comes first
    return Matches([key for key, _rank in ranked], are_all=len(newest) <= most)
