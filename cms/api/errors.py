"""What the API answers when it cannot answer: ``{"message"}``, and on 400 ``errors`` by the name of the parameter."""

from collections.abc import Mapping, Sequence
from typing import Any, NotRequired

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.defaults import server_error
from rest_framework import status
from rest_framework.exceptions import APIException, NotFound, Throttled
from rest_framework.response import Response
from rest_framework.views import exception_handler
from typing_extensions import TypedDict
from wagtail.api.v2.utils import BadRequestError

from cms.api.timeouts import is_timeout
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


class QueryTooLong(APIException):
    status_code = status.HTTP_414_REQUEST_URI_TOO_LONG
    default_detail = "The query of the address is too long."


class TookTooLong(APIException):
    status_code = status.HTTP_503_SERVICE_UNAVAILABLE
    default_detail = "This takes too long to find. Ask for less: a narrower filter, a smaller offset, fewer words."


def answer_error(error: Exception, context: Mapping[str, Any]) -> Response | None:
    """Return the answer to an error, or ``None`` for one that nobody foresaw. No cache may keep it."""
    known = translate_error(error)
    response = exception_handler(known, dict(context))
    if response is None:
        return None
    response.data = {"message": str(getattr(known, "detail", known))}
    if isinstance(known, InvalidParameters):
        response.data["errors"] = known.errors
    if isinstance(known, Throttled):
        response["RateLimit-Policy"] = f'"computed";q={settings.API_RATE_LIMIT};w=60'
        response["RateLimit"] = f'"computed";r=0;t={response["Retry-After"]}'
    response["Cache-Control"] = "no-store"
    return response


def translate_error(error: Exception) -> Exception:
    """Return the answerable error for one of Django's, Wagtail's or the database's."""
    if isinstance(error, Http404):
        return NotFound(str(error) or "not found")
    if isinstance(error, BadRequestError):
        return InvalidParameters({}, str(error))
    if isinstance(error, RequestDataTooBig):
        return BodyTooLarge()
    if isinstance(error, SuspiciousOperation):
        return InvalidParameters({}, str(error))
    return TookTooLong() if is_timeout(error) else error


def show_failure(request: HttpRequest) -> HttpResponse:
    """Answer to what nobody foresaw: with JSON in the API, with a page elsewhere."""
    if request.path_info.startswith("/api/"):
        message = "Something went wrong on our side."
        return JsonResponse({"message": message}, status=500, headers={"Cache-Control": "no-store"})
    return server_error(request)
