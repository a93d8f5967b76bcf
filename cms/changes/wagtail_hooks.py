from datetime import timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone
from wagtail import hooks

from cms.changes.api import ChangesAPIView
from cms.changes.feed import prune_changes


@hooks.register("register_api_endpoints", order=20)
def register_endpoints() -> list[tuple[str, Any]]:
    return [("changes", ChangesAPIView)]


@hooks.register("run_every_minute")
def prune_feed() -> None:
    prune_changes(before=timezone.now() - timedelta(days=settings.CHANGES_KEPT_DAYS))
