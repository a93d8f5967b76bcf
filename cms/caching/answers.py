"""An answer as a whole, before a server sends it."""

from typing import NamedTuple

Headers = list[tuple[str, str]]


class FilePart(NamedTuple):
    """The bytes of a file from ``start`` up to, but not including, ``end``."""

    path: str
    start: int
    end: int


class Answer(NamedTuple):
    """A complete response: its body is bytes, or part of a file that the server reads while it sends."""

    status: int
    headers: Headers
    body: bytes = b""
    file: FilePart | None = None
