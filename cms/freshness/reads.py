"""Records what a response depends on, so that after a change only the affected cached responses are purged.

Within ``track_reads()`` every SQL statement is recorded, and the response depends on all rows of the tables that it
reads, so nothing is missed. Code can be more precise: statements within ``untracked()`` do not count; ``track_objects``
and ``track_models`` declare the dependencies instead.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import Model

# Joins with the table of pages that read no pages other than the known rows: those of a page type whose own table is in
# the statement, and the home pages and restricted pages, on which every response depends.
OWN_PAGE = re.compile(
    r'JOIN "wagtailcore_page"(?: \w+)? ON \((?:"?\w+"?\."page_ptr_id"|"wagtailcore_site"\."root_page_id"'
    r'|"wagtailcore_pageviewrestriction"\."page_id") = "?\w+"?\."id"\)'
)
TABLE = re.compile(r'\b(?:FROM|JOIN)\s+"?(\w+)\b"?(?![\w"]*[(.])')


class Reads:
    """``objects`` are pairs of a model and a primary key; for ``tables``, all rows count.

    ``is_empty`` until the first statement, whether that counts or not.
    """

    def __init__(self) -> None:
        self.objects: set[tuple[type[Model], Any]] = set()
        self.tables: set[str] = set()
        self.is_untracked = False
        self.is_empty = True

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        """Record a statement: a wrapper for ``connection.execute_wrapper``."""
        self.is_empty = False
        if not self.is_untracked:
            self.tables |= find_tables(sql)
        return execute(sql, params, many, context)


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


def track_objects(objects: Iterable[Model]) -> None:
    """Declare that the response depends on these objects and their parts, such as child rows and renditions."""
    if reads := current.get():
        reads.objects.update((type(obj), pk) for obj in objects if (pk := obj.pk))


def track_models(*models: type[Model]) -> None:
    """Declare that the response depends on all objects of these models."""
    track_tables(model._meta.db_table for model in models)


def track_tables(tables: Iterable[str]) -> None:
    if reads := current.get():
        reads.tables.update(tables)


def depend_only_on(obj: Model) -> None:
    """Forget the statements that found ``obj``: the response depends on it alone."""
    if reads := current.get():
        reads.tables.clear()
        track_objects([obj])


@lru_cache(maxsize=1024)
def find_tables(sql: str) -> frozenset[str]:
    """Return the tables that a statement reads, without the table of pages if joined only as in ``OWN_PAGE``."""
    return frozenset(TABLE.findall(OWN_PAGE.sub("", sql)))
