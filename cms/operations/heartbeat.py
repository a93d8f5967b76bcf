"""The heartbeat of workers: a row for each, which says when it was last seen."""

import socket
import uuid
from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from cms.operations.counting import list_counts
from cms.operations.models import Worker

# It beats between two rounds of jobs: a round that takes longer holds up pages that are due.
LATE = timedelta(minutes=5)
KEPT = timedelta(days=1)
IDENTITY = uuid.uuid4()


def beat() -> None:
    """Note that this process is at work, and what it has counted."""
    now = timezone.now()
    counts = list_counts() if settings.METRICS_TOKEN else []
    row = {"host": socket.gethostname()[:255], "started_at": now, "seen_at": now, "counts": counts}
    Worker.objects.update_or_create(pk=IDENTITY, defaults={"seen_at": now, "counts": counts}, create_defaults=row)
    Worker.objects.filter(seen_at__lt=now - KEPT).delete()


def stop_beating() -> None:
    """Remove what this process has noted: it ends in order."""
    Worker.objects.filter(pk=IDENTITY).delete()


def list_workers() -> list[Worker]:
    """Return the workers that were seen lately. A clock that was set back is not an alarm."""
    now = timezone.now()
    return list(Worker.objects.filter(seen_at__gt=now - LATE, seen_at__lt=now + LATE))
