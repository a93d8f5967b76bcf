from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from cms.caching.purges import make_cache
from cms.caching.tags import SITE


class Command(BaseCommand):
    help = "Purges every response from the caches in PURGE_URLS. Run it after each release."

    def handle(self, *args: Any, **options: Any) -> None:
        for cache in map(make_cache, settings.PURGE_URLS):
            try:
                cache.purge([SITE])
            except OSError as error:
                raise CommandError(f"Could not purge {cache.name}: {error}") from error
            self.stdout.write(f"Purged {cache.name}.")
