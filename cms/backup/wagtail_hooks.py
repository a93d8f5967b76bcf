import threading
from collections.abc import Callable

from django.conf import settings
from wagtail import hooks

from cms.backup.nightly import keep_backing_up


@hooks.register("register_worker_threads")
def register_backups() -> list[tuple[str, Callable[[threading.Event], None]]]:
    return [("backups", keep_backing_up)] if settings.BACKUP_DIR else []
