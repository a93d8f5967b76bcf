"""A client of the outer layer, without a server in between."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cms.serving.layer import OuterLayer
from tests.loops import run


class RequestHeaders:
    def __init__(self, headers: list[tuple[str, str]]) -> None:
        self.headers = headers

    def items(self) -> list[tuple[str, str]]:
        return self.headers


@dataclass
class Scope:
    method: str = "GET"
    path: str = "/"
    query_string: str = ""
    headers: Any = None
    proto: str = "http"
    http_version: str = "1.1"
    server: str = "127.0.0.1:8000"
    client: str = "192.0.2.1:50000"
    scheme: str = "http"
    authority: str | None = None


@dataclass
class Response:
    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""


class Protocol:
    """What Granian gives an RSGI application: the body in chunks, and ways to respond."""

    def __init__(self, chunks: Iterable[bytes], pauses: float = 0) -> None:
        self.chunks = list(chunks)
        self.pauses = pauses
        self.read = 0
        self.read_before_answer = -1
        self.response = Response()
        self.gone = asyncio.Event()

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for chunk in self.chunks:
            await asyncio.sleep(self.pauses)
            self.read += len(chunk)
            yield chunk

    async def client_disconnect(self) -> None:
        await self.gone.wait()

    def response_stream(self, status: int, headers: list[tuple[str, str]]) -> "Protocol":
        self.response = Response(status, dict(headers))
        return self

    async def send_bytes(self, data: bytes) -> None:
        if self.gone.is_set():
            raise RuntimeError("The client has gone.")
        self.response.body += data

    def close(self, status: int) -> None:
        self.response = Response(status)

    def response_empty(self, status: int, headers: list[tuple[str, str]]) -> None:
        self.response = Response(status, dict(headers))

    def response_bytes(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
        self.response = Response(status, dict(headers), body)
        self.read_before_answer = self.read

    def response_file_range(self, status: int, headers: list[tuple[str, str]], path: str, start: int, end: int) -> None:
        with Path(path).open("rb") as file:
            file.seek(start)
            self.response = Response(status, dict(headers), file.read(end - start))


def ask(
    layer: OuterLayer, path: str = "/", method: str = "GET", body: Iterable[bytes] = (), **headers: str
) -> Response:
    """Send a request and return the response; the names of headers have underscores for hyphens."""
    return run(ask_later(layer, path, method, body, **headers))


async def ask_later(
    layer: OuterLayer,
    path: str = "/",
    method: str = "GET",
    body: Iterable[bytes] = (),
    *,
    client: str = "192.0.2.1:50000",
    **headers: str,
) -> Response:
    path, _, query = path.partition("?")
    pairs = [("host", "localhost"), *((name.replace("_", "-"), value) for name, value in headers.items())]
    protocol = Protocol(body)
    await layer.__rsgi__(Scope(method, path, query, RequestHeaders(pairs), client=client), protocol)
    return protocol.response
