"""The thread of the worker that delivers."""

import logging
from contextlib import suppress

import pytest
from django.db import OperationalError

from cms.changes.feed import read_version
from cms.models import Topic
from cms.webhooks import worker
from cms.webhooks.messages import make_test
from cms.webhooks.models import Delivery, Endpoint
from cms.webhooks.worker import keep_delivering
from tests.factories import make_topic
from tests.ops.processes import wait_until
from tests.threads import Threads
from tests.webhooks.receivers import hang, receiving

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _quick(monkeypatch) -> None:
    monkeypatch.setattr(worker, "POLL_SECONDS", 0.05)


@pytest.fixture
def delivering():
    threads = Threads(lambda: keep_delivering(threads.stopped))
    with threads:
        yield threads


@pytest.mark.sqlite
def test_it_delivers_what_is_committed_and_nobody_waits_for_who_hangs(endpoint, receiver, settings, request):
    with receiving() as slow:
        slow.answer = hang
        Endpoint.objects.create(name="Slow", address=slow.url)
        request.getfixturevalue("delivering")
        topic = make_topic(public=True)
        wait_until(lambda: slow.received)
        Topic.objects.filter(pk=topic.pk).update(name="Land")
        version = read_version()

        wait_until(lambda: receiver.received and receiver.received[-1].message["data"]["version"] == version)

        assert len(slow.received) == 1
    versions = [one.message["data"]["version"] for one in receiver.received]
    assert versions == sorted(set(versions))


def test_a_test_is_sent_although_nothing_has_changed(endpoint, receiver, delivering):
    make_test(endpoint).save()

    wait_until(lambda: Delivery.objects.filter(state=Delivery.State.DELIVERED).exists())

    assert receiver.received[0].message["type"] == "content.test"


@pytest.mark.parametrize("error", [OperationalError("away"), RuntimeError("odd")])
@pytest.mark.parametrize("function", ["find_due", "step"])
def test_it_goes_on_after_an_error(endpoint, receiver, monkeypatch, caplog, error, function):
    left, real = [error], getattr(worker, function)

    def fail_once(*arguments):
        with suppress(IndexError):
            raise left.pop()
        return real(*arguments)

    monkeypatch.setattr(worker, function, fail_once)
    make_test(endpoint).save()
    threads = Threads(lambda: keep_delivering(threads.stopped))

    with caplog.at_level(logging.WARNING), threads:
        wait_until(lambda: receiver.received)

    assert str(error) in caplog.text
