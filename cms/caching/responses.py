"""The response cache: public responses in the memory of each process, served while they are up to date.

It wraps Django, so that a cached response takes a single database lookup, of the content version. The version changes
in the same commit as the content: no process serves outdated content after a commit, and a rollback invalidates
nothing.
"""

import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import Error, connection

from cms.caching.headers import CACHEABLE_METHODS, PUBLIC
from cms.caching.store import OK, Entry, Key, Store
from cms.changes.feed import VERSION, read_version
from cms.freshness.validity import VALID_UNTIL

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

CONDITIONS = ("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_IF_MATCH", "HTTP_IF_UNMODIFIED_SINCE", "HTTP_RANGE")


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
        if not self.may_be_cached(environ):
            return self.application(environ, start_response)
        version = environ[VERSION] = self.try_read_version()
        if version is None:
            return self.application(environ, start_response)
        key = make_key(environ)
        entry = self.store.find(self.store.complete(key, environ), version)
        if entry is not None:
            return entry.answer(environ, start_response)
        return self.compute_once(key, version, environ, start_response)

    def may_be_cached(self, environ: "WSGIEnvironment") -> bool:
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
        inner_environ = {name: value for name, value in environ.items() if name not in CONDITIONS}
        inner_environ["REQUEST_METHOD"] = "GET"
        begun: list[tuple[Any, ...]] = []

        def begin(*arguments: Any) -> Callable[[bytes], None]:
            begun.append(arguments)
            return no_writing

        parts = self.application(inner_environ, begin)
        status, headers = begun[-1][:2]
        if status != OK or ("Cache-Control", PUBLIC) not in headers:
            start_response(*begun[-1])
            return HeadResponse(parts) if environ["REQUEST_METHOD"] == "HEAD" else parts
        try:
            body = b"".join(parts)
        finally:
            close(parts)
        etag = next(value for name, value in headers if name == "ETag")
        entry = Entry(version, inner_environ.get(VALID_UNTIL), etag, headers, body)
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
