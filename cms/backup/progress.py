"""Tells how far a long command is: a bar on a terminal, one line for each stage elsewhere."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

from django.template.defaultfilters import filesizeformat

WIDTH = 30
SECONDS = 0.1  # between two pictures of a bar

Advance = Callable[[int], None]


class Silence:
    """Tells nothing."""

    @contextmanager
    def stage(self, name: str, total: int = 0, unit: str = "") -> Iterator[Advance]:
        """Yield a function to call with how much is done, of ``total`` if known: bytes, or a unit."""
        yield lambda size: None


class Stopped(Exception):
    """Somebody does not want to wait for the end."""


class Stoppable(Silence):
    """Tells nothing, and raises ``Stopped`` as soon as ``stop`` is set."""

    def __init__(self, stop: threading.Event) -> None:
        self.stop = stop

    @contextmanager
    def stage(self, name: str, total: int = 0, unit: str = "") -> Iterator[Advance]:
        def advance(size: int) -> None:
            if self.stop.is_set():
                raise Stopped

        yield advance


class Progress(Silence):
    """Writes to a stream."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream
        self.is_terminal = stream.isatty()

    @contextmanager
    def stage(self, name: str, total: int = 0, unit: str = "") -> Iterator[Advance]:
        done, shown, started = 0, 0.0, time.monotonic()

        def advance(size: int) -> None:
            nonlocal done, shown
            done += size
            if self.is_terminal and time.monotonic() - shown > SECONDS:
                shown = time.monotonic()
                self.stream.write(f"\r\033[K{draw(name, done, total, unit)}")
                self.stream.flush()

        advance(0)
        yield advance
        start = "\r\033[K" if self.is_terminal else ""
        seconds = time.monotonic() - started
        what = describe(done, unit) if done else "done"
        self.stream.write(f"{start}{name}: {what} in {seconds:.0f} s\n")
        self.stream.flush()


def draw(name: str, done: int, total: int, unit: str = "") -> str:
    """Return a line such as ``Files [####      ] 40 % 1.2 GB``."""
    if not total:
        return f"{name}: {describe(done, unit)}"
    share = min(1.0, done / total)
    return f"{name} [{'#' * round(share * WIDTH):<{WIDTH}}] {share:.0%} of {describe(total, unit)}"


def describe(size: int, unit: str) -> str:
    if unit:
        return f"{size:,} {unit}"
    return filesizeformat(size).replace("\xa0", " ")
