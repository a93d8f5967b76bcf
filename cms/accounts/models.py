"""The log of accounts: Wagtail keeps the history of a user here, and its report *Site history* shows it."""

from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone
from wagtail.models import BaseLogEntry, BaseLogEntryManager

MAY_READ = "auth.change_user"


class AccountLogEntryManager(BaseLogEntryManager):
    def log_action(self, instance: Any, action: str, **kwargs: Any) -> "AccountLogEntry":
        entry: AccountLogEntry = super().log_action(instance, action, object_id=instance.pk, **kwargs)
        return entry

    def viewable_by_user(self, user: Any) -> Any:
        return self.all() if user.has_perm(MAY_READ) else self.none()

    def for_instance(self, instance: Any) -> Any:
        return self.filter(content_type=ContentType.objects.get_for_model(instance), object_id=instance.pk)


class AccountLogEntry(BaseLogEntry):
    """A sign-in, a failure, or a change of an account. ``object_id`` is empty for a name that nobody has.

    What somebody typed as a name is not kept, since it may be a password.
    """

    object_id = models.BigIntegerField(null=True, blank=True, db_index=True)

    objects = AccountLogEntryManager()

    in_feed = False

    class Meta(BaseLogEntry.Meta):
        abstract = False
        ordering = ["-timestamp", "-id"]
        default_permissions = ()


class SecondFactorDemand(models.Model):
    """Since when an account that can publish has been asked for a second factor."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="+")
    since = models.DateTimeField(default=timezone.now)

    in_feed = False

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.user_id}: {self.since}"
