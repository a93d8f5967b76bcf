"""Nothing is lost and nothing overtakes, whoever fails."""

import random
import signal
import subprocess
import threading
import time
from contextlib import ExitStack
from itertools import pairwise
from statistics import median
from typing import Any

import pytest

from blog.models import UpdatePage
from cms.changes.feed import read_version
from cms.changes.models import Follower
from cms.webhooks.models import Delivery, Endpoint
from tests.factories import make_update
from tests.ops.processes import wait_until, work
from tests.webhooks.receivers import LOOPBACK, Receiver, receiving

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.proof]
PUBLICATIONS, UNTIL_KILLED = 1000, 150
HASTY = "tests.garden,tests.webhooks.hasty"


def publish(page: UpdatePage, number: int) -> tuple[int | None, float]:
    """Publish a page, and return the version and the time after that."""
    page.title = f"Title {number}"
    page.save_revision().publish()
    return read_version(), time.monotonic()


def note_times(receiver: Receiver, times: dict[int, float]) -> None:
    """Note when each version has first arrived."""

    def answer(handler: Any) -> None:
        version = receiver.received[-1].message["data"]["version"]
        times.setdefault(version, time.monotonic())
        handler.send_response(204)
        handler.end_headers()

    receiver.answer = answer


def fail_at_random(receiver: Receiver, chance: float, accepted: list[Any]) -> None:
    """Refuse some messages, break some connections after they have arrived, and note which were accepted."""
    lock = threading.Lock()

    def answer(handler: Any) -> None:
        with lock:
            received = receiver.received[-1]
            fate = random.random()  # noqa: S311
            if fate < chance / 2:
                handler.send_response(500)
                handler.end_headers()
                return
            accepted.append(received)
            if fate < chance:  # it has arrived, but the sender does not know
                handler.connection.close()
                return
        handler.send_response(200)
        handler.end_headers()

    receiver.answer = answer


def check_everything_arrived_in_order(receiver: Receiver, accepted: list[Any], versions: list[int], pk: int) -> None:
    bodies: dict[str, set[bytes]] = {}
    for one in receiver.received:
        bodies.setdefault(one.id, set()).add(one.body)
    assert all(len(found) == 1 for found in bodies.values())
    arrived = [one.message["data"]["version"] for one in accepted if pk in one.ids]
    assert set(versions) <= set(arrived)
    assert all(before <= after for before, after in pairwise(arrived))
    assert len({one.id for one in accepted}) == len(set(arrived))


def has_caught_up() -> bool:
    version = read_version()
    positions = Follower.objects.filter(name__startswith="webhook ").values_list("number", flat=True)
    return set(positions) == {version} and not Delivery.objects.in_order().exists()


def start(stack: ExitStack, database_url: str) -> subprocess.Popen[str]:
    return stack.enter_context(work(database_url, EXTRA_APPS=HASTY, WEBHOOK_NETWORKS=",".join(LOOPBACK)))


def test_everybody_gets_every_change_in_order(database_url):
    page = make_update()
    lots = [0.0, 0.2, 0.4]
    with ExitStack() as stack:
        receivers = [stack.enter_context(receiving()) for _chance in lots]
        accepted: list[list[Any]] = [[] for _chance in lots]
        for receiver, chance, found in zip(receivers, lots, accepted, strict=True):
            Endpoint.objects.create(name=f"Fails {chance:.0%}", address=receiver.url)
            fail_at_random(receiver, chance, found)
        worker = start(stack, database_url)
        versions = []
        for number in range(PUBLICATIONS):
            versions.append(publish(page, number)[0])
            if number % UNTIL_KILLED == UNTIL_KILLED // 2:
                worker.send_signal(signal.SIGKILL)
                worker = start(stack, database_url)
        wait_until(has_caught_up, seconds=900)

    for receiver, found in zip(receivers, accepted, strict=True):
        check_everything_arrived_in_order(receiver, found, versions, page.pk)


def test_how_long_it_takes(database_url, capsys):
    """Prints the time from the commit until a healthy receiver has the message, beside one that fails."""
    page = make_update()
    with ExitStack() as stack:
        times: dict[int, float] = {}
        healthy, broken = (stack.enter_context(receiving()) for _receiver in range(2))
        note_times(healthy, times)
        broken.status = 500
        for receiver in (broken, healthy):
            Endpoint.objects.create(name=receiver.url, address=receiver.url)
        start(stack, database_url)
        sent = []
        for number in range(100):
            sent.append(publish(page, number))
            time.sleep(random.uniform(0.1, 0.8))  # noqa: S311
        wait_until(lambda: sent[-1][0] in times)

    waits = sorted(times[version] - moment for version, moment in sent)
    with capsys.disabled():
        print(f"\n  p50 {median(waits):.2f} s, p95 {waits[94]:.2f} s, longest {waits[-1]:.2f} s")  # noqa: T201
    assert len(waits) == len(sent)
