"""What the API answers when it cannot answer: ``{"message"}``, and on 400 ``errors`` by the name of the parameter."""

from collections.abc import Mapping, Sequence
from typing import Any, NotRequired

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from rest_framework import status
from rest_framework.exceptions import APIException
from rest_framework.response import Response
from rest_framework.views import exception_handler
from typing_extensions import TypedDict
from wagtail.api.v2.utils import BadRequestError

from cms.represent.types import Url


class ErrorRepresentation(TypedDict):
    """What is wrong; ``errors`` says it for each parameter that cannot be used."""

    message: str
    errors: NotRequired[dict[str, list[str]]]


class RedirectTarget(TypedDict):
    to: Url
    permanent: bool


class NotFoundRepresentation(TypedDict):
    """``redirect`` is where the address that was asked for leads, if a redirect covers it."""

    message: str
    redirect: NotRequired[RedirectTarget]


class InvalidParameters(APIException):
    """A request whose parameters cannot be used; ``errors`` says for each what is wrong and what is allowed."""

    status_code = status.HTTP_400_BAD_REQUEST

    def __init__(self, errors: Mapping[str, Sequence[str]], message: str = "") -> None:
        self.errors = {name: [str(problem) for problem in problems] for name, problems in errors.items()}
        super().__init__(message or "; ".join(f"{name}: {' '.join(found)}" for name, found in self.errors.items()))


class BodyTooLarge(APIException):
    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_detail = "The body of the request is too large."


def answer_error(error: Exception, context: Mapping[str, Any]) -> Response | None:
    """Return the answer to an error, or ``None`` for one that nobody foresaw."""
    if isinstance(error, BadRequestError):
        error = InvalidParameters({}, str(error))
    elif isinstance(error, RequestDataTooBig):
        error = BodyTooLarge()
    elif isinstance(error, SuspiciousOperation):
        error = InvalidParameters({}, str(error))
    response = exception_handler(error, dict(context))
    if response is not None:
        message = str(getattr(error, "detail", None) or error) or "not found"
        errors = {"errors": error.errors} if isinstance(error, InvalidParameters) else {}
        response.data = {"message": message, **errors}
    return response
