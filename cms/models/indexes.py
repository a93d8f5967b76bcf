"""Indexes on Wagtail's table of pages, for long lists of one type: by date and in tree order.

They cover the columns that such a list is filtered and ordered by. Migrations do not create them, because Wagtail's own
migrations lose them on SQLite, which rebuilds a table for each change; ``migrate`` creates missing ones at the end.
"""

from typing import Any

from django.db import connections
from wagtail.models import Page

INDEXES = {
    "cms_live_pages_by_date": "content_type_id, first_published_at, id, path",
    "cms_live_pages_by_path": "content_type_id, path, id",
}


def make_indexes(using: str, **kwargs: Any) -> None:
    """Create missing indexes, if the table exists."""
    connection = connections[using]
    table = Page._meta.db_table
    if table not in connection.introspection.table_names():
        return
    with connection.cursor() as cursor:
        for name, columns in INDEXES.items():
            cursor.execute(f"CREATE INDEX IF NOT EXISTS {name} ON {table} ({columns}) WHERE live")
