"""Until when an answer holds that shows something computed from the clock, such as the next date of an event.

Whatever depends on now says so while it is worked out: ``limit_validity(request, moment)``. The earliest moment counts.
It is kept in the WSGI environment, under ``VALID_UNTIL``, where a layer around Django finds it too.
"""

from datetime import datetime

from django.http import HttpRequest

VALID_UNTIL = "cms.valid_until"


def limit_validity(request: HttpRequest | None, *moments: datetime | None) -> None:
    """Note that what is shown for ``request`` changes at the earliest of ``moments``; ``None`` changes nothing."""
    known = [moment for moment in moments if moment]
    if request is None or not known:
        return
    until = request.META.get(VALID_UNTIL)
    request.META[VALID_UNTIL] = min([*known, until] if until else known)
