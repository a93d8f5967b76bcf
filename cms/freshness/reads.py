"""Records what a response depends on, so that after a change only the affected cached responses are purged.

Within ``track_reads()`` every SQL statement is recorded, and the response depends on all rows of the tables that it
reads, so nothing is missed: on their contents or, if it names no column of ``unlisted_fields``, on which rows there
are. Code can be more precise: statements within ``untracked()`` do not count; ``track_objects``, ``track_models`` and
``track_sets`` declare the dependencies instead.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import Any, NamedTuple, TypeVar

from django.db import connection
from django.db.models import Model, QuerySet

from cms.freshness.columns import ANY, map_unlisted

# Joins with the table of pages that read no pages other than the known rows: those of a page type whose own table is in
# the statement, and the home pages and restricted pages, on which every response depends.
OWN_PAGE = re.compile(
    r'JOIN "wagtailcore_page"(?: \w+)? ON \((?:"?\w+"?\."page_ptr_id"|"wagtailcore_site"\."root_page_id"'
    r'|"wagtailcore_pageviewrestriction"\."page_id") = "?\w+"?\."id"\)'
)
TABLE = re.compile(r'\b(?:FROM|JOIN)\s+"?(\w+)\b"?(?![\w"]*[(.])')
# Part of a condition that asks who uses an object. If that changes, so does the set of these objects.
USES, USES_END = "/*uses*/", "/*end*/"
INNERMOST_USES = re.compile(r"/\*uses\*/(?:(?!/\*uses\*/).)*?/\*end\*/", re.DOTALL)
WORD = re.compile(r"\w+")
ALL_COLUMNS = re.compile(r"(?:SELECT|DISTINCT|,)\s+\*|\.\*")

SELECTED = re.compile(r"(SELECT (?:(?!\b(?:FROM|SELECT)\b).)*) FROM ", re.DOTALL)
One = TypeVar("One", bound=Model)


class Tables(NamedTuple):
    """Tables that a statement reads: for ``rows`` what they contain counts, for ``sets`` only which rows there are."""

    rows: frozenset[str]
    sets: frozenset[str]


class Reads:
    """What was read: ``objects`` are pairs of a model and a primary key.

    All rows of ``tables`` count, and which rows there are in ``sets``.

    ``is_empty`` until the first statement, whether that counts or not.
    """

    def __init__(self) -> None:
        self.objects: set[tuple[type[Model], Any]] = set()
        self.tables: set[str] = set()
        self.sets: set[str] = set()
        self.is_untracked = False
        self.is_choosing = False
        self.is_empty = True

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        """Record a statement: a wrapper for ``connection.execute_wrapper``."""
        self.is_empty = False
        if not self.is_untracked:
            self.add(find_chosen(sql) if self.is_choosing else find_tables(sql))
        return execute(sql, params, many, context)

    def add(self, tables: Tables) -> None:
        self.tables |= tables.rows
        self.sets |= tables.sets


current: ContextVar[Reads | None] = ContextVar("reads", default=None)


@contextmanager
def track_reads() -> Iterator[Reads]:
    reads = Reads()
    with ExitStack() as stack:
        stack.enter_context(connection.execute_wrapper(reads))
        token = current.set(reads)
        stack.callback(current.reset, token)
        yield reads


@contextmanager
def untracked() -> Iterator[None]:
    """Do not record the statements inside: the caller declares the dependencies."""
    reads = current.get()
    if reads is None or reads.is_untracked:
        yield
        return
    reads.is_untracked = True
    try:
        yield
    finally:
        reads.is_untracked = False


def read_chosen(queryset: Iterable[One]) -> list[One]:
    """Return the objects of a queryset: the response depends on these, and on which ones there are.

    What is not a queryset, or has been read already, depends on what was noted for it.
    """
    reads = current.get()
    if reads is None or not isinstance(queryset, QuerySet):
        return list(queryset)
    reads.is_choosing = True
    try:
        found: list[One] = list(queryset)
    finally:
        reads.is_choosing = False
    track_objects(found)
    return found


def track_objects(objects: Iterable[Model]) -> None:
    """Declare that the response depends on these objects and their parts, such as child rows and renditions."""
    if reads := current.get():
        reads.objects.update((type(obj), pk) for obj in objects if (pk := obj.pk))


def track_models(*models: type[Model]) -> None:
    """Declare that the response depends on all objects of these models."""
    if reads := current.get():
        reads.tables.update(model._meta.db_table for model in models)


def track_sets(*models: type[Model]) -> None:
    """Declare that the response depends on which objects of these models there are, and in which order."""
    if reads := current.get():
        reads.sets.update(model._meta.db_table for model in models)


def track_tables(tables: Tables) -> None:
    if reads := current.get():
        reads.add(tables)


def depend_only_on(obj: Model) -> None:
    """Forget the statements that found ``obj``: the response depends on it alone."""
    if reads := current.get():
        reads.tables.clear()
        reads.sets.clear()
        track_objects([obj])


@lru_cache(maxsize=1024)
def find_tables(sql: str) -> Tables:
    """Return the tables that a statement reads, without the table of pages if joined only as in ``OWN_PAGE``."""
    return sort_tables(sql, sql)


@lru_cache(maxsize=1024)
def find_chosen(sql: str) -> Tables:
    """Return the same, of a statement for objects that are tracked: what it selects of their table does not count."""
    selected = SELECTED.match(sql)
    if selected is None:
        return find_tables(sql)
    rest = sql[selected.end(1) :]
    named = TABLE.findall(rest)
    own = frozenset(named[:1]) - sort_tables(sql, rest).rows
    tables = find_tables(sql)
    if named.count(named[0]) > 1:  # other rows of the same table may be selected too
        return tables
    return Tables(tables.rows - own, tables.sets | own)


def sort_tables(sql: str, named_in: str) -> Tables:
    """Return the tables of a statement, sorted by whether this part of it names columns that no list chooses by."""
    while USES in sql:
        sql = INNERMOST_USES.sub("", sql)
    names = frozenset(TABLE.findall(OWN_PAGE.sub("", sql)))
    words, reads_all = frozenset(WORD.findall(named_in)), bool(ALL_COLUMNS.search(named_in))
    unlisted = map_unlisted()
    rows = frozenset(
        name
        for name in names
        if (columns := unlisted.get(name)) and (reads_all or ANY in columns or not columns.isdisjoint(words))
    )
    return Tables(rows, names - rows)
