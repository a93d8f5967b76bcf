"""Sends messages as Standard Webhooks describes, and decides what follows."""

import random
import time
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from standardwebhooks import Webhook
from wagtail.admin.mail import send_mail
from wagtail.users.models import UserProfile

from cms.changes.models import Follower
from cms.environment.outgoing import SECONDS, Failed, Refused, post
from cms.webhooks.messages import find_news, make_deliveries
from cms.webhooks.models import Attempt, Delivery, Endpoint

# The schedule of Standard Webhooks; the last pause is repeated.
PAUSES = [
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=20),
    timedelta(hours=24),
]
JITTER = 0.2
GONE = 410
# After this, a worker that has not reported is taken for dead.
CLAIM = timedelta(seconds=2 * SECONDS)


def step(endpoint: Endpoint) -> bool:
    """Send the next message to an endpoint, if one is due, and return whether there may be another."""
    extra = endpoint.deliveries.beside_order().first()
    if extra is not None and claim(extra):
        send(extra)
        return True
    if not endpoint.is_on:
        return False
    delivery = endpoint.deliveries.in_order().first()
    if delivery is None:
        return plan(endpoint)
    if delivery.due_at > timezone.now() or not claim(delivery):
        return False
    send(delivery)
    return delivery.state == Delivery.State.DELIVERED


def plan(endpoint: Endpoint) -> bool:
    """Store the messages of the next transaction, and return whether there was one.

    They are made only when all before have arrived, and so of the current state. Position and messages change
    together; of several workers, one does it.
    """
    position = Follower.objects.filter(name=endpoint.follower).values_list("number", flat=True).first()
    if position is None:  # it was deleted
        return False
    news = find_news(endpoint, position)
    if news is None:
        return False
    with transaction.atomic():
        if Follower.objects.filter(name=endpoint.follower, number=position).update(number=news.number) and news.type:
            Delivery.objects.bulk_create(make_deliveries(endpoint, news))
    return True


def claim(delivery: Delivery) -> bool:
    """Return whether this worker is to send it: none other is sending it, or has tried to since it was read."""
    now = timezone.now()
    free = Q(claimed_until=None) | Q(claimed_until__lt=now) | Q(claimed_until__gt=now + 2 * CLAIM)
    waiting = Delivery.objects.filter(free, pk=delivery.pk, state=Delivery.State.WAITING, attempts=delivery.attempts)
    return bool(waiting.update(claimed_until=now + CLAIM))


def send(delivery: Delivery) -> None:
    """Try to deliver a message that was claimed, note what happened, and decide what follows."""
    attempt = try_once(delivery)
    with transaction.atomic():
        if not Endpoint.objects.filter(pk=delivery.endpoint_id).exists():  # deleted in the meantime
            return
        attempt.save()
        delivery.attempts += 1
        delivery.claimed_until = None
        delivery.first_tried_at = delivery.first_tried_at or attempt.moment
        if attempt.is_success:
            delivery.state = Delivery.State.DELIVERED
        elif delivery.is_extra:
            delivery.state = Delivery.State.FAILED
        else:
            delivery.due_at = timezone.now() + find_pause(delivery.attempts)
        delivery.save()
        if not attempt.is_success and (reason := find_reason_to_stop(delivery, attempt)):
            stop(delivery.endpoint, reason)


def try_once(delivery: Delivery) -> Attempt:
    attempt = Attempt(delivery=delivery, moment=timezone.now(), milliseconds=0)
    if not delivery.attempts:  # until then a web process may answer what was true before
        time.sleep(settings.VERSION_MAX_AGE / 1000)
    body, start = delivery.body.encode(), time.monotonic()
    try:
        headers = make_headers(delivery, attempt.moment)
        answer = post(delivery.endpoint.address, body, headers, allowed=settings.WEBHOOK_NETWORKS)
        attempt.status = answer.status
        # PostgreSQL stores no NUL.
        attempt.answer = answer.body.decode(errors="replace").replace("\0", "�")
    except (Failed, Refused) as error:
        attempt.error = str(error)[:300]
    attempt.milliseconds = round((time.monotonic() - start) * 1000)
    return attempt


def make_headers(delivery: Delivery, moment: datetime) -> dict[str, str]:
    """Return the headers of an attempt. While an old secret is valid, there is a signature with each."""
    signatures = [
        Webhook(secret).sign(delivery.message_id, moment, delivery.body) for secret in delivery.endpoint.list_secrets()
    ]
    return {
        "Content-Type": "application/json",
        "User-Agent": "community-cms",
        "webhook-id": delivery.message_id,
        "webhook-timestamp": str(int(moment.timestamp())),
        "webhook-signature": " ".join(signatures),
        "Connection": "close",
    }


def find_pause(attempts: int) -> timedelta:
    """Return how long to wait after so many attempts. Not all endpoints of a server that was down are tried at once."""
    return PAUSES[min(attempts, len(PAUSES)) - 1] * random.uniform(1 - JITTER, 1 + JITTER)  # noqa: S311


def find_reason_to_stop(delivery: Delivery, attempt: Attempt) -> str:
    if attempt.status == GONE:
        return Endpoint.Reason.GONE
    days = timedelta(days=settings.WEBHOOK_DAYS)
    since = delivery.first_tried_at or attempt.moment
    is_failing = not delivery.is_extra and attempt.moment - since >= days
    return Endpoint.Reason.FAILING if is_failing else ""


def stop(endpoint: Endpoint, reason: str) -> None:
    """Switch an endpoint off, and tell the administrators, each in their language."""
    if not Endpoint.objects.filter(pk=endpoint.pk, is_on=True).update(is_on=False, stopped=reason):
        return
    users: Any = get_user_model().objects.filter(is_active=True, is_superuser=True).exclude(email="")
    for user in users:
        with override(UserProfile.get_for_user(user).get_preferred_language()):
            subject = _("The webhook “%(name)s” was switched off") % {"name": endpoint.name}
            url = settings.WAGTAILADMIN_BASE_URL + reverse("webhook", args=[endpoint.pk])
            lines = [
                str(Endpoint.Reason(reason).label),
                "",
                _("Changes are kept and will be sent when you switch it on again:"),
                url,
            ]
            send_mail(subject, "\n".join(lines), [user.email])
