"""Links to previews for people without an account."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

LONGEST_DAYS = 30


def expire_after(days: int) -> datetime:
    """Return when a link expires that is valid for so many days."""
    return timezone.now() + timedelta(days=days)


class PreviewLinkQuerySet(models.QuerySet["PreviewLink"]):
    def valid(self) -> "PreviewLinkQuerySet":
        return self.filter(expires_at__gt=timezone.now())


class PreviewLink(models.Model):
    """A link to a preview of a page. With ``content``, that of a revision, the preview stays as it was then.

    It shows no more than whoever shared it may edit; to withdraw it is to delete it.
    """

    page = models.ForeignKey(Page, models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    content = models.JSONField(null=True, editable=False, encoder=DjangoJSONEncoder)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()

    objects = PreviewLinkQuerySet.as_manager()

    in_feed = False
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("shared preview")
        verbose_name_plural = _("shared previews")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return str(self.page)

    @property
    def is_frozen(self) -> bool:
        return self.content is not None

    def make_page(self, page: Any) -> Any:
        """Return a page as the link shows it."""
        if self.content is None:
            return page.get_latest_revision_as_object()
        return page.with_content_json(self.content)


def delete_expired_links() -> None:
    """Delete the links that nobody can use any more."""
    PreviewLink.objects.filter(expires_at__lte=timezone.now()).delete()
