from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from wagtail.models import Page

KEPT_FOR = timedelta(days=30)


class Deletion(models.Model):
    """What an editor deleted in one go, so it also comes back in one go: pages, with their translations and aliases."""

    in_feed = False
    wagtail_reference_index_ignore = True

    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    deleted_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        default_permissions = ()
        ordering = ["-deleted_at", "-pk"]

    def __str__(self) -> str:
        return ", ".join(binned.page.get_admin_display_title() for binned in self.pages.all())

    @property
    def emptied_at(self) -> datetime:
        return self.deleted_at + KEPT_FOR


class BinnedPage(models.Model):
    """A page in the bin with the place that it came from. What was below it is still below it."""

    in_feed = False
    wagtail_reference_index_ignore = True

    deletion = models.ForeignKey(Deletion, on_delete=models.CASCADE, related_name="pages")
    page = models.OneToOneField(Page, on_delete=models.CASCADE, related_name="+")
    parent = models.ForeignKey(Page, null=True, on_delete=models.SET_NULL, related_name="+")
    next_sibling = models.ForeignKey(Page, null=True, on_delete=models.SET_NULL, related_name="+")
    address = models.TextField(blank=True)

    class Meta:
        default_permissions = ()
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.page)
