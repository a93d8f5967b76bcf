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


def prune_uploads() -> None:
    """Delete what nobody has added to a page for two days."""
    Upload.objects.filter(created_at__lt=timezone.now() - KEPT_FOR).delete()
