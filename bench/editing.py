"""``python -m bench.editing``: how fast readers are answered while somebody publishes each second.

Readers ask for the details of 1,000 updates, as fast as they are answered, from the response cache: without changes,
with an edit each second, and with a new post each second, which is deleted afterwards.
"""

import argparse
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from bench.__main__ import set_up
from bench.ask import COLD, WARM
from bench.load import Speed, ask_each, measure
from bench.publish import publisher
from bench.scale import find_stale
from bench.server import WORKERS, serve

ACTS = ("edit", "post")
MOST_TIMES, LEAST = 3, 0.8


@contextmanager
def publishing(act: str) -> Iterator[list[int]]:
    """Publish each second; yield a list that has an item for each time."""
    done: list[int] = []
    end = threading.Event()

    def repeat() -> None:
        while not end.wait(1):
            publish(act)
            done.append(len(done))

    with publisher() as publish:
        thread = threading.Thread(target=repeat)
        thread.start()
        try:
            yield done
        finally:
            end.set()
            thread.join()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.editing", description="Readers during changes.")
    parser.add_argument("--seconds", type=int, default=300, help="of readers while somebody publishes (300)")
    parser.add_argument("--connections", type=int, default=8, help="of readers (8)")
    arguments = parser.parse_args()
    set_up(1000)
    from django.db import connection

    from bench.site import prepare_site
    from blog.models import UpdatePage

    prepare_site(1000, "rich")
    keys = list(UpdatePage.objects.order_by("pk").values_list("pk", flat=True))
    addresses = [f"/api/v2/updates/{key}/" for key in keys]
    stale = find_stale(addresses)
    connection.close()
    load: dict[str, Any] = {"connections": arguments.connections}
    with serve(environment=COLD) as server:
        cold = measure(server.port, addresses, seconds=10, **load)
    with serve(environment=WARM) as server:
        for _time in range(WORKERS * 2):
            ask_each(server.port, addresses)
        warm = measure(server.port, addresses, seconds=min(30, arguments.seconds), **load)
        print(f"{connection.vendor}: {warm.rate:,.0f} answers a second without changes, cold {cold.rate:,.0f},")
        print(f"with a cold median of {cold.median:.1f} ms")
        for act in ACTS:
            with publishing(act) as done:
                speed = measure(server.port, addresses, seconds=arguments.seconds, **load)
            print(describe(act, len(done), speed, warm, cold, 1 - sum(stale[act]) / len(addresses)), flush=True)
    UpdatePage.objects.exclude(pk__in=keys).delete()


def describe(act: str, count: int, speed: Speed, warm: Speed, cold: Speed, stayed: float) -> str:
    return (
        f"{act}: {count} in {speed.answers / speed.rate:.0f} s, {stayed:.1%} of the answers stayed each time,"
        f" {speed.rate:,.0f} a second ({speed.rate / warm.rate:.2f} of the rate without changes; asked: {LEAST}),"
        f" longest {speed.longest:.0f} ms ({speed.longest / cold.median:.1f} cold medians; asked: {MOST_TIMES})"
    )


if __name__ == "__main__":
    main()
