"""What was brought in and waits for its editor's decisions."""

import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from wagtail.models import Page

from cms.importing.document import Document
from cms.importing.readers import read_file

KEPT_FOR = timedelta(days=2)
REPORTS_KEPT_FOR = timedelta(days=30)


class Upload(models.Model):
    """A document that one user has brought in, for a page or for a new one of ``page_type`` below ``parent``."""

    in_feed = False
    wagtail_reference_index_ignore = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    page = models.ForeignKey(Page, null=True, on_delete=models.CASCADE, related_name="+")
    parent = models.ForeignKey(Page, null=True, on_delete=models.CASCADE, related_name="+")
    page_type = models.CharField(max_length=100, blank=True)
    name = models.CharField(max_length=255)
    content = models.BinaryField()
    created_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.name

    def read(self) -> Document:
        return read_file(bytes(self.content), self.name)


class PostImport(models.Model):
    """Posts of another site that an administrator has brought in, and what came of each.

    ``rows`` are reports of the posts that are done, in their order: a task goes on after them.
    """

    in_feed = False
    wagtail_reference_index_ignore = True

    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    page_type = models.CharField(max_length=100)
    parent = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=255)
    content = models.BinaryField()
    options = models.JSONField(default=dict)
    rows = models.JSONField(default=list)
    total = models.PositiveIntegerField(default=0)
    problem = models.TextField(blank=True)
    created_at = models.DateTimeField(default=timezone.now, db_index=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.name


def prune_uploads() -> None:
    """Delete what nobody has added to a page for two days, and imports of posts after a month."""
    now = timezone.now()
    Upload.objects.filter(created_at__lt=now - KEPT_FOR).delete()
    PostImport.objects.filter(created_at__lt=now - REPORTS_KEPT_FOR).delete()
