import os
from importlib import import_module
from typing import TYPE_CHECKING

from django.core.wsgi import get_wsgi_application

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings")


def make_application() -> "WSGIApplication":
    """Return Django wrapped in the response cache, and what normalises queries around both."""
    django_application = get_wsgi_application()
    from django.conf import settings

    from cms.caching.queries import NormalisedQueries
    from cms.caching.responses import ResponseCache
    from cms.operations.garbage import collect_after_answers

    import_module(settings.ROOT_URLCONF)  # with all views, which would otherwise load on the first request
    collect_after_answers()
    if not settings.RESPONSE_CACHE_BYTES:
        return NormalisedQueries(django_application)
    cache = ResponseCache(
        django_application,
        capacity=settings.RESPONSE_CACHE_BYTES,
        excluded_prefixes=settings.RESPONSE_CACHE_EXCLUDED_PREFIXES,
    )
    return NormalisedQueries(cache)


application = make_application()
