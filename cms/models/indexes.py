"""Indexes on Wagtail's table of pages, for lists of one type however long: by date and in the order of the tree.

They hold all that such a list is narrowed and ordered by. No migration makes them, because Wagtail's own migrations
lose them on SQLite, which rebuilds a table for each change; ``migrate`` makes those that are missing when it is done.
"""

from typing import Any

from django.db import connections
from wagtail.models import Page

INDEXES = {
    "cms_live_pages_by_date": "content_type_id, first_published_at, id, path",
    "cms_live_pages_by_path": "content_type_id, path, id",
}


def make_indexes(using: str, **kwargs: Any) -> None:
    """Make the indexes that are missing, once the table is there."""
    connection = connections[using]
    table = Page._meta.db_table
    if table not in connection.introspection.table_names():
        return
    with connection.cursor() as cursor:
        for name, columns in INDEXES.items():
            cursor.execute(f"CREATE INDEX IF NOT EXISTS {name} ON {table} ({columns}) WHERE live")
