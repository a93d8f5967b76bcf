from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from cms.changes.feed import prune_changes


class Command(BaseCommand):
    help = (
        "Deletes changes older than CHANGES_KEPT_DAYS from the feed. Clients that are further behind must start over."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--days", type=int, default=settings.CHANGES_KEPT_DAYS, help="how many days to keep")

    def handle(self, *args: Any, days: int, **options: Any) -> None:
        pruned = prune_changes(before=timezone.now() - timedelta(days=days))
        self.stdout.write(f"Pruned {pruned} changes.")
