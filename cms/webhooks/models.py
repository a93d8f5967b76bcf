"""Endpoints of other sites that are told of changes, and what was sent to them."""

import base64
import secrets
from datetime import timedelta
from typing import Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Site

from cms.changes.feed import read_last_change
from cms.changes.models import Follower
from cms.environment.outgoing import Refused, split

# So long an old secret is valid after a new one was made.
OLD_SECRET_VALID = timedelta(hours=24)
MAX_OLD_SECRETS = 2


def make_secret() -> str:
    """Return a secret in the form of Standard Webhooks."""
    return f"whsec_{base64.b64encode(secrets.token_bytes(24)).decode()}"


def find_default_site() -> Any:
    return Site.objects.filter(is_default_site=True).values_list("pk", flat=True).first()


def check_address(address: str) -> None:
    """Refuse what can never be sent to. Where the name leads is checked each time something is sent."""
    try:
        parts = split(address)
    except Refused:
        raise ValidationError(_("Enter an address such as https://www.example.org/hook.")) from None
    if parts.scheme == "http" and not settings.WEBHOOK_NETWORKS:
        raise ValidationError(_("The address must begin with https://."))


class Endpoint(models.Model):
    """The address of a site that is told of changes.

    Its position in the change feed is that of the follower ``follower``. Nobody edits ``stopped``, the reason why the
    worker has switched it off.
    """

    class Reason(models.TextChoices):
        FAILING = "failing", _("It has failed for days.")
        GONE = "gone", _("It answered 410: it wants nothing more.")

    name = models.CharField(_("name"), max_length=100)
    # Not a URLField: it would refuse names without a dot, which are common in a network of one's own.
    address = models.CharField(
        _("address"),
        max_length=500,
        validators=[check_address],
        help_text=_("Where the other site accepts messages, such as https://www.example.org/hook."),
    )
    site = models.ForeignKey(Site, models.CASCADE, related_name="+", verbose_name=_("site"), default=find_default_site)
    types = models.JSONField(_("Types"), default=list, blank=True)
    languages = models.JSONField(_("Languages"), default=list, blank=True)
    is_on = models.BooleanField(
        _("switched on"), default=True, help_text=_("Changes made while it is switched off are sent afterwards.")
    )
    secret = models.CharField(max_length=100, default=make_secret, editable=False)
    # With a space between several.
    old_secret = models.CharField(max_length=100, blank=True, editable=False)
    old_secret_until = models.DateTimeField(null=True, editable=False)
    stopped = models.CharField(max_length=10, choices=Reason, blank=True, editable=False)

    in_feed = False
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """A new endpoint is told of what changes from now on; one that is switched on again, at once."""
        with transaction.atomic():
            is_new = self.pk is None
            is_again = bool(self.is_on and self.stopped)
            if self.is_on:
                self.stopped = ""
            super().save(*args, **kwargs)
            if is_new:
                Follower.objects.create(name=self.follower, number=read_last_change()[0])
            if is_again:
                waiting = self.deliveries.filter(state=Delivery.State.WAITING)
                waiting.update(due_at=timezone.now(), first_tried_at=None, attempts=0)

    @property
    def follower(self) -> str:
        return f"webhook {self.pk}"

    def list_secrets(self) -> list[str]:
        """Return the secrets that are valid now, the newest first."""
        is_old_valid = self.old_secret_until is not None and self.old_secret_until > timezone.now()
        return [self.secret, *self.old_secret.split()] if is_old_valid else [self.secret]

    def rotate_secret(self) -> None:
        """Make a new secret. For a while the last two are used too, so that receivers can change over at any time."""
        old = self.list_secrets()[:MAX_OLD_SECRETS]
        self.old_secret, self.old_secret_until = " ".join(old), timezone.now() + OLD_SECRET_VALID
        self.secret = make_secret()
        fields = {"secret": self.secret, "old_secret": self.old_secret, "old_secret_until": self.old_secret_until}
        Endpoint.objects.filter(pk=self.pk).update(**fields)


@receiver(post_delete, sender=Endpoint)
def forget_position(instance: Endpoint, **kwargs: Any) -> None:
    """Delete the position of an endpoint, however that was deleted."""
    Follower.objects.filter(name=instance.follower).delete()


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def in_order(self) -> Self:
        """Return those that wait, in the order in which they have to arrive."""
        return self.filter(state=Delivery.State.WAITING, is_extra=False).order_by("pk")

    def beside_order(self) -> Self:
        """Return those that wait and have no order: tests, and what is sent once more."""
        return self.filter(state=Delivery.State.WAITING, is_extra=True).order_by("pk")


class Delivery(models.Model):
    """A message to an endpoint: the changes of one transaction, or part of them.

    The text and ``message_id`` are the same in every attempt. Those that are ``is_extra`` are tried once and hold up
    nothing.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        DELIVERED = "delivered", _("Delivered")
        FAILED = "failed", _("Failed")

    endpoint = models.ForeignKey(Endpoint, models.CASCADE, related_name="deliveries", verbose_name=_("webhook"))
    message_id = models.CharField(max_length=64)
    type = models.CharField(max_length=30)
    items = models.PositiveIntegerField(default=0)
    body = models.TextField()
    is_extra = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(default=timezone.now)
    first_tried_at = models.DateTimeField(null=True)
    # A worker is sending it, or was killed while it did.
    claimed_until = models.DateTimeField(null=True)

    in_feed = False
    wagtail_reference_index_ignore = True

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        ordering = ["-pk"]
        default_permissions = ()
        indexes = [models.Index("endpoint", "state", "id", name="webhooks_waiting")]

    def __str__(self) -> str:
        return self.message_id


class Attempt(models.Model):
    """One try to deliver: the answer with its beginning, or why there was none."""

    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="tries")
    moment = models.DateTimeField()
    milliseconds = models.PositiveIntegerField()
    status = models.PositiveSmallIntegerField(null=True)
    answer = models.TextField(blank=True)
    error = models.CharField(max_length=300, blank=True)

    in_feed = False
    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.error or str(self.status)

    @property
    def is_success(self) -> bool:
        return self.status is not None and 200 <= self.status < 300
