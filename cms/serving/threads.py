"""Runs code that computes in threads, and keeps the event loop free."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from cms.caching.answers import Answer, FilePart, Headers

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication, WSGIEnvironment

Result = TypeVar("Result")


class SharedCall(Generic[Result]):
    """An asynchronous form of a function whose result is shared by all who were waiting when the call began.

    Whoever comes during a call gets the result of the next one: no result is older than the question.
    """

    def __init__(self, function: Callable[[], Result], executor: Executor) -> None:
        self.function = function
        self.executor = executor
        self.waiting: list[asyncio.Future[Result]] = []
        self.calls: asyncio.Task[None] | None = None

    async def __call__(self) -> Result:
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Result] = loop.create_future()
        self.waiting.append(future)
        if self.calls is None:
            self.calls = loop.create_task(self.call_while_waited_for(loop))
        return await future

    async def call_while_waited_for(self, loop: asyncio.AbstractEventLoop) -> None:
        while self.waiting:
            served, self.waiting = self.waiting, []
            try:
                result = await loop.run_in_executor(self.executor, self.function)
            except Exception as error:
                for future in served:
                    if not future.done():
                        future.set_exception(error)
            else:
                for future in served:
                    if not future.done():
                        future.set_result(result)
        self.calls = None


class FileBody:
    """``wsgi.file_wrapper``: the part of a file that is the body (PEP 3333)."""

    def __init__(self, file: Any, block_size: int = 8192) -> None:
        self.file = file

    def close(self) -> None:
        self.file.close()


def run_application(application: "WSGIApplication", environ: "WSGIEnvironment") -> Answer:
    """Return the whole response of a WSGI application."""
    begun: list[tuple[Any, ...]] = []
    environ["wsgi.file_wrapper"] = FileBody
    parts = application(environ, lambda *arguments: begun.append(arguments))  # type: ignore[arg-type]
    try:
        status, headers = int(begun[-1][0][:3]), begun[-1][1]
        if isinstance(parts, FileBody):
            return Answer(status, headers, file=find_part(parts.file, headers))
        return Answer(status, headers, b"".join(parts))
    finally:
        if close := getattr(parts, "close", None):
            close()


def find_part(file: Any, headers: Headers) -> FilePart:
    """Return which file WhiteNoise or Django's ``FileResponse`` has opened; both open it whole."""
    length = next(int(value) for name, value in headers if name.lower() == "content-length")
    return FilePart(file.name, 0, length)
