"""Who translates into which language, and how far each translation is."""

from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting
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


class GlossaryTerm(models.Model):
    """How a word is translated into a language, or that it is not translated at all.

    ``translation`` may list several forms, separated by commas: Welsh words change their first letter.
    """

    locale = models.ForeignKey(Locale, models.CASCADE, related_name="+", verbose_name=_("into"))
    term = models.CharField(_("word or words"), max_length=100, help_text=_("As they are in the original."))
    translation = models.CharField(
        _("translation"),
        max_length=300,
        blank=True,
        help_text=_("Several forms are separated by commas. Leave empty for what is not translated, such as a name."),
    )
    note = models.CharField(_("note"), max_length=200, blank=True, help_text=_("For translators: when to use it."))

    in_feed = False

    panels = [FieldPanel("locale"), FieldPanel("term"), FieldPanel("translation"), FieldPanel("note")]

    class Meta:
        verbose_name = _("glossary entry")
        verbose_name_plural = _("glossary entries")
        ordering = ["locale", Lower("term")]
        constraints = [models.UniqueConstraint("locale", Lower("term"), name="one_entry_per_term_and_language")]

    def __str__(self) -> str:
        return f"{self.term} → {self.translation or self.term}"

    @property
    def forms(self) -> list[str]:
        """The translations of which one should occur."""
        return [form.strip() for form in self.translation.split(",") if form.strip()] or [self.term]


@register_setting(icon="wagtail-localize-language")
class TranslationSettings(BaseGenericSetting):
    use_machine = models.BooleanField(
        _("suggestions by a machine"),
        default=False,
        db_default=False,
        help_text=_(
            "Translators may send texts of drafts and pages to the translation server that is set up for this site."
            " Nothing that a machine wrote is published until somebody has read it."
        ),
    )

    in_feed = False

    class Meta:
        verbose_name = _("translation")


class TranslationNotice(models.Model):
    """Somebody who wants an email when something new waits to be translated."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    sent_at = models.DateTimeField(default=timezone.now)

    in_feed = False

    def __str__(self) -> str:
        return str(self.user)


def is_installed(model: type[models.Model], apps: Any) -> bool:
    """Whether a model's table exists, by the state of the migrations: only some may have been applied."""
    return model._meta.model_name in apps.all_models[model._meta.app_label]
