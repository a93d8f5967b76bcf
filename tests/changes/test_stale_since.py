"""What the changes since a version concern, read at one moment."""

from threading import Thread

import pytest
from django.db import connection

from cms.caching import stale
from cms.caching.stale import EVERYTHING, find_stale, snapshot
from cms.changes.feed import read_version
from cms.changes.models import Change
from cms.models import Topic
from tests.factories import make_topic

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.sqlite]


def change_elsewhere(topic: Topic) -> None:
    def change() -> None:
        Topic.objects.filter(pk=topic.pk).update(name=f"{topic.name}!")
        connection.close()

    thread = Thread(target=change)
    thread.start()
    thread.join(timeout=5)
    assert not thread.is_alive(), "a reader keeps somebody from writing"


def test_what_is_read_is_of_one_moment_and_keeps_nobody_from_writing():
    topic = make_topic()
    before = read_version()

    with snapshot():
        first = read_version()
        change_elsewhere(topic)
        assert read_version() == first == before

    assert read_version() > before
    topic.delete()  # the connection still commits by itself
    assert find_stale(before).version == read_version()


def test_the_first_thing_that_a_connection_does_may_be_to_read():
    topic = make_topic()
    connection.close()

    with snapshot():
        read_version()
        change_elsewhere(topic)


def test_what_is_read_may_ask_for_a_transaction():
    """Django finds out in one of its own whether SQLite knows JSON, and would remember that it does not."""
    connection.features.__dict__.pop("supports_json_field", None)

    with snapshot():
        assert connection.features.supports_json_field
        read_version()
    with pytest.raises(Change.DoesNotExist), snapshot():
        Change.objects.get(number=-1)

    assert not connection.in_atomic_block
    change_elsewhere(make_topic())
    assert getattr(connection, "transaction_mode", None) == connection.settings_dict["OPTIONS"].get("transaction_mode")


def test_the_changes_since_a_version_lead_to_the_last():
    topic = make_topic()
    before = read_version()
    change_elsewhere(topic)

    found = find_stale(before)

    assert found.version == read_version()
    assert f"topic-{topic.pk}" in found.tags
    assert find_stale(found.version) == (found.version, frozenset())


@pytest.mark.parametrize("after", [None, 1, 10**15], ids=["nothing known", "pruned", "a version to come"])
def test_what_is_not_known_is_everything(after):
    make_topic()

    assert find_stale(after) == (read_version(), EVERYTHING)


def test_very_many_changes_are_everything(monkeypatch):
    monkeypatch.setattr(stale, "MAX_CHANGES", 2)
    before = read_version()
    make_topic()
    few = find_stale(before)
    for _ in range(3):
        make_topic()

    assert few.tags != find_stale(before).tags == EVERYTHING
    assert Change.objects.filter(number__gt=before).count() > 2
