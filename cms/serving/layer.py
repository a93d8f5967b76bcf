"""The outer layer: an RSGI application that waits for clients, so that nothing that computes has to.

It reads bodies, answers from the response cache and sends files in the event loop of Granian, where a slow client costs
no thread. Everything else runs in Django, as a WSGI application in a few threads, which hand over whole responses.
"""

import asyncio
import logging
import signal
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from cms.caching.answers import Answer
from cms.caching.responses import ResponseCache
from cms.operations.request_ids import KNOWN
from cms.serving.bodies import BodyReader, Refused
from cms.serving.files import FileServer, take_range
from cms.serving.live import CHANGES, Live, is_stream
from cms.serving.observing import Observer
from cms.serving.refusals import explain
from cms.serving.requests import Scope, make_environ
from cms.serving.threads import run_application
from cms.serving.turns import FairPool

if TYPE_CHECKING:
    from collections.abc import Callable

    from _typeshed.wsgi import WSGIApplication, WSGIEnvironment

logger = logging.getLogger(__name__)

BODYLESS = {"GET", "HEAD", "OPTIONS"}
FAILURE = Answer(HTTPStatus.INTERNAL_SERVER_ERROR, [("Content-Type", "text/plain"), ("Content-Length", "0")])


@dataclass(frozen=True)
class Limits:
    """How long bodies may be, in bytes: those of everybody, those of ``prefix`` for people who have signed in."""

    public: int
    uploads: int
    prefix: str


class OuterLayer:
    """Serves ``application`` with ``threads`` threads, and one more for ``/healthz``, which never waits for others."""

    def __init__(
        self,
        application: "WSGIApplication",
        *,
        files: FileServer,
        limits: Limits,
        threads: int,
        health_path: str,
        has_signed_in: "Callable[[WSGIEnvironment], bool]",
        identify: "Callable[[WSGIEnvironment], str]",
        observer: Observer | None = None,
    ) -> None:
        self.application = application
        self.files = files
        self.limits = limits
        self.health_path = health_path
        self.has_signed_in = has_signed_in
        self.observer = observer
        self.bodies = BodyReader(capacity=2 * limits.uploads)
        self.pool = FairPool(threads, identify)
        self.health_pool = ThreadPoolExecutor(1, thread_name_prefix="health")
        self.cache: ResponseCache | None = None
        self.live: Live | None = None

    def __rsgi_init__(self, loop: asyncio.AbstractEventLoop) -> None:
        """When the server is told to end, it waits for open responses: end those that would stay open.

        The event loop hears of signals in another way, so its own handlers are not replaced.
        """
        if self.live:
            close = self.live.close
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, lambda *_signal: loop.call_soon_threadsafe(close))

    async def __rsgi__(self, scope: Scope, protocol: Any) -> None:
        if scope.proto != "http":
            protocol.close(HTTPStatus.NOT_FOUND)
            return
        environ = make_environ(scope)
        observed = self.observer.begin(environ) if self.observer else None
        is_refused = False
        try:
            answer = await self.answer(environ, protocol)
        except Refused as refused:
            answer, is_refused = explain(refused.answer, scope.path), True
        except Exception:
            logger.exception(
                "No response: %s %s", scope.method, scope.path, extra={"request_id": environ.get(KNOWN, "")}
            )
            answer = explain(FAILURE, scope.path)
        if observed:
            answer = observed.end(answer)
        if is_refused:
            send(protocol, answer, environ["REQUEST_METHOD"])
            await self.bodies.discard(protocol)
            return
        if self.live and is_stream(answer) and environ["REQUEST_METHOD"] == "GET":
            await self.live.stream(answer, environ, protocol)
        else:
            send(protocol, answer, environ["REQUEST_METHOD"])

    async def answer(self, environ: "WSGIEnvironment", protocol: Any) -> Answer:
        path = environ["PATH_INFO"]
        if environ["REQUEST_METHOD"] not in BODYLESS:
            return await self.answer_with_body(environ, protocol)
        if path == self.health_path:
            return await self.check_health(environ)
        if path.startswith(self.files.static_url) and (file := self.files.find_static(path)):
            return take_range(run_application(file, environ), environ)
        if path.startswith(self.files.renditions_url):
            return take_range(await self.pool.run(environ, run_application, self.serve_rendition, environ), environ)
        if self.live and path == CHANGES and environ["REQUEST_METHOD"] == "GET" and "wait=" in environ["QUERY_STRING"]:
            return await self.live.answer_with_news(environ, protocol)
        return await self.answer_from_cache(environ)

    async def answer_from_cache(self, environ: "WSGIEnvironment") -> Answer:
        if self.cache is None:
            return take_range(await self.compute(environ), environ)
        return take_range(await self.cache.answer(environ), environ)

    async def answer_with_body(self, environ: "WSGIEnvironment", protocol: Any) -> Answer:
        length = int(environ["CONTENT_LENGTH"]) if environ.get("CONTENT_LENGTH") else None
        body = await self.bodies.read(protocol, length=length, limit=await self.find_limit(environ, length))
        try:
            environ["wsgi.input"] = body.file
            environ["CONTENT_LENGTH"] = str(body.size)  # also for a body that came in chunks
            return await self.compute(environ)
        finally:
            body.close()

    async def find_limit(self, environ: "WSGIEnvironment", length: int | None) -> int:
        """Return how many bytes this client may send; only for a long body is it looked up who that is."""
        public = self.limits.public
        if not environ["PATH_INFO"].startswith(self.limits.prefix) or (length is not None and length <= public):
            return public
        signed_in = await self.pool.run(environ, self.has_signed_in, environ)
        return self.limits.uploads if signed_in else public

    async def compute(self, environ: "WSGIEnvironment") -> Answer:
        """Return Django's response, computed in one of the threads."""
        return await self.pool.run(environ, run_application, self.application, environ)

    async def check_health(self, environ: "WSGIEnvironment") -> Answer:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self.health_pool, run_application, self.application, environ)

    def serve_rendition(self, environ: "WSGIEnvironment", start_response: Any) -> Any:
        file = self.files.find_rendition(environ["PATH_INFO"])
        return (file or self.application)(environ, start_response)


def send(protocol: Any, answer: Answer, method: str) -> None:
    """Hand over a response to the server, which sends it as fast as the client reads."""
    headers = [(name.lower(), value) for name, value in answer.headers]
    if method == "HEAD" or not (answer.body or answer.file):
        protocol.response_empty(answer.status, headers)
    elif answer.file is None:
        protocol.response_bytes(answer.status, headers, answer.body)
    else:
        path, start, end = answer.file
        protocol.response_file_range(answer.status, headers, path, start, end)
