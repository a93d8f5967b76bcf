"""What other sites are told of changes, in which order, and what happens when they do not listen."""

import json
from collections.abc import Callable
from datetime import timedelta
from itertools import count
from typing import Any

import jsonschema_rs
import pytest
import time_machine
from django.core import mail
from django.utils import timezone
from standardwebhooks import WebhookVerificationError
from wagtail.models import Locale, PageViewRestriction

from cms.changes.feed import prune_changes, read_last_change
from cms.changes.models import Change, Follower
from cms.models import Topic
from cms.urls import document
from cms.webhooks import messages
from cms.webhooks.messages import make_replay, make_test
from cms.webhooks.models import Delivery, Endpoint, make_secret
from cms.webhooks.sending import CLAIM, JITTER, PAUSES, claim, find_pause, plan, step
from cms.webhooks.worker import KEPT, find_due, prune_deliveries
from tests.changes.commits import settle
from tests.factories import make_image, make_topic, make_update, make_user
from tests.webhooks.receivers import receiving

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
State = Delivery.State
numbers = count(1)


def change(act: Callable[[], Any]) -> Any:
    """Do what changes something as a transaction of its own."""
    before = settle()
    done = act()
    settle()
    Change.objects.filter(number__gt=before).update(batch=next(numbers))
    return done


def deliver(endpoint: Endpoint) -> None:
    """Send whatever can be sent now."""
    for _round in range(50):
        if not step(Endpoint.objects.get(pk=endpoint.pk)):
            return
    raise AssertionError("It never ends.")


def rename(topic: Topic, name: str = "Renamed") -> None:
    change(lambda: Topic.objects.filter(pk=topic.pk).update(name=name))


def check_message(message: Any) -> None:
    """Raise an error where a message differs from the OpenAPI document."""
    content = document.content["webhooks"]["content"]["post"]["requestBody"]["content"]["application/json"]
    schema = {**content["schema"], "components": document.content["components"]}
    jsonschema_rs.Draft202012Validator(schema, validate_formats=True).validate(message)


def list_topics(receiver) -> list[list[int]]:
    return [
        [item["id"] for item in one.message["data"]["items"] if item["type"] == "cms.Topic"]
        for one in receiver.received
    ]


@pytest.fixture
def topic(endpoint) -> Topic:
    topic = change(lambda: make_topic(public=True))
    skip(endpoint)
    return topic


def skip(endpoint: Endpoint) -> None:
    """Let an endpoint know everything until now."""
    Follower.objects.filter(name=endpoint.follower).update(number=settle())


# What is sent


def test_a_publication_is_one_message(endpoint, receiver, client):
    page = change(lambda: make_update(title="Bread"))

    deliver(endpoint)

    (received,) = receiver.received
    message = received.verify(endpoint.secret)
    check_message(message)
    data = message["data"]
    assert message["type"] == "content.changed"
    assert (data["version"], data["part"], data["of"]) == (read_last_change()[0], 1, 1)
    (item,) = [item for item in data["items"] if item["id"] == page.pk and item["type"] == "blog.UpdatePage"]
    assert (item["op"], item["locale"]) == ("upsert", "en")
    assert client.get(item["detail_url"]).json()["title"] == "Bread"
    assert received.headers["content-type"] == "application/json"


def test_it_names_what_the_change_feed_names(endpoint, receiver, client):
    image = make_image()
    page = make_update(hero_image=image)
    client.get("/api/v2/site/")  # makes the settings of the site
    settle()
    since = client.get("/api/v2/changes/?limit=500").json()["next"]
    skip(endpoint)

    change(lambda: (page.get_parent().specific.unpublish(), image.delete()))
    deliver(endpoint)

    names = ("op", "type", "id", "locale")
    rows = client.get("/api/v2/changes/", {"since": since, "limit": 500}).json()["items"]
    items = receiver.received[0].message["data"]["items"]
    assert [[item[name] for name in names] for item in items] == [[row[name] for name in names] for row in rows]
    assert {"delete"} <= {item["op"] for item in items}


def test_drafts_and_what_is_restricted_are_not_named(endpoint, receiver):
    page = make_update()
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    skip(endpoint)

    change(lambda: make_update(parent=page.get_parent(), live=False))
    change(lambda: type(page).objects.filter(pk=page.pk).update(title="Still hidden"))
    deliver(endpoint)

    items = [item for one in receiver.received for item in one.message["data"]["items"]]
    assert {(item["op"], item["id"]) for item in items} <= {("delete", page.pk)}


def test_each_transaction_is_one_message_in_order(endpoint, receiver, topic):
    other = change(lambda: make_topic("Land", public=True))
    rename(topic)
    change(lambda: Topic.objects.update(name="Same"))

    deliver(endpoint)

    assert list_topics(receiver) == [[other.pk], [topic.pk], [topic.pk, other.pk]]


def test_many_items_come_in_parts(endpoint, receiver, monkeypatch):
    monkeypatch.setattr(messages, "MAX_ITEMS", 2)
    topics = change(lambda: [make_topic(f"Topic {number}", public=True) for number in range(5)])

    deliver(endpoint)

    parts = [one.message["data"] for one in receiver.received]
    assert [(part["part"], part["of"]) for part in parts] == [(1, 3), (2, 3), (3, 3)]
    assert [pk for one in receiver.received for pk in one.ids] == [topic.pk for topic in topics]
    assert len({one.id for one in receiver.received}) == 3
    assert len({part["version"] for part in parts}) == 1


def test_an_endpoint_chooses_types_and_languages(endpoint, receiver):
    Locale.objects.get_or_create(language_code="cy")
    skip(endpoint)
    Endpoint.objects.filter(pk=endpoint.pk).update(types=["cms.Topic"], languages=["cy"])

    change(lambda: make_topic("English", public=True))
    welsh = change(lambda: make_topic("Cymraeg", public=True, locale=Locale.objects.get(language_code="cy")))
    change(make_update)
    deliver(endpoint)

    assert [one.ids for one in receiver.received] == [[welsh.pk]]
    assert Follower.objects.get(name=endpoint.follower).number == read_last_change()[0]


def test_a_new_endpoint_is_told_of_what_changes_from_now_on(endpoint, receiver, topic):
    new = Endpoint.objects.create(name="New", address=receiver.url)

    deliver(new)
    assert receiver.received == []

    rename(topic)
    deliver(new)
    assert list_topics(receiver) == [[topic.pk]]


# When something has to be read anew


def test_after_migrations_everything_has_to_be_read_anew(endpoint, receiver, topic):
    rename(topic)
    Change.objects.create(op=Change.Op.MIGRATE, moment=timezone.now())
    deliver(endpoint)
    assert list_topics(receiver) == [[topic.pk]]  # and nothing while they run

    anything = Change.objects.create(op=Change.Op.ANYTHING, moment=timezone.now())
    rename(topic, "After")
    deliver(endpoint)

    for one in receiver.received:
        check_message(one.message)
    restart, after = (one.message for one in receiver.received[1:])
    assert (restart["type"], restart["data"]["version"]) == ("content.restart", anything.number)
    assert restart["data"] | {"version": 0} == {"version": 0, "part": 1, "of": 1, "items": []}
    assert after["type"] == "content.changed"


@pytest.mark.parametrize("position", ["pruned", "ahead"])
def test_beyond_the_feed_everything_has_to_be_read_anew(endpoint, receiver, topic, position):
    rename(topic)
    if position == "pruned":
        Follower.objects.filter(name=endpoint.follower).update(number=1)
        prune_changes(before=timezone.now() + timedelta(days=1))
    else:
        Follower.objects.filter(name=endpoint.follower).update(number=read_last_change()[0] + 100)

    deliver(endpoint)

    assert [one.message["type"] for one in receiver.received] == ["content.restart"]
    rename(topic, "After")
    deliver(endpoint)
    assert receiver.received[1].message["type"] == "content.changed"


# Failures


@pytest.mark.parametrize("status", [302, 400, 500])
def test_a_failure_is_tried_again_and_holds_what_follows(endpoint, receiver, topic, status):
    rename(topic, "One")
    rename(topic, "Two")
    receiver.status = status
    with time_machine.travel(timezone.now(), tick=False) as clock:
        deliver(endpoint)
        deliver(endpoint)  # not before its pause is over
        assert len(receiver.received) == 1
        assert not find_due()

        clock.shift(PAUSES[0] * (1 + JITTER) + timedelta(seconds=1))
        receiver.status = 204
        assert find_due() == [endpoint]
        deliver(endpoint)

    ids = [one.id for one in receiver.received]
    assert ids[0] == ids[1] != ids[2]
    assert receiver.received[0].body == receiver.received[1].body
    assert len(receiver.received) == 3
    first = endpoint.deliveries.last()
    assert [one.status for one in first.tries.all()] == [status, 204]
    assert (first.state, first.attempts) == (State.DELIVERED, 2)


def test_one_endpoint_does_not_hold_another(endpoint, receiver, topic, settings):
    with receiving() as other_receiver:
        other = Endpoint.objects.create(name="Other", address=other_receiver.url)
        receiver.status = 500
        rename(topic, "One")
        rename(topic, "Two")
        for one in (endpoint, other):
            deliver(one)

        assert (len(receiver.received), len(other_receiver.received)) == (1, 2)


def test_the_pauses_are_those_of_the_specification_with_jitter():
    pauses = [find_pause(attempts) for attempts in range(1, 30)]

    for pause, stated in zip(pauses, PAUSES, strict=False):
        assert stated * (1 - JITTER) <= pause <= stated * (1 + JITTER)
    assert all(pause >= timedelta(hours=19) for pause in pauses[len(PAUSES) :])
    assert len({pause / PAUSES[-1] for pause in pauses[len(PAUSES) :]}) > 1


def test_after_days_of_failure_it_is_switched_off_and_administrators_get_a_mail(endpoint, receiver, topic, admin_user):
    make_user("erin")
    rename(topic)
    receiver.status = 503
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _attempt in range(20):
            deliver(endpoint)
            clock.shift(timedelta(hours=13))
        endpoint.refresh_from_db()
        assert (endpoint.is_on, endpoint.stopped) == (False, Endpoint.Reason.FAILING)
        tried = len(receiver.received)
        deliver(endpoint)
        assert len(receiver.received) == tried
        (sent,) = mail.outbox
        assert sent.to == [admin_user.email]
        assert f"/admin/webhooks/{endpoint.pk}/" in sent.body

        # Switched on again, it continues where it was.
        receiver.status = 200
        endpoint.is_on = True
        endpoint.save()
        deliver(endpoint)

    assert endpoint.stopped == ""
    assert list_topics(receiver)[-1] == [topic.pk]
    assert not endpoint.deliveries.filter(state=State.WAITING).exists()


def test_it_is_not_switched_off_again_at_once(endpoint, receiver, topic):
    rename(topic)
    receiver.status = 500
    with time_machine.travel(timezone.now(), tick=False) as clock:
        deliver(endpoint)
        clock.shift(timedelta(days=6))
        deliver(endpoint)
        endpoint.refresh_from_db()
        assert not endpoint.is_on
        endpoint.is_on = True
        endpoint.save()
        deliver(endpoint)
    endpoint.refresh_from_db()
    assert endpoint.is_on


def test_410_unsubscribes(endpoint, receiver, topic):
    rename(topic)
    receiver.status = 410

    deliver(endpoint)

    endpoint.refresh_from_db()
    assert (endpoint.is_on, endpoint.stopped) == (False, Endpoint.Reason.GONE)
    rename(topic, "Two")
    deliver(endpoint)
    assert len(receiver.received) == 1


def test_a_message_that_a_worker_was_killed_over_is_sent_again(endpoint, receiver, topic):
    rename(topic)
    receiver.status = 500
    deliver(endpoint)
    waiting = endpoint.deliveries.in_order()
    waiting.update(claimed_until=timezone.now() + CLAIM, due_at=timezone.now())
    receiver.status = 200

    deliver(endpoint)
    assert len(receiver.received) == 1  # another worker may still be sending it

    waiting.update(claimed_until=timezone.now())
    deliver(endpoint)
    assert receiver.received[0].id == receiver.received[1].id


def test_what_another_worker_has_just_tried_waits_until_it_is_due(endpoint, receiver, topic):
    rename(topic)
    plan(endpoint)
    read_by_another = endpoint.deliveries.in_order().get()
    receiver.status = 500
    deliver(endpoint)

    assert not claim(read_by_another)
    assert len(receiver.received) == 1


def test_an_endpoint_that_was_deleted_gets_nothing(endpoint, receiver, topic):
    rename(topic)
    gone = Endpoint.objects.get(pk=endpoint.pk)
    Endpoint.objects.all().delete()

    assert not step(gone)
    assert receiver.received == []
    assert not Follower.objects.filter(name__startswith="webhook ").exists()


def test_answers_are_kept_in_part(endpoint, receiver, topic):
    rename(topic)
    deliver(endpoint)

    attempt = endpoint.deliveries.get().tries.get()
    assert (attempt.status, attempt.answer, attempt.error) == (200, "thanks", "")


def test_what_is_not_public_is_not_sent_to(endpoint, receiver, topic, settings):
    settings.WEBHOOK_NETWORKS = []
    rename(topic)
    deliver(endpoint)

    assert receiver.received == []
    assert "not a public server" in endpoint.deliveries.get().tries.get().error


# Secrets, tests and replays


def test_a_new_secret_is_used_beside_the_old_one_for_a_day(endpoint, receiver, topic):
    old = endpoint.secret
    with time_machine.travel(timezone.now(), tick=False) as clock:
        endpoint.rotate_secret()
        rename(topic)
        deliver(endpoint)
        assert receiver.received[0].verify(old) == receiver.received[0].verify(endpoint.secret)

        clock.shift(timedelta(hours=25))
        rename(topic, "Later")
        deliver(endpoint)
        assert receiver.received[1].verify(endpoint.secret)
        with pytest.raises(WebhookVerificationError):
            receiver.received[1].verify(old)


def test_a_secret_that_is_made_twice_in_a_day_ends_none(endpoint, receiver, topic):
    secrets = [endpoint.secret]
    for _time in range(3):
        endpoint.rotate_secret()
        secrets.append(endpoint.secret)
    endpoint.refresh_from_db()
    rename(topic)
    deliver(endpoint)

    [delivery] = receiver.received
    assert len({json.dumps(delivery.verify(secret)) for secret in secrets[1:]}) == 1
    with pytest.raises(WebhookVerificationError):
        delivery.verify(secrets[0])


def test_secrets_are_long_and_differ():
    first, second = make_secret(), make_secret()

    assert first != second
    assert first.startswith("whsec_")
    assert len(first) >= 38


def test_a_test_says_nothing_and_holds_nothing(endpoint, receiver, topic):
    Endpoint.objects.filter(pk=endpoint.pk).update(is_on=False)
    receiver.status = 500
    make_test(endpoint).save()

    deliver(endpoint)

    assert receiver.received[0].message["type"] == "content.test"
    assert endpoint.deliveries.get().state == State.FAILED
    assert not find_due()


def test_a_message_can_be_sent_once_more(endpoint, receiver, topic):
    rename(topic)
    deliver(endpoint)
    make_replay(endpoint.deliveries.get()).save()

    assert find_due() == [endpoint]
    deliver(endpoint)

    first, again = receiver.received
    assert (first.id, first.body) == (again.id, again.body)


def test_what_was_sent_is_kept_for_a_month(endpoint, receiver, topic):
    rename(topic)
    deliver(endpoint)
    receiver.status = 500
    rename(topic, "Two")
    deliver(endpoint)

    with time_machine.travel(timezone.now() + KEPT + timedelta(days=1), tick=False):
        prune_deliveries()

    assert [one.state for one in endpoint.deliveries.all()] == [State.WAITING]


def test_it_is_sent_once_every_web_process_knows_of_the_change(endpoint, receiver, topic, settings, monkeypatch):
    settings.VERSION_MAX_AGE = 300
    pauses: list[float] = []
    monkeypatch.setattr("cms.webhooks.sending.time.sleep", pauses.append)
    rename(topic)

    deliver(endpoint)

    assert len(receiver.received) == 1
    assert pauses == [0.3]
