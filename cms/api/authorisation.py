"""The header ``Authorization``: how apps let clients see more than the public sees.

An app declares the name of its scheme, and a function that accepts what follows it, or raises ``NotAuthorised`` or
``Forbidden``:

    @hooks.register("register_api_authorisation")
    def register_previews():
        return ("Preview", accept_token)

What a client with such a header is answered is for this client alone, and never kept in a cache.
"""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from rest_framework import status
from rest_framework.exceptions import APIException
from wagtail import hooks

Accept = Callable[[HttpRequest, str], None]


class NotAuthorised(APIException):
    """The header is missing, or what it says is not valid, or not any more."""

    status_code = status.HTTP_401_UNAUTHORIZED

    def __init__(self, scheme: str, detail: str) -> None:
        super().__init__(detail)
        self.auth_header = scheme  # for ``WWW-Authenticate``


class Forbidden(APIException):
    """The header is valid, but its owner may not see this any more."""

    status_code = status.HTTP_403_FORBIDDEN


def authorise(request: HttpRequest) -> None:
    """Let the app whose scheme a request names accept it. Any other scheme says nothing here."""
    scheme, _, credentials = request.headers.get("Authorization", "").partition(" ")
    for register in hooks.get_hooks("register_api_authorisation"):
        name, accept = register()
        if scheme.lower() == name.lower():
            accept(request, credentials.strip())


def is_for_one_client(request: Any) -> bool:
    """Whether the response may differ from what the public gets."""
    return "Authorization" in request.headers
