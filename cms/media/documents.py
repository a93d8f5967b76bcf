"""How documents are served."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponseBase

View = Callable[..., HttpResponseBase]


def send_unencoded(view: View) -> View:
    """Return ``view`` without the header ``Content-Encoding``, for which Wagtail sends the word ``None``."""

    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        del response["Content-Encoding"]
        return response

    return wrapper
