"""Tells an outage of the database or the disk from a bug."""

import errno
import logging
from collections.abc import Iterator

from django.db import InterfaceError, OperationalError

# The database is down or busy: the same operation may succeed later.
TRANSIENT_ERRORS = (OperationalError, InterfaceError)

FULL = {errno.ENOSPC, errno.EDQUOT}
DISK_ERRORS = FULL | {errno.EROFS, errno.EIO, errno.ESTALE, errno.ENOTCONN}


class DiskFailure(OSError):
    """Files cannot be read or written, whatever is in them: the disk is read-only, broken or not there."""


class DiskFull(DiskFailure):
    """No space is left for files."""


class OutageLog:
    """Logs one line when something stops working, and one when it works again."""

    def __init__(self, logger: logging.Logger, name: str) -> None:
        self.logger = logger
        self.name = name
        self.is_out = False

    def fail(self, error: object) -> None:
        """Log that ``name`` does not work and why, unless that is known."""
        if not self.is_out:
            self.logger.warning("%s: %s", self.name, " ".join(str(error).split()))
        self.is_out = True

    def recover(self) -> bool:
        """Log that ``name`` works again, and return whether it did not before."""
        was_out, self.is_out = self.is_out, False
        if was_out:
            self.logger.warning("%s: it works again", self.name)
        return was_out


def list_causes(error: BaseException | None) -> Iterator[BaseException]:
    """Yield an error and the earlier errors that it was raised from."""
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def is_transient(error: BaseException | None) -> bool:
    """Return whether a database that is down or busy caused the error, directly or through an earlier error."""
    return any(isinstance(cause, TRANSIENT_ERRORS) for cause in list_causes(error))


def find_disk_failure(error: BaseException | None) -> DiskFailure | None:
    """Return what is wrong with the disk if that caused the error, directly or through an earlier error."""
    for cause in list_causes(error):
        if isinstance(cause, DiskFailure):
            return cause
        if isinstance(cause, OSError) and cause.errno in DISK_ERRORS:
            return explain_disk_failure(cause)
    return None


def explain_disk_failure(error: OSError) -> DiskFailure:
    """Return the error of a file that cannot be read or written in plain words."""
    failure, reason = (
        (DiskFull, "The disk is full") if error.errno in FULL else (DiskFailure, "Files cannot be read or written")
    )
    return failure(f"{reason}: {error}")
