"""The memory of the response cache."""

from collections import OrderedDict, deque
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from sys import getsizeof
from typing import TYPE_CHECKING, Any, NamedTuple

from django.utils import timezone

from cms.caching.answers import Answer, Headers
from cms.caching.encodings import choose_encoding, is_compressible
from cms.caching.headers import count_seconds
from cms.caching.stale import EVERYTHING, Stale
from cms.caching.tags import UNKNOWN
from cms.upstream.django import parse_etags

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

Key = tuple[Any, ...]

OK, NOT_MODIFIED = 200, 304
# Approximate size of an entry without its key, headers and body, in bytes.
OVERHEAD = 700
# Longer keys, in characters, are of no use to anybody else.
MAX_KEY_LENGTH = 16_000
# How many changes an entry may sleep through.
MAX_STEPS = 1000
# How many tags all of these may have: about ten megabytes.
MAX_STEP_TAGS = 100_000


@dataclass(eq=False)
class Entry:
    """A response that is valid at ``version``, and no later than ``until``; it depends on what has one of ``tags``."""

    version: int
    until: datetime | None
    etag: str
    headers: Headers
    body: bytes
    tags: Collection[str] = UNKNOWN
    compressed: dict[str, bytes] = field(default_factory=dict)  # by encoding, once somebody has asked for it

    @property
    def is_over(self) -> bool:
        return self.until is not None and timezone.now() >= self.until

    @cached_property
    def is_compressible(self) -> bool:
        return is_compressible(self.headers, self.body)

    def choose_encoding(self, environ: "WSGIEnvironment") -> str:
        """Return the encoding in which the client should get the body; nothing for the body as it is."""
        return choose_encoding(environ.get("HTTP_ACCEPT_ENCODING", "")) if self.is_compressible else ""

    def answer(self, environ: "WSGIEnvironment", encoding: str = "") -> Answer:
        """Return the response to a request, with the body in an encoding that is in ``compressed``."""
        headers = self.list_headers(encoding)
        if self.until is not None:
            seconds = f"max-age={count_seconds(self.until)}"
            headers = [(name, seconds if name == "CDN-Cache-Control" else value) for name, value in headers]
        if etag_matches(environ, self.etag):
            return Answer(NOT_MODIFIED, [header for header in headers if not header[0].startswith("Content-")])
        return Answer(OK, headers, self.compressed[encoding] if encoding else self.body)

    def list_headers(self, encoding: str) -> Headers:
        """Return the headers; a compressed response has a weak ``ETag``, since its bytes are others."""
        if encoding not in self.headers_by_encoding:
            self.headers_by_encoding[encoding] = list(self.make_headers(encoding))
        return self.headers_by_encoding[encoding]

    @cached_property
    def headers_by_encoding(self) -> dict[str, Headers]:
        return {} if self.is_compressible else {"": self.headers}

    def make_headers(self, encoding: str) -> Iterator[tuple[str, str]]:
        vary = ["Accept-Encoding"]
        for name, value in self.headers:
            if name == "Vary":
                vary.insert(0, value)
            elif encoding and name == "ETag":
                yield name, f"W/{value}"
            elif encoding and name == "Content-Length":
                yield name, str(len(self.compressed[encoding]))
            else:
                yield name, value
        if encoding:
            yield "Content-Encoding", encoding
        yield "Vary", ", ".join(vary)


class Variants(NamedTuple):
    """In place of an entry, the request headers that responses at this address vary by."""

    names: tuple[str, ...]

    def complete(self, key: Key, environ: "WSGIEnvironment") -> Key:
        return (key, *(environ.get(name, "") for name in self.names))


class Store:
    """An LRU cache of at most ``capacity`` bytes, keys included. Only the event loop uses it.

    It knows what has changed up to ``version``. An entry that is older is checked when somebody asks for it: it stays
    unless one of the later ``steps`` concerns it. ``floor`` is the version from which on all steps are known.
    """

    def __init__(self, capacity: int) -> None:
        self.capacity = capacity
        self.size = 0
        self.entries: OrderedDict[Key, Entry | Variants] = OrderedDict()
        self.version = self.floor = 0
        self.steps: deque[Stale] = deque()
        self.step_tags = 0

    def complete(self, key: Key, environ: "WSGIEnvironment") -> Key:
        """Return ``key`` with the request headers that responses at this address vary by."""
        found = self.entries.get(key)
        return found.complete(key, environ) if isinstance(found, Variants) else key

    def advance(self, step: Stale) -> None:
        """Go to a later version, which makes stale what the step concerns."""
        self.version = step.version
        if not step.tags.isdisjoint(EVERYTHING):
            self.steps.clear()
            self.step_tags, self.floor = 0, step.version
            return
        self.steps.append(step)
        self.step_tags += len(step.tags)
        while len(self.steps) > MAX_STEPS or self.step_tags > MAX_STEP_TAGS:
            oldest = self.steps.popleft()
            self.step_tags -= len(oldest.tags)
            self.floor = oldest.version

    def is_stale(self, entry: Entry) -> bool:
        """Return whether something that an entry depends on has changed up to ``version``."""
        if entry.version < self.floor:
            return True
        for step in reversed(self.steps):
            if step.version <= entry.version:
                break
            if not step.tags.isdisjoint(entry.tags):
                return True
        entry.version = max(entry.version, self.version)
        return False

    def find(self, key: Key) -> Entry | None:
        """Return the entry if it is valid."""
        entry = self.entries.get(key)
        if not isinstance(entry, Entry) or entry.is_over or self.is_stale(entry):
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
        known = self.entries.get(complete)
        if isinstance(known, Entry) and known.version > entry.version:
            return False
        if variants:
            self.put(key, variants)
        self.put(complete, entry)
        self.shrink()
        return True

    def add_compressed(self, key: Key, entry: Entry, encoding: str, body: bytes) -> None:
        """Keep a compressed body beside that of an entry, which may have been replaced meanwhile."""
        if encoding in entry.compressed:
            return
        entry.compressed[encoding] = body
        if self.entries.get(key) is entry:
            self.size += getsizeof(body)
            self.shrink()

    def put(self, key: Key, value: Entry | Variants) -> None:
        known = self.entries.pop(key, None)
        if known is not None:
            self.size -= weigh(key, known)
        self.entries[key] = value
        self.size += weigh(key, value)

    def shrink(self) -> None:
        while self.size > self.capacity:
            self.size -= weigh(*self.entries.popitem(last=False))


def weigh(key: Key, value: Entry | Variants) -> int:
    """Return about how many bytes of memory an entry takes."""
    texts = [*list_strings(key)]
    if isinstance(value, Entry):
        texts += [value.etag, value.body, *list_strings(value.headers), *value.compressed.values()]
        return OVERHEAD + getsizeof(value.tags) + sum(map(getsizeof, texts))
    return OVERHEAD + sum(map(getsizeof, [*texts, *value.names]))


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
