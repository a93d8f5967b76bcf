from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from wagtail import hooks

from cms.changes.api import ChangesAPIView
from cms.changes.feed import prune_changes
from cms.changes.models import Change


@hooks.register("register_api_endpoints", order=20)
def register_endpoints() -> list[tuple[str, Any]]:
    return [("changes", ChangesAPIView)]


@hooks.register("run_every_minute")
def prune_feed() -> None:
    prune_changes(before=timezone.now() - timedelta(days=settings.CHANGES_KEPT_DAYS))


@hooks.register("register_site_context")
def register_version() -> tuple[str, QuerySet[Change]]:
    last = Change.objects.order_by("-pk").values("pk")[:1]
    return "version", Change.objects.filter(pk__in=last).only("op")
