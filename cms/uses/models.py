"""What the versions of pages and snippets use; Wagtail's reference index knows only what is in their own rows."""

from django.contrib.contenttypes.models import ContentType
from django.db import models


class VersionUse(models.Model):
    """A page or snippet (the source) of which some version uses something (the target)."""

    source_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    source_id = models.CharField(max_length=255)
    target_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    target_id = models.CharField(max_length=255)

    in_feed = False
    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["target_type", "target_id", "source_type", "source_id"], name="one_use")
        ]
        indexes = [models.Index(fields=["source_type", "source_id"], name="uses_source_idx")]

    def __str__(self) -> str:
        return f"{self.source_type_id}:{self.source_id} → {self.target_type_id}:{self.target_id}"


class ReadVersions(models.Model):
    """Up to which revision the versions are read that were made before there was this table. There is one row."""

    until = models.BigIntegerField()

    in_feed = False
    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.until)
