"""One spelling for queries that mean the same, and one meaning for each."""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import quote_plus, unquote_to_bytes

from cms.site.addresses import MAX_QUERY_LENGTH

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

# jQuery adds it to bypass caches; it has no meaning here.
CACHE_BUSTER = b"_"
# The normal forms of queries up to this length are remembered; longer ones are rare, and would take memory.
USUAL_LENGTH = 300
# What browsers leave unquoted.
SAFE = "!$'()*,/:;?@"
# An encoding, or a parameter that has one of its own (RFC 2231).
ENCODING = re.compile(r";\s*(?:charset\b|[^;=]*\*\s*=)[^;]*", re.IGNORECASE)


class NormalisedQueries:
    """A WSGI application that lets ``application`` see only the normal form of a query, to be read as UTF-8.

    It stands around the response cache: what is not in a cache key must not be in the response either. Queries that are
    too long would take long; everything public refuses them.
    """

    def __init__(self, application: "WSGIApplication") -> None:
        self.application = application

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        environ["QUERY_STRING"] = normalise(environ.get("QUERY_STRING", ""))
        read_as_utf8(environ)
        return self.application(environ, start_response)


def read_as_utf8(environ: "WSGIEnvironment") -> None:
    """Take the encoding out of ``Content-Type``, so that Django reads query and form as UTF-8, as pages send them.

    In another one a query would mean something else for one client than for all who get the same response from a
    cache. Some make halves of characters, which no database stores, and with some Django fails.
    """
    if ";" in (content_type := environ.get("CONTENT_TYPE", "")):
        environ["CONTENT_TYPE"] = ENCODING.sub("", content_type)


def normalise(query: str) -> str:
    """Return the normal form of a query, unless it is so long that everything public refuses it."""
    if not query or len(query) > MAX_QUERY_LENGTH:
        return query
    return normalise_usual_query(query) if len(query) <= USUAL_LENGTH else normalise_query(query)


def normalise_query(query: str) -> str:
    """Return a WSGI query with the same parameters for Django, in one spelling and ordered by name, without ``_``.

    The values of a repeated name keep their order. If the bytes are not UTF-8 only ``_`` is dropped: Django then reads
    all of them differently, and the API refuses them.
    """
    parts = [part for part in to_bytes(query).split(b"&") if part and read(part.partition(b"=")[0]) != CACHE_BUSTER]
    rest = b"&".join(parts)
    try:
        rest.decode()
    except UnicodeDecodeError:
        return rest.decode("latin-1")
    return "&".join(f"{name}={value}" if value or not name else name for name, value in sorted_pairs(parts))


# Popular addresses are requested again and again: a cached response takes little longer than this.
normalise_usual_query = lru_cache(maxsize=2048)(normalise_query)


def sorted_pairs(parts: list[bytes]) -> list[tuple[str, str]]:
    pairs = [part.partition(b"=") for part in parts]
    quoted = [(quote_plus(read(name), safe=SAFE), quote_plus(read(value), safe=SAFE)) for name, _equals, value in pairs]
    return sorted(quoted, key=lambda pair: pair[0])


def to_bytes(query: str) -> bytes:
    """Return the bytes of a WSGI string, also from a server that has decoded them."""
    try:
        return query.encode("latin-1")
    except UnicodeEncodeError:
        return query.encode()


def read(part: bytes) -> bytes:
    return unquote_to_bytes(part.replace(b"+", b" "))
