"""What runs beside a test, in threads that end with it."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import ThreadingHTTPServer
from typing import Self


class Threads:
    """Threads that run ``targets`` while the block lasts. Each target is to return once ``stopped`` is set."""

    def __init__(self, *targets: Callable[[], None]) -> None:
        self.stopped = threading.Event()
        self.threads = [threading.Thread(target=target) for target in targets]

    def __enter__(self) -> Self:
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.stop()

    def stop(self) -> None:
        self.stopped.set()
        for thread in self.threads:
            thread.join()


@contextmanager
def answering(server: ThreadingHTTPServer) -> Iterator[None]:
    """Let a server of the test's own answer while the block lasts, and close it then."""
    thread = threading.Thread(target=server.serve_forever)
    with server:
        thread.start()
        try:
            yield
        finally:
            server.shutdown()
            thread.join()
