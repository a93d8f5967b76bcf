"""The address of the site that ``migrate`` creates."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection
from wagtail.models import Site

# What the migrations say, and nobody has changed.
UNSET = ("localhost", 80)


def point_site_at(url: str) -> None:
    """Set the host and port of the default site to those of ``url``."""
    parts = urlsplit(url)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    site = Site.objects.get(is_default_site=True)
    if (site.hostname, site.port) != (parts.hostname, port):
        site.hostname, site.port = parts.hostname, port
        site.save()


def name_new_site(**kwargs: Any) -> None:
    """After ``migrate``, give the default site the address of ``BASE_URL``, unless somebody has given it one.

    Otherwise the canonical links, feeds and sitemap of a new site would lead to http://localhost.
    """
    if Site._meta.db_table not in connection.introspection.table_names():
        return
    hostname, port = UNSET
    if Site.objects.filter(is_default_site=True, hostname=hostname, port=port).exists():
        point_site_at(settings.WAGTAILADMIN_BASE_URL)
