"""What an editor does at once happens at once, or not at all."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponseBase

SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}
View = Callable[..., HttpResponseBase]


def write_in_one_transaction(view: View) -> View:
    """Return ``view`` with a transaction around every request that may write; an error takes all of it back.

    Wagtail's editor publishes in several statements: the revision, the page, its aliases, the indexes, the log. Only
    requests that write: on SQLite a transaction keeps all others from writing.
    """

    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method in SAFE_METHODS:
            return view(request, *args, **kwargs)
        with transaction.atomic():
            return view(request, *args, **kwargs)

    return wrapper
