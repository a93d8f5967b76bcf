"""What a commit would do, in a test that never commits."""

from django.db import connection

from cms.changes.feed import read_last_change


def settle() -> int:
    """Let PostgreSQL write the changes now that it writes at a commit, and return the version of the content."""
    if connection.vendor == "postgresql":
        connection.check_constraints()
    return read_last_change()[0]
