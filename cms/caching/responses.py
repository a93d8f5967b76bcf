"""The response cache: public responses in the memory of each process, served while they are up to date.

It wraps Django, so that a cached response takes a single database lookup, of the content version. The version changes
in the same commit as the content: no process serves outdated content after a commit, and a rollback invalidates
nothing.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from django.conf import settings
from django.db import Error, connection
from django.utils import timezone

from cms.caching.headers import CACHEABLE_METHODS, PUBLIC, count_seconds
from cms.changes.feed import VERSION, read_version
from cms.freshness.validity import VALID_UNTIL
from cms.upstream.django import parse_etags

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

Key = tuple[Any, ...]
Headers = list[tuple[str, str]]

OK = "200 OK"
NOT_MODIFIED = "304 Not Modified"
CONDITIONS = ("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_IF_MATCH", "HTTP_IF_UNMODIFIED_SINCE", "HTTP_RANGE")
# Approximate size of an entry without its body, in bytes.
OVERHEAD = 2_000


class Entry(NamedTuple):
    """A response that is valid at ``version``, and no later than ``until``."""

    version: int
    until: datetime | None
    etag: str
    headers: Headers
    body: bytes

    def holds(self, version: int) -> bool:
        return self.version >= version and (self.until is None or timezone.now() < self.until)

    def answer(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        headers = self.headers
        if self.until is not None:
            seconds = f"max-age={count_seconds(self.until)}"
            headers = [(name, seconds if name == "CDN-Cache-Control" else value) for name, value in headers]
        if etag_matches(environ, self.etag):
            start_response(NOT_MODIFIED, [header for header in headers if not header[0].startswith("Content-")])
            return ()
        start_response(OK, headers)
        return () if environ["REQUEST_METHOD"] == "HEAD" else (self.body,)


class Store:
    """A thread-safe LRU cache of at most ``capacity`` bytes."""

    def __init__(self, capacity: int) -> None:
        self.capacity = capacity
        self.size = 0
        self.entries: OrderedDict[Key, Entry] = OrderedDict()
        self.vary: dict[Key, tuple[str, ...]] = {}
        self.lock = threading.Lock()

    def complete(self, key: Key, environ: "WSGIEnvironment") -> Key:
        """Return ``key`` with the request headers that responses at this address vary by."""
        names = self.vary.get(key)
        return key if names is None else (key, *(environ.get(name) for name in names))

    def find(self, key: Key, version: int) -> Entry | None:
        """Return the entry if it is valid at ``version``."""
        with self.lock:
            entry = self.entries.get(key)
            if entry is None or not entry.holds(version):
                return None
            self.entries.move_to_end(key)
            return entry

    def keep(self, key: Key, environ: "WSGIEnvironment", entry: Entry) -> bool:
        """Store an entry and return whether it was stored; entries that would fill the whole cache are not."""
        names = list_varying(entry.headers)
        cost = len(entry.body) + OVERHEAD
        with self.lock:
            if names:
                self.vary[key] = names
            complete = self.complete(key, environ)
            known = self.entries.get(complete)
            if cost > self.capacity // 4 or (known and known.version > entry.version):
                return False
            if known:
                self.size -= len(known.body) + OVERHEAD
            self.entries[complete] = entry
            self.entries.move_to_end(complete)
            self.size += cost
            while self.size > self.capacity:
                _, oldest = self.entries.popitem(last=False)
                self.size -= len(oldest.body) + OVERHEAD
            if len(self.vary) > 10 * len(self.entries) + 1000:
                self.vary.clear()
            return True


@dataclass
class Flight:
    """A response that one thread computes while others wait for it ("single flight")."""

    landed: threading.Event = field(default_factory=threading.Event)
    is_kept: bool = False  # if not, waiting for another flight is pointless


class ResponseCache:
    """A WSGI application that wraps ``application`` and serves cached responses itself.

    Concurrent requests for the same response are computed once (single flight). Responses that are not public, and
    those below ``excluded_prefixes``, pass through.
    """

    def __init__(
        self,
        application: "WSGIApplication",
        *,
        capacity: int,
        excluded_prefixes: tuple[str, ...] = (),
        read_version: Callable[[], int | None] = read_version,
    ) -> None:
        self.application = application
        self.store = Store(capacity)
        self.excluded_prefixes = excluded_prefixes
        self.read_version = read_version
        self.flights: dict[Key, Flight] = {}
        self.lock = threading.Lock()

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        if not self.may_answer(environ):
            return self.application(environ, start_response)
        version = environ[VERSION] = self.try_read_version()
        if version is None:
            return self.application(environ, start_response)
        key = make_key(environ)
        entry = self.store.find(self.store.complete(key, environ), version)
        if entry is not None:
            return entry.answer(environ, start_response)
        return self.compute_once(key, version, environ, start_response)

    def may_answer(self, environ: "WSGIEnvironment") -> bool:
        """Return whether the response may be public."""
        return (
            environ["REQUEST_METHOD"] in CACHEABLE_METHODS
            and "HTTP_AUTHORIZATION" not in environ
            and settings.SESSION_COOKIE_NAME not in environ.get("HTTP_COOKIE", "")
            and not environ["PATH_INFO"].startswith(self.excluded_prefixes)
        )

    def try_read_version(self) -> int | None:
        """Return the content version; ``None`` while changes are not tracked or the database is down.

        A broken connection is replaced.
        """
        for _attempt in range(2):
            try:
                return self.read_version()
            except Error:
                connection.close()
        return None

    def compute_once(
        self, key: Key, version: int, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        while True:
            complete = self.store.complete(key, environ)
            with self.lock:
                flight = self.flights.get(complete)
                leads = flight is None
                if flight is None:
                    flight = self.flights[complete] = Flight()
            if leads:
                try:
                    return self.compute(key, version, flight, environ, start_response)
                finally:
                    with self.lock:
                        del self.flights[complete]
                    flight.landed.set()
            flight.landed.wait()
            entry = self.store.find(self.store.complete(key, environ), version)
            if entry is not None:
                return entry.answer(environ, start_response)
            if not flight.is_kept:  # not public: each request is computed separately
                return self.application(environ, start_response)

    def compute(
        self, key: Key, version: int, flight: Flight, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Get the full response from Django, and cache it if it is public."""
        asked = {name: value for name, value in environ.items() if name not in CONDITIONS}
        asked["REQUEST_METHOD"] = "GET"
        begun: list[tuple[Any, ...]] = []

        def begin(*arguments: Any) -> Callable[[bytes], None]:
            begun.append(arguments)
            return no_writing

        parts = self.application(asked, begin)
        status, headers = begun[-1][:2]
        if status != OK or ("Cache-Control", PUBLIC) not in headers:
            start_response(*begun[-1])
            return HeadResponse(parts) if environ["REQUEST_METHOD"] == "HEAD" else parts
        try:
            body = b"".join(parts)
        finally:
            close(parts)
        etag = next(value for name, value in headers if name == "ETag")
        entry = Entry(version, asked.get(VALID_UNTIL), etag, headers, body)
        flight.is_kept = self.store.keep(key, environ, entry) and entry.holds(version)
        return entry.answer(environ, start_response)


class HeadResponse:
    """A response to HEAD, without its body."""

    def __init__(self, parts: Iterable[bytes]) -> None:
        self.parts = parts

    def __iter__(self) -> Iterator[bytes]:
        return iter(())

    def close(self) -> None:
        close(self.parts)


def close(parts: Iterable[bytes]) -> None:
    if end := getattr(parts, "close", None):
        end()


def no_writing(data: bytes) -> None:
    raise NotImplementedError("Django returns what it has to say")


def make_key(environ: "WSGIEnvironment") -> Key:
    """Return the cache key of a public response: scheme, host, path and query, as Django reads them."""
    secure_header: tuple[str, str] | None = getattr(settings, "SECURE_PROXY_SSL_HEADER", None)
    return (
        environ.get(secure_header[0]) if secure_header else environ["wsgi.url_scheme"],
        environ.get("HTTP_HOST"),
        environ["PATH_INFO"],
        normalise_query(environ.get("QUERY_STRING", "")),
    )


def normalise_query(query: str) -> str:
    """Return the query ordered by name, without ``_``, which clients add to bypass caches."""
    if not query:
        return ""
    parameters = [part for part in query.split("&") if part != "_" and not part.startswith("_=")]
    return "&".join(sorted(parameters, key=lambda part: part.partition("=")[0]))


def list_varying(headers: Headers) -> tuple[str, ...]:
    """Return the request headers in the response's ``Vary``, under their WSGI names."""
    value = next((value for name, value in headers if name == "Vary"), "")
    return tuple(sorted(f"HTTP_{name.strip().upper().replace('-', '_')}" for name in value.split(",") if name.strip()))


def etag_matches(environ: "WSGIEnvironment", etag: str) -> bool:
    """Return whether the client already has this response (RFC 9110, 13.1.2)."""
    known = environ.get("HTTP_IF_NONE_MATCH")
    return known is not None and (known == etag or known.strip() == "*" or etag in map(strip_weak, parse_etags(known)))


def strip_weak(etag: str) -> str:
    return etag.removeprefix("W/")
