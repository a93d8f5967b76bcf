"""What tells a database that is away for a while from a mistake of ours."""

from django.db import InterfaceError, OperationalError

# The database is away or busy: nothing is wrong with what was asked of it, and asked again later it will do it.
TRANSIENT_ERRORS = (OperationalError, InterfaceError)


def is_transient(error: BaseException | None) -> bool:
    """Return whether an error comes from a database that is away or busy, if only because of an error before it."""
    while error is not None:
        if isinstance(error, TRANSIENT_ERRORS):
            return True
        error = error.__cause__ or error.__context__
    return False
