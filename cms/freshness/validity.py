"""Until when a response is valid that depends on the current time, such as one with the next date of an event.

Code that depends on the current time calls ``limit_validity(request, moment)``. The earliest moment counts. It is
stored in the WSGI environment under ``VALID_UNTIL``, where layers around Django can read it too.
"""

from datetime import datetime

from django.http import HttpRequest

VALID_UNTIL = "cms.valid_until"


def limit_validity(request: HttpRequest | None, *moments: datetime | None) -> None:
    """Declare that the response to ``request`` changes at the earliest of ``moments``; ``None`` is ignored."""
    known = [moment for moment in moments if moment]
    if request is None or not known:
        return
    until = request.META.get(VALID_UNTIL)
    request.META[VALID_UNTIL] = min([*known, until] if until else known)
