import uuid
from typing import Any, ClassVar

from django.db import models
from django.utils import timezone


class Worker(models.Model):
    """A worker that is running, or was lately: it says so each minute, so that web processes on all machines know."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    host = models.CharField(max_length=255)
    started_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now, db_index=True)
    counts: Any = models.JSONField(default=list)  # what it has counted, see `cms.operations.metrics`

    in_feed = False

    class Meta:
        default_permissions = ()
        ordering: ClassVar = ["-seen_at"]

    def __str__(self) -> str:
        return self.host
