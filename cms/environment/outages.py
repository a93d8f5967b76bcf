"""Tells an outage of the database or the disk from a bug."""

import errno

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


class DiskFailure(OSError):
    """The disk is full, read-only or broken: nothing is wrong with what was to be written."""


DISK_ERRORS = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO}


def is_disk_failure(error: BaseException) -> bool:
    """Return whether an error comes from the disk and not from the content of a file."""
    return isinstance(error, OSError) and error.errno in DISK_ERRORS
