"""Clients that wait for news: `changes/?wait=` and `changes/stream/`.

They hold no thread and no connection to the database. One task for each process reads the content version while anybody
waits, and what a change means is worked out once for all who are at the same position.
"""

import asyncio
import json
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from cms.caching.answers import Answer
from cms.caching.responses import CONDITIONS
from cms.serving.refusals import explain
from cms.serving.stream import MEDIA_TYPE, Event, read_position

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

Place = tuple[int, int]
POLL_SECONDS = 0.5
HEARTBEAT_SECONDS = 15.0
HEARTBEAT = b":\n\n"
MAX_WAIT = 60
CHANGES, STREAM = "/api/v2/changes/", "/api/v2/changes/stream/"
FULL = b"As many clients as this site allows are waiting already. Ask again later."
# Longer answers have items.
EMPTY_LENGTH = 3000


class VersionWatcher:
    """Tells all who wait when the content version changes."""

    def __init__(self, read_version: Callable[[], Awaitable[int | None]]) -> None:
        self.read_version = read_version
        self.latest: int | None = None
        self.changed = asyncio.Event()
        self.waiting = 0
        self.task: asyncio.Task[None] | None = None

    async def wait(self, version: int) -> int:
        """Return the version as soon as it is another than ``version``, and changes are tracked."""
        self.waiting += 1
        self.task = self.task or asyncio.get_running_loop().create_task(self.watch())
        begun = False
        try:
            while True:
                # What was read before this began may be older than what the client has.
                if self.latest is not None and (self.latest > version or (begun and self.latest != version)):
                    return self.latest
                await self.changed.wait()
                begun = True
        finally:
            self.waiting -= 1

    async def watch(self) -> None:
        try:
            while self.waiting:
                latest = await self.read_version()
                if latest != self.latest:
                    self.latest = latest
                    changed, self.changed = self.changed, asyncio.Event()
                    changed.set()
                await asyncio.sleep(POLL_SECONDS)
        finally:
            self.task = self.latest = None


class Live:
    """Answers at most ``capacity`` requests that wait, and ``share`` of one client.

    ``answer`` answers at once, and ``describe`` runs in a thread. Clients of streams are told of a change ``delay``
    seconds after it was seen: so long another process may not know it, and answer what was true before.
    """

    def __init__(
        self,
        *,
        answer: "Callable[[WSGIEnvironment], Awaitable[Answer]]",
        read_version: Callable[[], Awaitable[int | None]],
        run: Callable[..., Awaitable[Any]],
        describe: Callable[[int, int], Event],
        capacity: int,
        share: int | None = None,
        identify: "Callable[[WSGIEnvironment], str]" = lambda environ: "",
        delay: float = 0,
    ) -> None:
        self.answer = answer
        self.watcher = VersionWatcher(read_version)
        self.run = run
        self.describe = describe
        self.capacity = capacity
        self.share = share
        self.identify = identify
        self.delay = delay
        self.open = 0
        self.clients: Counter[str] = Counter()
        self.is_closing = False
        self.waits: set[asyncio.Future[int]] = set()
        # By the change after which a client reads, and its site.
        self.events: dict[Place, Event] = {}
        self.flights: dict[Place, asyncio.Task[Event]] = {}

    def close(self) -> None:
        """Let nobody wait any longer: the server ends. Clients of streams come back by themselves."""
        self.is_closing = True
        for wait in self.waits:
            wait.cancel()

    @contextmanager
    def take_place(self, environ: "WSGIEnvironment") -> Iterator[bool]:
        """Count a request that waits. Yield whether there was room for it."""
        client = self.identify(environ)
        has_room = self.open < self.capacity and (self.share is None or self.clients[client] < self.share)
        if not has_room:
            yield False
            return
        self.open += 1
        self.clients[client] += 1
        try:
            yield True
        finally:
            self.open -= 1
            self.clients[client] -= 1
            self.clients += Counter()  # forgets those with none

    async def wait_for_news(self, version: int, seconds: float, protocol: Any) -> int | None:
        """Return the version when it has changed; ``None`` if that takes longer, or either side ends."""
        if self.is_closing:
            return None
        news = asyncio.ensure_future(self.watcher.wait(version))
        gone = asyncio.ensure_future(protocol.client_disconnect())
        self.waits.add(news)
        try:
            await asyncio.wait({news, gone}, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
            return news.result() if news.done() and not news.cancelled() else None
        finally:
            self.waits.discard(news)
            news.cancel()
            gone.cancel()

    # `changes/?wait=`

    async def answer_with_news(self, environ: "WSGIEnvironment", protocol: Any) -> Answer:
        """Answer as soon as there is something new, or when the time is over: then as without ``wait``."""
        seconds, query = split_wait(environ.get("QUERY_STRING", ""))
        environ = environ | {"QUERY_STRING": query}
        with self.take_place(environ) as has_room:
            answer = await (self.answer_when_new(environ, seconds, protocol) if has_room else self.answer(environ))
            return keep_out_of_cdn(answer)

    async def answer_when_new(self, environ: "WSGIEnvironment", seconds: int, protocol: Any) -> Answer:
        loop = asyncio.get_running_loop()
        ends = loop.time() + seconds
        left_out = {*CONDITIONS, "HTTP_ACCEPT_ENCODING"}
        plain = {name: value for name, value in environ.items() if name not in left_out}
        while True:
            version = await self.watcher.read_version()
            answer = await self.answer({**plain})
            if answer.status != HTTPStatus.OK:
                return answer
            left = ends - loop.time()
            is_over = version is None or left <= 0 or not says_nothing(answer)
            if is_over or await self.wait_for_news(version or 0, left, protocol) is None:
                return await self.answer({**environ})

    # `changes/stream/`

    async def stream(self, answer: Answer, environ: "WSGIEnvironment", protocol: Any) -> None:
        """Send the beginning, which ``answer`` is, and what follows until the client goes."""
        headers = [(name.lower(), value) for name, value in answer.headers if name.lower() != "content-length"]
        with self.take_place(environ) as has_room:
            if has_room:
                transport = protocol.response_stream(answer.status, headers)
                await asyncio.sleep(self.delay)
                with suppress(RuntimeError, OSError):  # the client has gone
                    await transport.send_bytes(answer.body)
                    await self.follow(read_position(answer.body), environ, protocol, transport)
                return
        full = explain(Answer(HTTPStatus.SERVICE_UNAVAILABLE, [*headers, ("retry-after", "30")], FULL), STREAM)
        protocol.response_bytes(full.status, [(name.lower(), value) for name, value in full.headers], full.body)

    async def follow(self, place: Place, environ: "WSGIEnvironment", protocol: Any, transport: Any) -> None:
        position, site = place
        while not self.is_closing:
            version = await self.wait_for_news(position, HEARTBEAT_SECONDS, protocol)
            if version is None:
                await transport.send_bytes(HEARTBEAT)
                continue
            event = await self.find_event((position, site), version, environ)
            if event.text:
                await asyncio.sleep(self.delay)
                await transport.send_bytes(event.text)
                position = event.number
            else:  # migrations have begun
                await asyncio.sleep(POLL_SECONDS)

    async def find_event(self, place: Place, version: int, environ: "WSGIEnvironment") -> Event:
        event = self.events.get(place)
        if event is not None and event.number == version:
            return event
        if place not in self.flights:
            self.flights[place] = asyncio.get_running_loop().create_task(self.compute(place, environ))
        return await asyncio.shield(self.flights[place])

    async def compute(self, place: Place, environ: "WSGIEnvironment") -> Event:
        try:
            event: Event = await self.run(environ, self.describe, *place)
        finally:
            del self.flights[place]
        current = {at: known for at, known in self.events.items() if known.number == event.number}
        self.events = current | {place: event}
        return event


def is_stream(answer: Answer) -> bool:
    return answer.status == HTTPStatus.OK and ("Content-Type", MEDIA_TYPE) in answer.headers


def split_wait(query: str) -> tuple[int, str]:
    """Return the seconds in a query and the rest of it; 0 and all of it if they are none, which the view refuses."""
    pairs = query.split("&")
    waits = [pair.removeprefix("wait=") for pair in pairs if pair.startswith("wait=")]
    if len(waits) != 1 or not (waits[0].isascii() and waits[0].isdecimal()) or int(waits[0][:9]) > MAX_WAIT:
        return 0, query
    return int(waits[0]), "&".join(pair for pair in pairs if not pair.startswith("wait="))


def keep_out_of_cdn(answer: Answer) -> Answer:
    """Return an answer that caches in front do not keep: whoever asks next would get it without waiting."""
    headers = [(name, "no-store" if name == "CDN-Cache-Control" else value) for name, value in answer.headers]
    return answer._replace(headers=headers)


def says_nothing(answer: Answer) -> bool:
    """Return whether there is nothing new in an answer of `changes/`."""
    if len(answer.body) > EMPTY_LENGTH:
        return False
    content = json.loads(answer.body)
    return not content["items"] and not content["has_more"]
