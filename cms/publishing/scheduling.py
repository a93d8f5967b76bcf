"""Scheduled publishing, in which a page that fails does not hold up the others.

Used by ``manage.py publish_scheduled``, which replaces Wagtail's command of that name.
"""

import logging

from django.apps import apps
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models, transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.mail import send_mail
from wagtail.log_actions import LogFormatter, log
from wagtail.log_actions import registry as log_registry
from wagtail.models import BaseLogEntry, DraftStateMixin, Page, Revision
from wagtail.users.models import UserProfile

from cms.environment.outages import is_transient

logger = logging.getLogger(__name__)

FAILED_ACTION = "cms.publish.scheduled.failed"


def publish_due_revisions() -> None:
    """Publish every revision that is due, each in its own transaction.

    Those that fail are unscheduled, and their authors notified, after all others are published.
    """
    due = Revision.objects.filter(approved_go_live_at__lt=timezone.now())
    failures = []
    for revision in due.only("pk", "object_str").order_by("approved_go_live_at", "pk"):
        try:
            publish_due_revision(revision.pk)
        except Exception as error:
            if is_transient(error):  # not a problem of the page; the next run retries
                logger.exception("Publishing %r at its time has to wait for the database", revision.object_str)
                continue
            logger.exception("Publishing %r at its time failed", revision.object_str)
            failures.append((revision.pk, error))
    for revision_id, cause in failures:
        cancel_failed_schedule(revision_id, cause)


def publish_due_revision(revision_id: int) -> None:
    """Publish one revision unless somebody has published or rescheduled it in the meantime."""
    with transaction.atomic():
        revision = (
            Revision.objects.select_for_update(skip_locked=True)
            .filter(pk=revision_id, approved_go_live_at__lt=timezone.now())
            .first()
        )
        if revision is not None:
            revision.publish(log_action="wagtail.publish.scheduled")


def cancel_failed_schedule(revision_id: int, error: Exception) -> None:
    """Unschedule a revision, add this to the history of its object, and email its author."""
    reason = describe_failure(error)
    with transaction.atomic():
        revision = Revision.objects.select_related("user").get(pk=revision_id)
        scheduled_for = revision.approved_go_live_at
        Revision.objects.filter(pk=revision_id).update(approved_go_live_at=None)
        log(
            instance=revision.content_object,
            action=FAILED_ACTION,
            revision=revision,
            data={"reason": reason, "scheduled_for": scheduled_for},
        )
    try:
        write_to_author(revision, reason)
    except OSError:  # the base class of all failures of a mail server
        logger.exception("The author of %r could not be told", revision.object_str)


def describe_failure(error: Exception) -> str:
    """Return a description of the error for an editor; problems that editors cannot fix are only logged."""
    if not isinstance(error, ValidationError):
        return _("Something went wrong. Ask your administrator; details are in the log.")
    if not hasattr(error, "error_dict"):
        return " ".join(error.messages)
    return " ".join(
        " ".join(texts) if field == NON_FIELD_ERRORS else f"{field.replace('_', ' ')}: {' '.join(texts)}"
        for field, texts in error.message_dict.items()
    )


def write_to_author(revision: Revision, reason: str) -> None:
    """Email the author of ``revision``, if they are known and active and have an email address.

    Raises OSError (``smtplib.SMTPException`` is one) if the email cannot be sent.
    """
    user = revision.user
    if user is None or not user.is_active or not user.email:
        return
    with override(UserProfile.get_for_user(user).get_preferred_language()):
        title = {"title": revision.object_str}
        subject = _("“%(title)s” was not published") % title
        lines = [
            _("“%(title)s” was due to go out now, and could not be published:") % title,
            reason,
            _("It is no longer scheduled. Put it right, then publish or schedule it again:"),
            find_edit_address(revision.content_object),
        ]
        send_mail(subject, "\n\n".join(lines), [user.email])


def find_edit_address(instance: models.Model) -> str:
    """Return the absolute address of the edit view of ``instance``."""
    return f"{settings.WAGTAILADMIN_BASE_URL}{AdminURLFinder().get_edit_url(instance)}"


def unpublish_expired_objects() -> None:
    """Unpublish every page and snippet that has expired, each in its own transaction."""
    for model in list_draft_models():
        expired = model._default_manager.filter(live=True, expire_at__lt=timezone.now())
        for pk in list(expired.order_by("expire_at", "pk").values_list("pk", flat=True)):
            try:
                unpublish_expired_object(model, pk)
            except Exception:
                logger.exception("Unpublishing %s %s at its time failed", model._meta.label, pk)


def unpublish_expired_object(model: type[DraftStateMixin], pk: object) -> None:
    """Unpublish one object unless somebody has unpublished it or postponed its expiry in the meantime."""
    with transaction.atomic():
        expired = (
            model._default_manager.select_for_update(skip_locked=True)
            .filter(pk=pk, live=True, expire_at__lt=timezone.now())
            .first()
        )
        if expired is None:
            return
        if isinstance(expired, Page):
            expired = expired.specific  # a page type may override ``unpublish``
        expired.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")


def list_draft_models() -> list[type[DraftStateMixin]]:
    """Return Page, which stands for every page type, and each snippet model with drafts."""
    snippets = [
        model for model in apps.get_models() if issubclass(model, DraftStateMixin) and not issubclass(model, Page)
    ]
    return [Page, *snippets]


class FailedScheduleFormatter(LogFormatter):
    """Shows in the history of a page or snippet that it could not be published on schedule."""

    label = gettext_lazy("Publish scheduled draft: failed")
    message = gettext_lazy("Could not be published at its scheduled time")

    def format_comment(self, log_entry: BaseLogEntry) -> str:
        return log_entry.data.get("reason", "")


def warn_about_failed_schedule(request: HttpRequest, instance: models.Model) -> None:
    """Warn in the editor of a page or snippet that its latest draft could not be published on schedule."""
    if request.method != "GET" or not isinstance(instance, DraftStateMixin):
        return
    entries = log_registry.get_logs_for_instance(instance)
    failure = entries.filter(action=FAILED_ACTION, revision_id=instance.latest_revision_id).last()
    if failure is not None:
        messages.warning(request, f"{FailedScheduleFormatter.message}. {failure.data['reason']}")


def announce_past_expiry(request: HttpRequest, instance: models.Model) -> None:
    """Say in the editor of a page or snippet that its expiry has passed: the form removes it."""
    if request.method != "GET" or not isinstance(instance, DraftStateMixin):
        return
    if instance.expire_at and instance.expire_at <= timezone.now():
        moment = date_format(timezone.localtime(instance.expire_at), "DATETIME_FORMAT")
        messages.info(
            request, _("The expiry, %(moment)s, has passed. It is removed when you save.") % {"moment": moment}
        )
