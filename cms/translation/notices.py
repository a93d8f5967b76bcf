"""E-mails to those who want to know that something waits to be translated."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override
from wagtail.admin.mail import send_mail
from wagtail.users.models import UserProfile

from cms.translation.models import TranslationNotice
from cms.translation.permissions import list_languages
from cms.translation.waiting import MISSING, OUTDATED, Item, list_items

# The shortest time between two e-mails to somebody.
PAUSE = timedelta(days=1)


def send_notices() -> None:
    """Send everybody who wants it one e-mail a day at most, if something waits that did not wait in the last one."""
    now = timezone.now()
    due = TranslationNotice.objects.filter(sent_at__lt=now - PAUSE, user__is_active=True).exclude(user__email="")
    for pk in due.values_list("pk", flat=True):
        with transaction.atomic():
            notice = TranslationNotice.objects.select_for_update(skip_locked=True).filter(pk=pk).first()
            if notice is not None:
                send_notice(notice, now)


def send_notice(notice: TranslationNotice, now: datetime) -> None:
    """Send one person what is new, in their own language; the time is noted only once the e-mail is on its way."""
    profile = UserProfile.get_for_user(notice.user)
    with override(profile.get_preferred_language()):
        found = list(list_new(notice.user, notice.sent_at))
        if not found:
            return
        lines = [f"{item.source} ({language}): {item.label}" for language, item in found]
        subject = ngettext("%(number)d page to translate", "%(number)d pages to translate", len(found))
        address = settings.WAGTAILADMIN_BASE_URL + reverse("translation_waiting")
        lines += ["", address, "", _("You can stop these e-mails there.")]
        send_mail(subject % {"number": len(found)}, "\n".join(lines), [notice.user.email])
    notice.sent_at = now
    notice.save(update_fields=["sent_at"])


def list_new(user: Any, since: datetime) -> Iterator[tuple[str, Item]]:
    """Yield what waits for a user since a time, with the name of the language."""
    for locale in list_languages(user):
        for item in list_items(locale):
            began = {MISSING: item.date, OUTDATED: item.target and item.target.outdated_since}.get(item.name)
            if began and began > since:
                yield locale.get_display_name(), item
