"""Purges outdated responses from the caches in front of the site, such as CDNs and proxies.

A follower of the change feed for each cache. It purges only committed changes, misses none after a restart, and retries
until the cache has accepted the purge.
"""

import json
import logging
import threading
import time
from collections import deque
from collections.abc import Iterable
from typing import NamedTuple, Protocol
from urllib.parse import unquote, urlsplit
from urllib.request import Request, urlopen

from django.db import close_old_connections, connection
from prometheus_client import Counter

from cms.caching.stale import EVERYTHING, find_stale
from cms.changes.feed import read_last_change
from cms.changes.models import Follower
from cms.environment.outages import OutageLog, is_transient

logger = logging.getLogger(__name__)

POLL_SECONDS = 0.5
TIMEOUT = 10
MAX_DELAY = 60.0
# A response made before a commit may reach the cache after the purge. So each purge is repeated, once all slower
# responses have timed out.
REPEAT_SECONDS = 15.0
TAGS_PER_PURGE = 100  # the limit of Cloudflare, and what fits into a header
MAX_TAGS = 2000  # above this, purging everything is cheaper


PURGES = Counter("cms_purges", "Purges of a cache in front of the site.", ["cache", "outcome"])


class TagCache(Protocol):
    """A cache that can purge responses by tag."""

    name: str

    def purge(self, tags: list[str]) -> None:
        """Purge the responses with one of the tags, at most ``TAGS_PER_PURGE``. Raises ``OSError`` if that failed."""


class ProxyCache:
    """A proxy such as Varnish that accepts a ``PURGE`` request with the tags in its ``Cache-Tag`` header."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.name = urlsplit(url).netloc.rpartition("@")[2]

    def purge(self, tags: list[str]) -> None:
        send(Request(self.url, method="PURGE", headers={"Cache-Tag": ",".join(tags)}))  # noqa: S310 - http(s) only


class Cloudflare:
    """A Cloudflare zone, with a token that may purge it."""

    def __init__(self, zone: str, token: str, api: str = "https://api.cloudflare.com/client/v4") -> None:
        self.name = f"cloudflare {zone}"
        self.url = f"{api}/zones/{zone}/purge_cache"
        self.headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}

    def purge(self, tags: list[str]) -> None:
        send(Request(self.url, json.dumps({"tags": tags}).encode(), self.headers, method="POST"))  # noqa: S310


def send(request: Request) -> None:
    """Send a request, and raise ``OSError`` unless it succeeds."""
    with urlopen(request, timeout=TIMEOUT) as response:  # noqa: S310 - of the schemes that `make_cache` knows
        response.read()


def make_cache(url: str) -> TagCache:
    """Return the cache for an item of ``PURGE_URLS``; raise ``ValueError`` if the item is invalid."""
    parts = urlsplit(url)
    if parts.scheme in {"http", "https"} and parts.hostname:
        return ProxyCache(url)
    if parts.scheme == "cloudflare" and parts.username and parts.hostname:
        return Cloudflare(parts.netloc.rpartition("@")[2], unquote(parts.username))
    raise ValueError(url)


def purge(cache: TagCache, tags: Iterable[str]) -> None:
    ordered = sorted(tags)
    for first in range(0, len(ordered), TAGS_PER_PURGE):
        try:
            cache.purge(ordered[first : first + TAGS_PER_PURGE])
        except OSError:
            PURGES.labels(cache.name, "refused").inc()
            raise
        PURGES.labels(cache.name, "accepted").inc()


class SentPurge(NamedTuple):
    """Tags that were purged at a moment, for the changes up to a number."""

    moment: float
    number: int
    tags: frozenset[str]


class Purger:
    """Follows the feed for one cache. The database stores its position after the repeated purge of a change.

    Several may follow for the same cache; each purges all changes.
    """

    def __init__(self, cache: TagCache) -> None:
        self.cache = cache
        self.sent: int | None = None
        self.rounds: deque[SentPurge] = deque()

    def step(self) -> None:
        """Purge what is outdated, and repeat earlier purges when due. After an error, call it again."""
        if self.sent is None:
            self.sent = Follower.objects.filter(name=self.cache.name).values_list("number", flat=True).first()
        if read_last_change()[0] != self.sent:
            version, tags = find_stale(self.sent)
            tags = tags if len(tags) <= MAX_TAGS else EVERYTHING
            purge(self.cache, tags)
            self.rounds.append(SentPurge(time.monotonic(), version, tags))
            self.sent = version
        while self.rounds and time.monotonic() - self.rounds[0].moment >= REPEAT_SECONDS:
            purge(self.cache, self.rounds[0].tags)
            Follower.objects.update_or_create(name=self.cache.name, defaults={"number": self.rounds[0].number})
            self.rounds.popleft()


def keep_purging(cache: TagCache, stop: threading.Event) -> None:
    """Follow the feed for one cache until ``stop``. Failures are retried with growing delays, and logged once."""
    purger, failures = Purger(cache), 0
    outage = OutageLog(logger, f"Could not purge {cache.name}")
    pause = 0.0
    while not stop.wait(pause):
        close_old_connections()
        try:
            purger.step()
            outage.recover()
            failures, pause = 0, POLL_SECONDS
        except Exception as error:
            failures += 1
            pause = min(MAX_DELAY, POLL_SECONDS * 2**failures)
            if isinstance(error, OSError) or is_transient(error):
                outage.fail(error)
            else:
                logger.exception("Could not purge %s; trying again in %.0f s", cache.name, pause)
    connection.close()
