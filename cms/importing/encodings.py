"""Which characters the bytes of a text stand for."""

import codecs
import re

from charset_normalizer import from_bytes

MARKS = [
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
]
DECLARED = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?([\w.:-]{1,40})""", re.IGNORECASE)
# What browsers read for the name of another encoding (https://encoding.spec.whatwg.org/).
MEANT = {"iso-8859-1": "cp1252", "latin-1": "cp1252", "latin1": "cp1252", "ascii": "cp1252", "us-ascii": "cp1252"}
SAMPLE = 64 * 1024


def decode(data: bytes) -> str:
    """Return a text: by its mark, as UTF-8, as the file itself says, or as it most probably is meant."""
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    for encoding in ["utf-8", *find_declared(data)]:
        try:
            return data.decode(encoding)
        except (UnicodeError, LookupError):
            continue
    guess = from_bytes(data[:SAMPLE], cp_isolation=["cp1252", "cp1250", "utf_16_le", "utf_16_be", "iso8859_14"]).best()
    return data.decode(guess.encoding if guess else "cp1252", errors="replace")


def find_declared(data: bytes) -> list[str]:
    match = DECLARED.search(data[:2048])
    if not match:
        return []
    name = match[1].decode("ascii").lower()
    return [] if "escape" in name else [MEANT.get(name, name)]  # Python's own, of parts of characters
