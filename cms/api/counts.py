"""The total count of a list, cached in each process by content version."""

import hashlib
from typing import Any

from django.core.cache import caches
from django.core.exceptions import EmptyResultSet
from django.db.models import QuerySet

from cms.freshness.reads import untracked
from cms.represent.site_context import SiteContext
from cms.upstream.django import list_ordering, write_statement


class CountedQuerySet:
    """A queryset for pagination whose ``count()`` is cached by its SQL and the content version.

    The version was read before the count, so a count is never older than the version it is stored under.
    """

    def __init__(self, queryset: QuerySet[Any], view: Any) -> None:
        self.queryset = queryset
        self.view = view
        self.version = SiteContext.of(view.request).version

    def __getitem__(self, part: slice) -> QuerySet[Any]:
        return self.queryset[part]

    def count(self) -> int:
        try:
            query = write_statement(self.queryset.order_by().values("pk"))
        except EmptyResultSet:
            return 0
        self.view.track_list(f"{query[0]} {list_ordering(self.queryset)}")  # the count is the same in any order
        if self.version is None:  # changes are not tracked
            return self.queryset.count()
        digest = hashlib.blake2b(repr(query).encode(), digest_size=16).hexdigest()
        with untracked():
            known: Any = caches["counts"].get_or_set(f"{self.version}:{digest}", self.queryset.count)
        return known
