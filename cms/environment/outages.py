"""Tells a database outage from a bug."""

from django.db import InterfaceError, OperationalError

# The database is down or busy: the same operation may succeed later.
TRANSIENT_ERRORS = (OperationalError, InterfaceError)


def is_transient(error: BaseException | None) -> bool:
    """Return whether a database that is down or busy caused the error, directly or through an earlier error."""
    while error is not None:
        if isinstance(error, TRANSIENT_ERRORS):
            return True
        error = error.__cause__ or error.__context__
    return False
