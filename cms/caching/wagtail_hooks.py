import threading
from collections.abc import Callable
from functools import partial

from django.conf import settings
from wagtail import hooks

from cms.caching.purges import keep_purging, make_cache


@hooks.register("register_worker_threads")
def register_purges() -> list[tuple[str, Callable[[threading.Event], None]]]:
    """Run one thread per cache in front of the site."""
    return [(f"purges of {cache.name}", partial(keep_purging, cache)) for cache in map(make_cache, settings.PURGE_URLS)]
