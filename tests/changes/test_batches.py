"""Which changes were made in one transaction."""

import pytest
from django.db import connection, transaction

from cms.changes.feed import follow_changes, read_version
from cms.models import Topic
from tests.factories import make_topic

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.sqlite]


def read_batches(after: int) -> list[list[str]]:
    """Return the IDs of what each transaction since a version has changed."""
    batches: dict[int | None, list[str]] = {}
    for change in follow_changes(after):
        batches.setdefault(change.batch, []).append(change.object_id)
    assert None not in batches
    return [sorted(set(batch), key=int) for batch in batches.values()]


@pytest.fixture
def topics() -> list[Topic]:
    return [make_topic(slug=slug) for slug in ("one", "two", "three")]


def rename(topic: Topic) -> None:
    Topic.objects.filter(pk=topic.pk).update(slug=f"{topic.slug}-{read_version()}")


def test_each_transaction_is_a_batch(topics):
    first, second, third = (str(topic.pk) for topic in topics)
    before = read_version()

    for batch in (topics[:2], topics[2:], topics[:1]):
        with transaction.atomic():
            for topic in batch:
                rename(topic)
    rename(topics[1])
    rename(topics[1])

    assert read_batches(before) == [[first, second], [third], [first], [second], [second]]


def test_one_statement_is_one_batch(topics):
    before = read_version()

    Topic.objects.update(live=False)

    assert read_batches(before) == [[str(topic.pk) for topic in topics]]


@pytest.mark.parametrize("inside", [True, False])
def test_a_savepoint_that_is_rolled_back_divides_no_batch_and_joins_none(topics, inside):
    first, second, third = (str(topic.pk) for topic in topics)
    rename(topics[0])
    before = read_version()

    with transaction.atomic():
        if not inside:
            rename(topics[1])
        savepoint = transaction.savepoint()
        rename(topics[1])
        transaction.savepoint_rollback(savepoint)
        rename(topics[2])
    rename(topics[0])

    assert read_batches(before) == [[third] if inside else [second, third], [first]]


def test_a_transaction_that_is_rolled_back_joins_none(topics):
    before = read_version()

    rename(topics[0])
    with transaction.atomic():
        rename(topics[1])
        transaction.set_rollback(True)
    rename(topics[2])

    assert read_batches(before) == [[str(topics[0].pk)], [str(topics[2].pk)]]


def test_a_new_connection_goes_on_numbering(topics):
    before = read_version()

    rename(topics[0])
    connection.close()
    rename(topics[0])

    assert len(read_batches(before)) == 2
