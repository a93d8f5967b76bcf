"""Who translates into which language, and how far each translation is."""

from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale, Revision
from wagtail_localize.models import Translation


class TranslatorGroup(models.Model):
    """A group whose members translate into a language. They see and change nothing else in the admin."""

    group = models.OneToOneField(Group, models.CASCADE, related_name="translators", verbose_name=_("group"))
    locale = models.ForeignKey(Locale, models.CASCADE, related_name="+", verbose_name=_("language"))

    in_feed = False

    def __str__(self) -> str:
        return str(self.group)


class TranslationStateQuerySet(models.QuerySet["TranslationState"]):
    def of(self, instance: Any) -> "TranslationStateQuerySet":
        """Return the states of the translations that have this page or snippet as source or target."""
        return self.filter(translation__source__object_id=instance.translation_key)

    def into(self, locale: Locale) -> "TranslationStateQuerySet":
        return self.filter(translation__target_locale=locale)


class TranslationState(models.Model):
    """How far a translation is: counted when something changes, so that lists and the API only read it.

    ``published_content`` identifies the content of the source that the public translation was made from, and
    ``draft_content`` that of its last draft. The translation is outdated while the public source has other content;
    its own row says since when, because readers of the API see it.
    """

    translation = models.OneToOneField(Translation, models.CASCADE, primary_key=True, related_name="state")
    total = models.PositiveIntegerField(default=0)
    translated = models.PositiveIntegerField(default=0)
    unread = models.PositiveIntegerField(default=0)
    draft = models.ForeignKey(Revision, models.SET_NULL, null=True, blank=True, related_name="+")
    draft_content = models.CharField(max_length=64, blank=True)
    published_content = models.CharField(max_length=64, blank=True)

    in_feed = False

    objects = TranslationStateQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.translation_id}: {self.translated}/{self.total}"

    @property
    def missing(self) -> int:
        return self.total - self.translated

    @property
    def is_complete(self) -> bool:
        """Whether every text has a translation that a person has made or read."""
        return not self.missing and not self.unread


class TranslationNotice(models.Model):
    """Somebody who wants an e-mail when something new waits to be translated."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    sent_at = models.DateTimeField(default=timezone.now)

    in_feed = False

    def __str__(self) -> str:
        return str(self.user)


def is_installed(model: type[models.Model], apps: Any) -> bool:
    """Whether a model's table exists, by the state of the migrations: only some may have been applied."""
    return model._meta.model_name in apps.all_models[model._meta.app_label]
