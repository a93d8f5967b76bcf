"""Clients that wait for news, around a small application."""

import asyncio
import json
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest

from cms.caching.answers import Answer
from cms.changes.tokens import Filters, Position, write_token
from cms.serving import live
from cms.serving.live import HEARTBEAT, Live, split_wait
from cms.serving.stream import MEDIA_TYPE, Event
from cms.serving.versions import Recent
from tests.loops import run
from tests.serving.clients import Protocol


def make_id(number: int) -> str:
    return write_token(Position(after=number), Filters((), "", 1))


CACHED = [("CDN-Cache-Control", "max-age=86400")]


class Site:
    """A site whose content version is ``version``: ``changes/`` has items if it is above that in ``since``."""

    def __init__(self) -> None:
        self.version: int | None = 10
        self.asked: list[str] = []
        self.reads = 0
        self.described: list[int] = []

    async def read_version(self) -> int | None:
        self.reads += 1
        return self.version

    async def answer(self, environ: dict[str, Any]) -> Answer:
        self.asked.append(environ["QUERY_STRING"])
        if "broken" in environ["QUERY_STRING"]:
            return Answer(410, [], b"gone")
        is_new = self.version is not None and self.version > int(environ["QUERY_STRING"].partition("=")[2])
        items = [{"id": self.version}] if is_new else []
        return Answer(200, CACHED, json.dumps({"items": items, "next": "…", "has_more": False}).encode())

    async def run(self, environ: Any, function: Callable[..., Any], *arguments: Any) -> Any:
        await asyncio.sleep(0.01)
        return function(*arguments)

    def describe(self, after: int, site: int) -> Event:
        self.described.append(after)
        return Event(self.version, f"event: changed\nid: {make_id(self.version)}\ndata: {after}\n\n".encode())


@pytest.fixture(autouse=True)
def _quick(monkeypatch) -> None:
    monkeypatch.setattr(live, "POLL_SECONDS", 0.01)


@pytest.fixture
def site() -> Site:
    return Site()


@pytest.fixture
def waiting(site) -> Live:
    return Live(answer=site.answer, read_version=site.read_version, run=site.run, describe=site.describe, capacity=50)


def poll(waiting: Live, query: str, protocol: Protocol | None = None) -> Any:
    return waiting.answer_with_news({"QUERY_STRING": query}, protocol or Protocol([]))


def read_items(answer: Answer) -> list[Any]:
    return json.loads(answer.body)["items"]


def test_news_that_are_there_come_at_once(waiting, site):
    assert read_items(run(poll(waiting, "since=9&wait=20"))) == [{"id": 10}]
    assert "wait" not in "".join(site.asked)


def test_without_news_the_answer_comes_when_the_time_is_over(waiting, site, monkeypatch):
    assert read_items(run(poll(waiting, "since=10&wait=0"))) == []
    assert read_items(run(poll(waiting, "since=10&wait=1"))) == []
    assert waiting.open == 0


def test_whoever_waits_is_answered_when_something_changes(waiting, site):
    async def wait_and_change() -> list[Answer]:
        polls = [asyncio.ensure_future(poll(waiting, "since=10&wait=20")) for _client in range(30)]
        await asyncio.sleep(0.05)
        site.version = 11
        return await asyncio.gather(*polls)

    assert [read_items(answer) for answer in run(wait_and_change())] == [[{"id": 11}]] * 30
    assert site.reads < 100  # one reads for all


@pytest.mark.parametrize("capacity", [50, 0])
def test_nobody_in_between_keeps_an_answer_that_was_waited_for(waiting, capacity):
    """Whoever asks next would get it at once, and ask again, and again."""
    waiting.capacity = capacity

    assert run(poll(waiting, "since=10&wait=0")).headers == [("CDN-Cache-Control", "no-store")]
    assert CACHED == [("CDN-Cache-Control", "max-age=86400")]


def test_news_are_not_overlooked_where_others_look_seldom(site):
    """`changes/` is answered from the cache, which may have looked a moment before the change."""
    recent = Recent(site.read_version, seconds=9)

    async def answer(environ: dict[str, Any]) -> Answer:
        known = await recent()
        items = [{"id": known}] if known and known > 10 else []
        return Answer(200, [], json.dumps({"items": items, "next": "…", "has_more": False}).encode())

    waiting = Live(answer=answer, read_version=recent.look, run=site.run, describe=site.describe, capacity=50)

    async def change_and_wait() -> list[Answer]:
        await recent()
        site.version = 11
        first = await poll(waiting, "since=10&wait=1")
        polled = asyncio.ensure_future(poll(waiting, "since=10&wait=1"))
        return [first, await polled]

    assert [read_items(one) for one in run(change_and_wait())] == [[{"id": 11}]] * 2


def test_a_refusal_comes_at_once(waiting):
    assert run(poll(waiting, "broken=1&wait=20")).status == 410


def test_a_wait_that_is_none_reaches_the_view():
    for query in ("since=9&wait=soon", "since=9&wait=61", "wait=1&wait=2", "wait=-1", "wait=²"):
        assert split_wait(query) == (0, query)
    assert split_wait("since=9&wait=25") == (25, "since=9")


def test_beyond_the_bound_nobody_waits(waiting, site):
    waiting.capacity = 0

    assert read_items(run(poll(waiting, "since=10&wait=20"))) == []


def test_a_client_that_goes_leaves_no_trace(waiting):
    async def go() -> None:
        protocol = Protocol([])
        polled = asyncio.ensure_future(poll(waiting, "since=10&wait=20", protocol))
        await asyncio.sleep(0.05)
        protocol.gone.set()
        await polled
        await asyncio.sleep(0.05)
        assert waiting.watcher.task is None

    run(go())
    assert (waiting.open, waiting.watcher.waiting) == (0, 0)


def test_while_migrations_run_nobody_is_woken(waiting, site):
    async def wait() -> Answer:
        polled = asyncio.ensure_future(poll(waiting, "since=10&wait=20"))
        for version in (None, 10, None, 11):
            await asyncio.sleep(0.05)
            assert not polled.done()
            site.version = version
        return await polled

    assert read_items(run(wait())) == [{"id": 11}]


# Streams


def begin(waiting: Live, position: int, protocol: Protocol, **environ: str) -> Any:
    opening = Answer(
        200,
        [("Content-Type", MEDIA_TYPE), ("Content-Length", "9")],
        f"retry: 1\n\nid: {make_id(position)}\n\n".encode(),
    )
    return asyncio.ensure_future(waiting.stream(opening, environ, protocol))


async def end(*streams: "asyncio.Future[None]") -> None:
    for stream in streams:
        stream.cancel()
        with suppress(asyncio.CancelledError):
            await stream


def test_a_stream_tells_all_of_each_change_and_works_it_out_once(waiting, site):
    async def follow() -> list[str]:
        protocols = [Protocol([]) for _client in range(30)]
        streams = [begin(waiting, 10, protocol) for protocol in protocols]
        for version in (11, 12):
            await asyncio.sleep(0.1)
            site.version = version
        await asyncio.sleep(0.1)
        await end(*streams)
        assert all("content-length" not in protocol.response.headers for protocol in protocols)
        return [protocol.response.body.decode() for protocol in protocols]

    bodies = run(follow())

    assert set(bodies) == {bodies[0]}
    assert bodies[0].endswith(f"id: {make_id(12)}\ndata: 11\n\n")
    assert site.described == [10, 11]
    assert waiting.open == 0


def test_a_stream_tells_of_a_change_once_every_process_knows_it(waiting, site):
    waiting.delay = 0.2

    async def follow() -> list[int]:
        protocol = Protocol([])
        stream = begin(waiting, 7, protocol)
        counts = []
        for _ in range(3):
            await asyncio.sleep(0.15)
            counts.append(protocol.response.body.count(b"\nid:"))
        await end(stream)
        return counts

    assert run(follow()) == [0, 1, 2]


def test_a_stream_that_is_behind_catches_up(waiting, site):
    async def follow() -> bytes:
        protocol = Protocol([])
        stream = begin(waiting, 7, protocol)
        await asyncio.sleep(0.1)
        await end(stream)
        return protocol.response.body

    assert run(follow()).endswith(b"data: 7\n\n")


def test_a_stream_waits_while_nobody_knows_what_a_change_means(waiting, site):
    async def follow() -> bytes:
        protocol = Protocol([])
        waiting.describe = lambda after, site: Event(after, b"")  # migrations have begun
        stream = begin(waiting, 9, protocol)
        await asyncio.sleep(0.1)
        assert protocol.response.body.count(b"event:") == 0
        waiting.describe = site.describe
        await asyncio.sleep(0.1)
        await end(stream)
        return protocol.response.body

    assert run(follow()).count(b"event:") == 1


def test_a_heartbeat_shows_that_the_connection_lives(waiting, monkeypatch):
    monkeypatch.setattr(live, "HEARTBEAT_SECONDS", 0.02)

    async def follow() -> bytes:
        protocol = Protocol([])
        stream = begin(waiting, 10, protocol)
        await asyncio.sleep(0.2)
        protocol.gone.set()
        await stream  # ends by itself
        return protocol.response.body

    assert HEARTBEAT * 2 in run(follow())
    assert waiting.open == 0


def test_one_client_does_not_take_every_place(waiting, site):
    waiting.share, waiting.identify = 2, lambda environ: environ["REMOTE_ADDR"]

    async def follow() -> list[int]:
        protocols = [Protocol([]) for _client in range(4)]
        streams = [
            begin(waiting, 10, protocol, REMOTE_ADDR="a" if n < 3 else "b") for n, protocol in enumerate(protocols)
        ]
        await asyncio.sleep(0.05)
        await end(*streams)
        return [protocol.response.status for protocol in protocols]

    assert run(follow()) == [200, 200, 503, 200]
    assert not waiting.clients


def test_beyond_the_bound_there_is_no_stream(waiting):
    waiting.capacity = 0
    protocol = Protocol([])

    async def follow() -> None:
        await begin(waiting, 10, protocol)

    run(follow())

    assert protocol.response.status == 503
    assert protocol.response.headers["retry-after"] == "30"
    assert protocol.response.headers["content-type"] == "application/problem+json"
    assert int(protocol.response.headers["content-length"]) == len(protocol.response.body)
    assert json.loads(protocol.response.body)["type"].endswith("#not-available")


def test_when_the_server_ends_nobody_waits_any_longer(waiting):
    async def close() -> list[Any]:
        streams = [begin(waiting, 10, Protocol([])), poll(waiting, "since=10&wait=20")]
        ended = asyncio.gather(*streams)
        await asyncio.sleep(0.05)
        waiting.close()
        return await asyncio.wait_for(ended, 5)

    assert read_items(run(close())[1]) == []
    assert waiting.open == 0
