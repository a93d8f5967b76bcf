"""How long readers wait while a change is published under load."""

import http.client
import itertools
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

from bench.server import HOST, ROOT

READERS = 4
PUBLISHES = 5
PAUSE, AFTER = 2.0, 1.0


class Answer(NamedTuple):
    """When a response arrived, and how many seconds it took."""

    when: float
    seconds: float


def measure_publish(port: int, paths: Sequence[str]) -> dict[str, float]:
    """Return in milliseconds the median of all responses, and the slowest in the second after a publish.

    The latter is the median over several publishes; the worst is returned too.
    """
    with publisher() as publish, reading(port, paths) as answers:
        moments = []
        for _publish in range(PUBLISHES):
            time.sleep(PAUSE)
            publish()
            moments.append(time.perf_counter())
        time.sleep(AFTER)
    slowest = [max(took for when, took in answers if moment <= when <= moment + AFTER) for moment in moments]
    return {
        "median ms": statistics.median(took for _when, took in answers) * 1000,
        "slowest ms": statistics.median(slowest) * 1000,
        "worst ms": max(slowest) * 1000,
    }


@contextmanager
def reading(port: int, paths: Sequence[str]) -> Iterator[list[Answer]]:
    """Request ``paths`` continuously; yield the responses as they arrive."""
    answers: list[Answer] = []
    end = threading.Event()

    def read(first: int) -> None:
        connection = http.client.HTTPConnection(HOST, port, timeout=30)
        for path in itertools.islice(itertools.cycle(paths), first, None):
            begun = time.perf_counter()
            connection.request("GET", path)
            connection.getresponse().read()
            done = time.perf_counter()
            answers.append(Answer(done, done - begun))
            if end.is_set():
                break
        connection.close()

    readers = [threading.Thread(target=read, args=(number * 7,)) for number in range(READERS)]
    for reader in readers:
        reader.start()
    try:
        yield answers
    finally:
        end.set()
        for reader in readers:
            reader.join()


@contextmanager
def publisher() -> "Iterator[Publish]":
    """Yield a function that publishes an update, in its own process, so that it does not delay the readers."""
    command = [sys.executable, "-m", "bench.publish"]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        publish = Publish(process)
        publish()  # the first one loads what later ones already have
        yield publish
        process.communicate()


class Publish:
    """Publishes an edit or a new post when called, and returns after the commit."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process

    def __call__(self, act: str = "edit") -> None:
        assert self.process.stdin is not None  # noqa: S101 - both are pipes
        assert self.process.stdout is not None  # noqa: S101
        print(act, file=self.process.stdin, flush=True)
        if not self.process.stdout.readline():
            raise RuntimeError("publishing failed")


def publish_when_told() -> None:
    """Publish for each line of input, and answer with a line: an ``edit`` of the next update, or a new ``post``."""
    import django

    django.setup()
    from blog.models import UpdateIndexPage, UpdatePage

    keys = itertools.cycle(UpdatePage.objects.order_by("pk").values_list("pk", flat=True))
    index: Any = UpdateIndexPage.objects.first()
    for line in sys.stdin:
        if line.strip() == "post":
            update = index.add_child(instance=UpdatePage(title="New", kind="news", live=False))
        else:
            update = UpdatePage.objects.get(pk=next(keys))
        update.introduction = f"Published at {time.time():.3f}."
        update.save_revision().publish()
        print("published", flush=True)


if __name__ == "__main__":
    publish_when_told()
