"""The site for other servers than Granian: Django alone, without the response cache and the outer layer's limits."""

import os
from typing import TYPE_CHECKING

from django.core.wsgi import get_wsgi_application

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings")


def make_application() -> "WSGIApplication":
    """Return Django behind what normalises queries."""
    django_application = get_wsgi_application()
    from cms.caching.queries import NormalisedQueries

    return NormalisedQueries(django_application)


application = make_application()
