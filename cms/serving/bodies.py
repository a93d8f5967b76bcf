"""Bodies of requests, read completely before a thread handles them."""

import asyncio
import logging
import tempfile
from collections.abc import AsyncIterator
from contextlib import suppress
from http import HTTPStatus
from typing import IO, Protocol

from cms.caching.answers import Answer

logger = logging.getLogger(__name__)

# Longer bodies go to a temporary file.
IN_MEMORY = 256 * 1024
# A client that sends nothing for so many seconds, or is not done after so many, is refused.
PAUSE, LONGEST = 20.0, 600.0
# So long may a client that was refused go on sending before the connection is closed.
LINGER = 5.0
MEGABYTE = 1024 * 1024


class Chunks(Protocol):
    def __aiter__(self) -> AsyncIterator[bytes]: ...


class Refused(Exception):
    """The body is not read; the client gets ``answer``."""

    def __init__(self, status: HTTPStatus, reason: str, **headers: str) -> None:
        body = f"{reason}\n".encode()
        others = [(name.replace("_", "-"), value) for name, value in headers.items()]
        self.answer = Answer(
            status,
            [
                ("Content-Type", "text/plain; charset=utf-8"),
                ("Content-Length", str(len(body))),
                ("Cache-Control", "no-store"),
                ("Connection", "close"),
                *others,
            ],
            body,
        )


class BodyReader:
    """Reads bodies as they arrive, in the event loop, up to ``capacity`` bytes at the same time in all."""

    def __init__(self, capacity: int) -> None:
        self.capacity = capacity
        self.held = 0

    async def read(self, chunks: Chunks, *, length: int | None, limit: int) -> "Body":
        """Return a body of at most ``limit`` bytes, or raise ``Refused``; ``length`` is what the client announced."""
        if length is not None and length > limit:
            raise too_large(limit)
        body = Body(self)
        try:
            async with asyncio.timeout(LONGEST):
                await self.receive(chunks, body, limit)
            if length is not None and body.size != length:
                raise Refused(HTTPStatus.BAD_REQUEST, "The request did not arrive completely.")
        except TimeoutError:
            body.close()
            raise Refused(HTTPStatus.REQUEST_TIMEOUT, "The request did not arrive in time.") from None
        except OSError as error:
            body.close()
            logger.error("A body cannot be stored: %s", error)  # noqa: TRY400 (the traceback says nothing more)
            raise Refused(HTTPStatus.SERVICE_UNAVAILABLE, "The disk of this site is full.", Retry_After="60") from None
        except BaseException:
            body.close()
            raise
        body.file.seek(0)
        return body

    async def discard(self, chunks: Chunks) -> None:
        """Read on for a moment after a refusal, and keep nothing.

        A connection that is closed while the client still sends is reset, and the client, or a proxy between, may never
        read why: it would say that the connection broke, or 502.
        """
        with suppress(TimeoutError, OSError, RuntimeError):
            async with asyncio.timeout(LINGER):
                async for _chunk in chunks:
                    pass

    async def receive(self, chunks: Chunks, body: "Body", limit: int) -> None:
        loop = asyncio.get_running_loop()
        async with asyncio.timeout(PAUSE) as pause:
            async for chunk in chunks:
                pause.reschedule(loop.time() + PAUSE)
                if body.size + len(chunk) > limit:
                    raise too_large(limit)
                if self.held + len(chunk) > self.capacity:
                    reason = "Too much is being sent to this site. Try again."
                    raise Refused(HTTPStatus.SERVICE_UNAVAILABLE, reason, Retry_After="10")
                body.add(chunk)


class Body:
    """A body that was received, in memory or in a temporary file; close it when the response is complete."""

    def __init__(self, reader: BodyReader) -> None:
        self.reader = reader
        self.size = 0
        self.file: IO[bytes] = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 (closed by close())

    def add(self, chunk: bytes) -> None:
        self.file.write(chunk)
        self.size += len(chunk)
        self.reader.held += len(chunk)

    def close(self) -> None:
        self.file.close()
        self.reader.held -= self.size
        self.size = 0


def too_large(limit: int) -> Refused:
    allowed = f"{limit // MEGABYTE} MB" if limit >= MEGABYTE else f"{limit // 1024} kB"
    return Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"The request is larger than this site accepts ({allowed}).")
