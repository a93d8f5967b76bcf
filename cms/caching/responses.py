"""The response cache: public responses in the memory of each process, served while they are up to date.

It stands before Django, so that a cached response takes a single database lookup, of the content version. The version
changes in the same commit as the content: no process serves outdated content after a commit, and a rollback
invalidates nothing. What a change does not concern stays.
"""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.conf import settings

from cms.caching.answers import Answer
from cms.caching.encodings import compress
from cms.caching.headers import CACHEABLE_METHODS, PUBLIC
from cms.caching.stale import EVERYTHING, Stale
from cms.caching.store import OK, Entry, Key, Store, etag_matches
from cms.caching.tags import TAGS, UNKNOWN
from cms.changes.feed import VERSION
from cms.freshness.validity import VALID_UNTIL

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

CONDITIONS = ("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_IF_MATCH", "HTTP_IF_UNMODIFIED_SINCE", "HTTP_RANGE")
# Where the environment of a request has whether its response was in the cache, for whoever counts.
OUTCOME, HIT, MISS = "cms.cache", "hit", "miss"


@dataclass(eq=False)
class Flight:
    """A response that one request computes while others wait for it ("single flight")."""

    environ: "WSGIEnvironment"
    landed: asyncio.Event = field(default_factory=asyncio.Event)
    is_kept: bool = False  # if not, waiting for another flight is pointless


class ResponseCache:
    """Answers requests from memory, or else by ``compute``.

    Concurrent requests for the same response are computed once (single flight), and those that wait hold no thread;
    ``hurry`` is told of them with the environment of the one that is computed.
    Responses that are not public, and those below ``excluded_prefixes``, pass through. Bodies are compressed once for
    each encoding that somebody asks for, in ``run``, a thread. ``find_stale`` tells what the changes since a version
    concern; without it, that is everything.
    """

    def __init__(
        self,
        compute: "Callable[[WSGIEnvironment], Awaitable[Answer]]",
        *,
        capacity: int,
        excluded_prefixes: tuple[str, ...] = (),
        read_version: Callable[[], Awaitable[int | None]],
        find_stale: Callable[[int], Awaitable[Stale]] | None = None,
        run: Callable[..., Awaitable[bytes]] = asyncio.to_thread,
        hurry: "Callable[[WSGIEnvironment, WSGIEnvironment], None]" = lambda other, environ: None,
    ) -> None:
        self.compute = compute
        self.store = Store(capacity)
        self.excluded_prefixes = excluded_prefixes
        self.read_version = read_version
        self.find_stale = find_stale
        self.run = run
        self.hurry = hurry
        self.flights: dict[Key, Flight] = {}
        self.catching_up = asyncio.Lock()

    async def answer(self, environ: "WSGIEnvironment") -> Answer:
        if not self.may_be_cached(environ):
            return await self.compute(environ)
        version = environ[VERSION] = await self.read_version()
        if version is None:
            return await self.compute(environ)
        if version > self.store.version:
            await self.catch_up(version)
        key = make_key(environ)
        entry = self.store.find(self.store.complete(key, environ))
        if entry is not None:
            environ[OUTCOME] = HIT
            return await self.present(key, entry, environ)
        return await self.compute_once(key, version, environ)

    async def catch_up(self, version: int) -> None:
        """Find out what has changed up to ``version``, or later; others that need to know it wait."""
        async with self.catching_up:
            if version <= self.store.version:
                return
            step = Stale(version, EVERYTHING)
            if self.find_stale and self.store.version:
                step = await self.find_stale(self.store.version)
            self.store.advance(step if step.version >= version else Stale(version, EVERYTHING))

    def may_be_cached(self, environ: "WSGIEnvironment") -> bool:
        """Return whether the response may be public."""
        return (
            environ["REQUEST_METHOD"] in CACHEABLE_METHODS
            and "HTTP_AUTHORIZATION" not in environ
            and settings.SESSION_COOKIE_NAME not in environ.get("HTTP_COOKIE", "")
            and not environ["PATH_INFO"].startswith(self.excluded_prefixes)
        )

    async def present(self, key: Key, entry: Entry, environ: "WSGIEnvironment") -> Answer:
        """Return an entry in the encoding that the client prefers."""
        encoding = entry.choose_encoding(environ)
        if encoding and encoding not in entry.compressed:
            if etag_matches(environ, entry.etag):
                return entry.answer(environ)
            body = await self.run(compress, encoding, entry.body)
            self.store.add_compressed(self.store.complete(key, environ), entry, encoding, body)
        return entry.answer(environ, encoding)

    async def compute_once(self, key: Key, version: int, environ: "WSGIEnvironment") -> Answer:
        while flight := self.flights.get(self.store.complete(key, environ)):
            self.hurry(flight.environ, environ)
            await flight.landed.wait()
            entry = self.store.find(self.store.complete(key, environ))
            if entry is not None:
                environ[OUTCOME] = HIT
                return await self.present(key, entry, environ)
            if not flight.is_kept:  # not public: each request is computed separately
                return await self.compute(environ)
        complete = self.store.complete(key, environ)
        inner_environ = {name: value for name, value in environ.items() if name not in CONDITIONS}
        flight = self.flights[complete] = Flight(inner_environ | {"REQUEST_METHOD": "GET"})
        try:
            return await self.compute_and_keep(key, version, flight, environ)
        finally:
            del self.flights[complete]
            flight.landed.set()

    async def compute_and_keep(self, key: Key, version: int, flight: Flight, environ: "WSGIEnvironment") -> Answer:
        """Get the full response from Django, and cache it if it is public."""
        environ[OUTCOME] = MISS
        answer = await self.compute(flight.environ)
        if answer.status != OK or answer.file or ("Cache-Control", PUBLIC) not in answer.headers:
            return answer
        etag = next(value for name, value in answer.headers if name == "ETag")
        tags = tuple(map(sys.intern, flight.environ.get(TAGS, UNKNOWN)))
        entry = Entry(version, flight.environ.get(VALID_UNTIL), etag, answer.headers, answer.body, tags)
        flight.is_kept = self.store.keep(key, environ, entry) and not entry.is_over
        return await self.present(key, entry, environ)


def make_key(environ: "WSGIEnvironment") -> Key:
    """Return the cache key of a public response: scheme, host, path and query, as Django reads them."""
    return (
        find_scheme(environ),
        environ.get("HTTP_HOST", ""),
        environ["PATH_INFO"],
        environ.get("QUERY_STRING", ""),
    )


def find_scheme(environ: "WSGIEnvironment") -> str:
    secure_header: tuple[str, str] | None = getattr(settings, "SECURE_PROXY_SSL_HEADER", None)
    given = environ.get(secure_header[0]) if secure_header else None
    if secure_header is None or given is None:
        return str(environ["wsgi.url_scheme"])
    return "https" if given.split(",")[0].strip() == secure_header[1] else "http"
