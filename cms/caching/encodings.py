"""Compressed forms of public responses (RFC 9110, 8.4)."""

import zlib
from functools import lru_cache

import brotli

from cms.caching.answers import Headers

# Shorter bodies fit into one packet anyway.
MIN_LENGTH = 1000
# In the order of preference. The levels take about as long as the response took to make, divided by ten.
BROTLI, GZIP = "br", "gzip"
BROTLI_QUALITY, GZIP_LEVEL = 5, 6
GZIP_FORMAT = 16 + zlib.MAX_WBITS
TEXT_TYPES = {"application/json", "application/xml", "application/javascript", "image/svg+xml"}


def is_compressible(headers: Headers, body: bytes) -> bool:
    """Return whether a response is text of some length."""
    content_type = next((value for name, value in headers if name == "Content-Type"), "").partition(";")[0].strip()
    is_text = content_type.startswith("text/") or content_type in TEXT_TYPES or content_type.endswith(("+json", "+xml"))
    return is_text and len(body) >= MIN_LENGTH


@lru_cache(maxsize=256)
def choose_encoding(accepted: str) -> str:
    """Return the best encoding that ``Accept-Encoding`` allows, or nothing (RFC 9110, 12.5.3)."""
    weights: dict[str, float] = {}
    for part in accepted.lower().split(","):
        name, _, parameters = part.partition(";")
        weights[name.strip()] = read_weight(parameters)
    rest = weights.get("*", 0)
    best = max((BROTLI, GZIP), key=lambda name: weights.get(name, rest))  # the first of equals
    return best if weights.get(best, rest) > 0 else ""


def read_weight(parameters: str) -> float:
    name, _, value = parameters.strip().partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0


def compress(encoding: str, body: bytes) -> bytes:
    """Return ``body`` in one of the two encodings; equal bodies always give equal bytes."""
    if encoding == BROTLI:
        compressed: bytes = brotli.compress(body, mode=brotli.MODE_TEXT, quality=BROTLI_QUALITY)
        return compressed
    writer = zlib.compressobj(GZIP_LEVEL, wbits=GZIP_FORMAT)
    return writer.compress(body) + writer.flush()
