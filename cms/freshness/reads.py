"""What an answer is made from, so that a change can be told to just the caches that keep an answer it concerns.

While ``track_reads()`` lasts, every statement to the database is noticed, and the answer depends on all rows of the
tables that it reads. So nothing can be forgotten. Code that knows better narrows it down: inside of ``untracked()`` no
statement counts, and ``track_objects`` and ``track_models`` say what does.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import Model

# Joins through which a statement sees no page but the rows that it has already: those of a page type, whose own table
# it names, and the home pages of sites and the restricted pages, on which every answer depends.
OWN_PAGE = re.compile(
    r'JOIN "wagtailcore_page"(?: \w+)? ON \((?:"?\w+"?\."page_ptr_id"|"wagtailcore_site"\."root_page_id"'
    r'|"wagtailcore_pageviewrestriction"\."page_id") = "?\w+"?\."id"\)'
)
TABLE = re.compile(r'\b(?:FROM|JOIN)\s+"?(\w+)\b"?(?![\w"]*[(.])')


class Reads:
    """``objects`` are pairs of a model and a primary key; of ``tables`` every row counts."""

    def __init__(self) -> None:
        self.objects: set[tuple[type[Model], Any]] = set()
        self.tables: set[str] = set()
        self.is_untracked = False

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        """Notice a statement: a wrapper for ``connection.execute_wrapper``."""
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
    """Leave out the statements inside: whoever sends them notes on what the answer depends."""
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
    """Note that the answer depends on these objects and on what is part of them: child rows, renditions."""
    if reads := current.get():
        reads.objects.update((type(obj), pk) for obj in objects if (pk := obj.pk))


def track_models(*models: type[Model]) -> None:
    """Note that the answer depends on which objects of these models there are, and what any of them is like."""
    track_tables(model._meta.db_table for model in models)


def track_tables(tables: Iterable[str]) -> None:
    if reads := current.get():
        reads.tables.update(tables)


def depend_only_on(obj: Model) -> None:
    """Forget what was read to find ``obj``: that it is the answer depends on it alone."""
    if reads := current.get():
        reads.tables.clear()
        track_objects([obj])


@lru_cache(maxsize=1024)
def find_tables(sql: str) -> frozenset[str]:
    """Return the tables that a statement reads, without that of pages where these are of types that it names."""
    return frozenset(TABLE.findall(OWN_PAGE.sub("", sql)))
