"""Emails to those who want to know that something waits to be translated."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override
from wagtail.admin.mail import send_mail
from wagtail.models import Locale, TranslatableMixin
from wagtail.users.models import UserProfile

from cms.translation.models import TranslationNotice
from cms.translation.permissions import list_languages
from cms.translation.waiting import Item, find_missing_pages, list_begun

# The shortest time between two emails to somebody.
PAUSE = timedelta(days=1)


def send_notices() -> None:
    """Send everybody who wants it one email a day at most, if something waits that did not wait in the last one."""
    now = timezone.now()
    due = TranslationNotice.objects.filter(sent_at__lt=now - PAUSE, user__is_active=True).exclude(user__email="")
    begun: dict[Locale, datetime] = {}
    for one in due.select_related("user"):
        for locale in list_languages(one.user):
            if locale not in begun:
                begun[locale] = find_newest(locale)
        newest = max((begun[locale] for locale in list_languages(one.user)), default=one.sent_at)
        if newest <= one.sent_at:
            continue
        with transaction.atomic():
            notice = TranslationNotice.objects.select_for_update(skip_locked=True).filter(pk=one.pk).first()
            if notice is not None:
                notice.sent_at = now if send_notice(notice) else newest
                notice.save(update_fields=["sent_at"])


def find_newest(locale: Locale) -> datetime:
    """Return when something began last that may wait for a translation: cheaply, since it is asked every minute."""
    columns = [(find_missing_pages(locale), "first_published_at")]
    columns += [
        (model._default_manager.filter(locale=locale), "outdated_since")
        for model in apps.get_models()
        if issubclass(model, TranslatableMixin) and "outdated_since" in {field.name for field in model._meta.fields}
    ]
    times = [found.order_by().aggregate(newest=Max(column))["newest"] for found, column in columns]
    return max((time for time in times if time), default=datetime.min.replace(tzinfo=UTC))


def send_notice(notice: TranslationNotice) -> bool:
    """Send one person what is new, in their own language, and return whether there was anything."""
    profile = UserProfile.get_for_user(notice.user)
    with override(profile.get_preferred_language()):
        found = list(list_new(notice.user, notice.sent_at))
        if not found:
            return False
        lines = [f"{item.source} ({language}): {item.label}" for language, item in found]
        subject = ngettext("%(number)d page to translate", "%(number)d pages to translate", len(found))
        address = settings.WAGTAILADMIN_BASE_URL + reverse("translation_waiting")
        lines += ["", address, "", _("You can stop these emails there.")]
        send_mail(subject % {"number": len(found)}, "\n".join(lines), [notice.user.email])
    return True


def list_new(user: Any, since: datetime) -> Iterator[tuple[str, Item]]:
    """Yield what waits for a user since a time, with the name of the language."""
    for locale in list_languages(user):
        for item in list_begun(locale, since):
            yield locale.get_display_name(), item
