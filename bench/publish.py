"""How long readers wait while a change is published under load."""

import http.client
import itertools
import statistics
import threading
import time
from collections.abc import Sequence

from bench.server import HOST

READERS = 4
BEFORE, AFTER = 2.0, 1.0


def measure_publish(port: int, paths: Sequence[str]) -> dict[str, float]:
    """Return the median of the milliseconds before a publish, and the slowest answer in the second after it."""
    took: list[tuple[float, float]] = []
    end = threading.Event()

    def read(first: int) -> None:
        connection = http.client.HTTPConnection(HOST, port, timeout=30)
        for path in itertools.islice(itertools.cycle(paths), first, None):
            begun = time.perf_counter()
            connection.request("GET", path)
            connection.getresponse().read()
            took.append((time.perf_counter(), time.perf_counter() - begun))
            if end.is_set():
                break
        connection.close()

    readers = [threading.Thread(target=read, args=(number * 7,)) for number in range(READERS)]
    for reader in readers:
        reader.start()
    time.sleep(BEFORE)
    begun = time.perf_counter()
    publish_update()
    published = time.perf_counter()
    time.sleep(AFTER)
    end.set()
    for reader in readers:
        reader.join()
    before = [seconds for when, seconds in took if when < begun]
    after = [seconds for when, seconds in took if published <= when <= published + AFTER]
    median, slowest = statistics.median(before), max(after)
    return {"median ms": median * 1000, "slowest ms": slowest * 1000, "ratio": slowest / median}


def publish_update() -> None:
    from django.db import connection

    from blog.models import UpdatePage

    update = UpdatePage.objects.order_by("pk")[0]
    update.introduction = f"Published at {time.time():.3f}."
    update.save_revision().publish()
    connection.close()
