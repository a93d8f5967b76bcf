"""The application that serves the site: ``granian --interface rsgi cms.rsgi:application``."""

import os
import resource
from importlib import import_module
from typing import TYPE_CHECKING

from django.core.wsgi import get_wsgi_application

if TYPE_CHECKING:
    from cms.serving.layer import OuterLayer

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings")


def make_application() -> "OuterLayer":
    """Return Django behind the outer layer, which has the response cache."""
    from django.conf import settings

    from cms.environment.counts import share_counts

    if settings.METRICS_TOKEN:
        share_counts()  # before anything counts
    django_application = get_wsgi_application()
    from cms.caching.responses import ResponseCache
    from cms.limits.clients import identify
    from cms.limits.counting import find_obstacle
    from cms.operations.garbage import collect_after_answers
    from cms.operations.logs import HEALTH_CHECK
    from cms.serving.files import FileServer
    from cms.serving.layer import Limits, OuterLayer
    from cms.serving.live import Live
    from cms.serving.observing import make_observer
    from cms.serving.sessions import has_signed_in
    from cms.serving.stream import try_describe
    from cms.serving.versions import Recent, make_stale_finder, make_version_reader

    if obstacle := find_obstacle():  # no limit would hold
        raise SystemExit(f"Requests cannot be counted: {obstacle}. VAR_DIR must be writable.")
    allow_many_connections()
    import_module(settings.ROOT_URLCONF)  # with all views, which would otherwise load on the first request
    collect_after_answers()
    layer = OuterLayer(
        django_application,
        files=FileServer(
            static_url=settings.STATIC_URL,
            static_root=settings.STATIC_ROOT,
            renditions_url=f"{settings.MEDIA_URL}images/",
            renditions_root=settings.MEDIA_ROOT / "images",
        ),
        limits=Limits(
            public=settings.DATA_UPLOAD_MAX_MEMORY_SIZE,
            # A little more, so that the form can say that a file is too large.
            uploads=max(settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE, settings.WAGTAILDOCS_MAX_UPLOAD_SIZE) * 6 // 5,
            prefix="/admin/",
        ),
        threads=settings.WEB_THREADS,
        health_path=HEALTH_CHECK,
        has_signed_in=has_signed_in,
        identify=identify,
        observer=make_observer(),
    )
    read_version = make_version_reader()
    max_age = settings.VERSION_MAX_AGE / 1000
    recent = Recent(read_version, max_age)
    layer.live = Live(
        answer=layer.answer_from_cache,
        read_version=recent.look if max_age else read_version,
        run=layer.pool.run,
        describe=try_describe,
        capacity=settings.LIVE_CONNECTIONS,
        share=settings.LIVE_CONNECTIONS_PER_CLIENT,
        identify=identify,
        delay=max_age,
    )
    if settings.RESPONSE_CACHE_BYTES:
        layer.cache = ResponseCache(
            layer.compute,
            capacity=settings.RESPONSE_CACHE_BYTES,
            excluded_prefixes=settings.RESPONSE_CACHE_EXCLUDED_PREFIXES,
            read_version=recent if max_age else read_version,
            find_stale=make_stale_finder(),
            hurry=layer.pool.hurry,
        )
    return layer


def allow_many_connections() -> None:
    """Use as many open files as the system allows: each connection is one, and idle ones are many."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


application = make_application()
