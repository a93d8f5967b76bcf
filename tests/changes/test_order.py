"""The feed while many write at once: a follower misses nothing, and nothing comes late."""

import random
import time
from collections import Counter
from functools import partial

import pytest
from django.db import Error, connection, transaction

from cms.changes.feed import follow_changes, read_version
from cms.models import Topic
from tests.factories import make_topic
from tests.threads import Threads

WRITERS = 20


class Writers(Threads):
    """Writers that each count up two topics of their own, often roll back, and note what they have committed."""

    def __init__(self, number: int) -> None:
        self.topics = [(make_topic(f"first-{n}").pk, make_topic(f"second-{n}").pk) for n in range(number)]
        self.committed: Counter[str] = Counter()
        self.errors: list[Error] = []
        super().__init__(*(partial(self.write, n) for n in range(number)))

    def write(self, number: int) -> None:
        chance = random.Random(number)  # noqa: S311 - for repeatable tests
        while not self.stopped.is_set():
            try:
                self.count_up(*self.topics[number], chance)
            except Error as error:
                # SQLite lets one write at a time: of twenty, one may wait for longer than its limit.
                if "database is locked" not in str(error):
                    self.errors.append(error)
        connection.close()

    def count_up(self, first: int, second: int, chance: random.Random) -> None:
        rolls_back = chance.random() < 0.3
        written = [first, second] if chance.random() < 0.5 else [second]
        with transaction.atomic():
            for pk in written:
                count = int(Topic.objects.values_list("description", flat=True).get(pk=pk) or 0)
                Topic.objects.filter(pk=pk).update(description=str(count + 1))
                time.sleep(chance.random() / 10)
            transaction.set_rollback(rolls_back)
        if not rolls_back:
            self.committed.update(map(str, written))


def check_following(polls: int) -> None:
    writers = Writers(WRITERS)
    start = read_version()
    seen: list[int] = []
    counted: Counter[str] = Counter()

    def poll() -> None:
        after = seen[-1] if seen else start
        fresh = list(follow_changes(after))
        counted.update(change.object_id for change in fresh)
        seen.extend(change.number for change in fresh)
        for pk in {change.object_id for change in fresh}:
            # What a change tells of can be read as soon as the change can.
            assert int(Topic.objects.values_list("description", flat=True).get(pk=pk)) >= counted[pk]

    with writers:
        for _number in range(polls):
            poll()
    poll()

    assert writers.errors == []
    assert len(seen) > polls / 20
    assert seen == sorted(set(seen))
    assert seen == [change.number for change in follow_changes(start)]
    assert counted == writers.committed


@pytest.mark.django_db(transaction=True)
def test_a_follower_misses_nothing_while_twenty_write_at_once():
    check_following(polls=200)


@pytest.mark.proof
@pytest.mark.django_db(transaction=True)
def test_a_follower_misses_nothing_in_a_hundred_thousand_polls():
    check_following(polls=100_000)
