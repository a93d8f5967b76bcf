"""Editing and reading at once."""

import threading
import time
from collections.abc import Callable

import pytest
from django.db import Error, connection
from django.test import Client

from blog.models import UpdatePage
from tests.factories import make_update

SECONDS = 2


def repeat_at_once(*actions: Callable[[], None], seconds: float) -> tuple[list[Error], list[int]]:
    """Repeat each action in a thread of its own; return the database's errors, and how often each action ran."""
    errors: list[Error] = []
    counts = [0] * len(actions)
    end = time.monotonic() + seconds

    def run(number: int, action: Callable[[], None]) -> None:
        while time.monotonic() < end:
            try:
                action()
                counts[number] += 1
            except Error as error:
                errors.append(error)
        connection.close()

    threads = [threading.Thread(target=run, args=numbered) for numbered in enumerate(actions)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return errors, counts


def check_editing_and_reading(seconds: float) -> None:
    updates = [make_update() for _ in range(3)]
    url = f"/api/v2/updates/{updates[0].pk}/"

    def publish(pk: int) -> None:
        update = UpdatePage.objects.get(pk=pk)
        update.introduction = f"Written at {time.monotonic()}"
        update.save_revision().publish()

    def read() -> None:
        assert Client().get(url).status_code == 200

    writers = [lambda pk=update.pk: publish(pk) for update in updates]
    errors, counts = repeat_at_once(*writers, read, read, seconds=seconds)

    assert errors == []
    assert all(counts), counts


@pytest.mark.django_db(transaction=True)
def test_nobody_meets_a_locked_database():
    check_editing_and_reading(SECONDS)


@pytest.mark.proof
@pytest.mark.django_db(transaction=True)
def test_nobody_meets_a_locked_database_for_half_a_minute():
    check_editing_and_reading(30)
