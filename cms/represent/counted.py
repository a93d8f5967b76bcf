"""What is counted from many rows, cached in each process by content version."""

import hashlib
from collections.abc import Callable
from typing import TypeVar, cast

from django.core.cache import caches
from django.http import HttpRequest

from cms.freshness.reads import untracked
from cms.represent.site_context import SiteContext

Counted = TypeVar("Counted")


def read_counted(request: HttpRequest | None, key: object, count: Callable[[], Counted]) -> Counted:
    """Return ``count()``, from the cache if nothing has changed; ``key`` has all that it is made from.

    The version was read before, so what is counted is never older than the version it is stored under. The caller
    declares the dependencies.
    """
    version = SiteContext.of(request).version
    with untracked():
        if version is None:  # changes are not tracked
            return count()
        digest = hashlib.blake2b(repr(key).encode(), digest_size=16).hexdigest()
        return cast("Counted", caches["counts"].get_or_set(f"{version}:{digest}", count))
