"""Threads that clients take in turns."""

import asyncio
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

Result = TypeVar("Result")

# Where a request that waits for a thread has its turn.
TURN = "cms.turn"


class FairPool:
    """Runs functions in a few threads. While all are busy, those who wait have their turn client by client.

    So whoever asks for a thousand pages at once waits for itself, and everybody else for one of its pages at most.
    """

    def __init__(self, threads: int, identify: "Callable[[WSGIEnvironment], str]") -> None:
        self.executor = ThreadPoolExecutor(threads, thread_name_prefix="web")
        self.identify = identify
        self.free = threads
        self.waiting: dict[str, deque[asyncio.Future[None]]] = {}  # in the order of turns

    async def run(self, environ: "WSGIEnvironment", function: Callable[..., Result], *arguments: Any) -> Result:
        """Return what a function returns in one of the threads, for the client of a request."""
        if self.free:
            self.free -= 1
        else:
            await self.wait(environ)
        try:
            return await asyncio.get_running_loop().run_in_executor(self.executor, function, *arguments)
        finally:
            self.pass_on()

    async def wait(self, environ: "WSGIEnvironment") -> None:
        turn = environ[TURN] = asyncio.get_running_loop().create_future()
        self.queue(turn, environ)
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self.pass_on()
            raise

    def hurry(self, other: "WSGIEnvironment", environ: "WSGIEnvironment") -> None:
        """Let a request that waits be run at the turn of this client, too, who wants the same response."""
        turn = other.get(TURN)
        if turn is not None and not turn.done():
            self.queue(turn, environ)

    def queue(self, turn: "asyncio.Future[None]", environ: "WSGIEnvironment") -> None:
        self.waiting.setdefault(self.identify(environ), deque()).append(turn)

    def pass_on(self) -> None:
        """Give a thread to the first request of the client whose turn it is."""
        while self.waiting:
            client = next(iter(self.waiting))
            turns = self.waiting.pop(client)
            while turns and turns[0].done():  # at the turn of another client
                turns.popleft()
            if turns:
                turn = turns.popleft()
                if turns:
                    self.waiting[client] = turns  # after all others
                turn.set_result(None)
                return
        self.free += 1
