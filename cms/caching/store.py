"""The memory of the response cache."""

import threading
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from datetime import datetime
from sys import getsizeof
from typing import TYPE_CHECKING, Any, NamedTuple

from django.utils import timezone

from cms.caching.headers import count_seconds
from cms.upstream.django import parse_etags

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

Key = tuple[Any, ...]
Headers = list[tuple[str, str]]

OK = "200 OK"
NOT_MODIFIED = "304 Not Modified"
# Approximate size of an entry without its key, headers and body, in bytes.
OVERHEAD = 500
# Longer keys, in characters, are of no use to anybody else.
MAX_KEY_LENGTH = 16_000


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


class Variants(NamedTuple):
    """In place of an entry, the request headers that responses at this address vary by."""

    names: tuple[str, ...]

    def complete(self, key: Key, environ: "WSGIEnvironment") -> Key:
        return (key, *(environ.get(name, "") for name in self.names))


class Store:
    """A thread-safe LRU cache of at most ``capacity`` bytes, keys included."""

    def __init__(self, capacity: int) -> None:
        self.capacity = capacity
        self.size = 0
        self.entries: OrderedDict[Key, Entry | Variants] = OrderedDict()
        self.lock = threading.Lock()

    def complete(self, key: Key, environ: "WSGIEnvironment") -> Key:
        """Return ``key`` with the request headers that responses at this address vary by."""
        found = self.entries.get(key)
        return found.complete(key, environ) if isinstance(found, Variants) else key

    def find(self, key: Key, version: int) -> Entry | None:
        """Return the entry if it is valid at ``version``."""
        with self.lock:
            entry = self.entries.get(key)
            if not isinstance(entry, Entry) or not entry.holds(version):
                return None
            if key[0] in self.entries:  # the names of the headers that it varies by
                self.entries.move_to_end(key[0])
            self.entries.move_to_end(key)
            return entry

    def keep(self, key: Key, environ: "WSGIEnvironment", entry: Entry) -> bool:
        """Store an entry and return whether it was stored; entries that would fill the whole cache are not."""
        names = list_varying(entry.headers)
        variants = Variants(names) if names else None
        complete = variants.complete(key, environ) if variants else key
        if sum(map(len, list_strings(complete))) > MAX_KEY_LENGTH or weigh(complete, entry) > self.capacity // 4:
            return False
        with self.lock:
            known = self.entries.get(complete)
            if isinstance(known, Entry) and known.version > entry.version:
                return False
            if variants:
                self.put(key, variants)
            self.put(complete, entry)
            while self.size > self.capacity:
                self.size -= weigh(*self.entries.popitem(last=False))
            return True

    def put(self, key: Key, value: Entry | Variants) -> None:
        known = self.entries.pop(key, None)
        if known is not None:
            self.size -= weigh(key, known)
        self.entries[key] = value
        self.size += weigh(key, value)


def weigh(key: Key, value: Entry | Variants) -> int:
    """Return about how many bytes of memory an entry takes."""
    return OVERHEAD + sum(map(getsizeof, (*list_strings(key), *list_strings(value))))


def list_strings(value: Any) -> Iterator[str | bytes]:
    """Yield the texts in nested tuples and lists."""
    if isinstance(value, str | bytes):
        yield value
    elif isinstance(value, tuple | list):
        for part in value:
            yield from list_strings(part)


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
