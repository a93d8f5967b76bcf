"""Which problem the API has with a request."""

import sys
from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from rest_framework import status
from rest_framework.exceptions import APIException, NotFound, Throttled
from rest_framework.response import Response
from rest_framework.views import exception_handler

from cms.api.problems import MEDIA_TYPE, describe_problem
from cms.api.timeouts import is_timeout
from cms.environment.outages import find_disk_failure, is_transient
from cms.upstream.django import log_response
from cms.upstream.wagtail_api import BadRequestError

RETRY_AFTER_SECONDS = 5


class InvalidParameters(APIException):
    """A request with invalid parameters; ``errors`` says for each what is wrong and what is allowed."""

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


class TooManyAttempts(Throttled):
    """Too many tries, whether or not they were right."""

    default_detail = "Too many attempts."


class StatementTimeout(APIException):
    status_code = status.HTTP_503_SERVICE_UNAVAILABLE
    default_detail = "This takes too long to find. Ask for less: a narrower filter, a smaller offset, fewer words."


def handle_api_error(error: Exception, context: Mapping[str, Any]) -> Response | None:
    """Return the response to an error, or ``None`` if it is unexpected. It is never cached."""
    known = translate_error(error)
    response = exception_handler(known, dict(context))
    if response is None:
        return None
    detail = str(getattr(known, "detail", known))
    more = {"errors": known.errors} if isinstance(known, InvalidParameters) and known.errors else {}
    response.data = describe_problem(response.status_code, detail, **more)
    response.content_type = MEDIA_TYPE
    if isinstance(known, Throttled) and not isinstance(known, TooManyAttempts):
        response["RateLimit-Policy"] = f'"computed";q={settings.API_RATE_LIMIT};w=60'
        response["RateLimit"] = f'"computed";r=0;t={response["Retry-After"]}'
    response["Cache-Control"] = "no-store"
    return response


def translate_error(error: Exception) -> Exception:
    """Return the API exception for an exception of Django, Wagtail or the database."""
    if isinstance(error, Http404):
        return NotFound(say_not_found(error))
    if isinstance(error, BadRequestError):
        return InvalidParameters({}, str(error))
    if isinstance(error, RequestDataTooBig):
        return BodyTooLarge()
    if isinstance(error, SuspiciousOperation):
        return InvalidParameters({}, str(error))
    return StatementTimeout() if is_timeout(error) else error


def say_not_found(error: Http404) -> str:
    """Return our own words for Django's, which name models and querysets."""
    text = str(error)
    is_ours = text and "matches the given query" not in text and "matching query" not in text
    return text if is_ours else "There is nothing public here."


def handle_server_error(request: HttpRequest) -> HttpResponse:
    """Respond to an unexpected error: JSON in the API, a page elsewhere; 503 if the database or the disk fails."""
    error = sys.exc_info()[1]  # Django calls this while it handles the error.
    if is_transient(error):
        response = make_failure_response(request, 503, "The database is away. Ask again in a moment.")
    elif error := find_disk_failure(error):
        response = make_failure_response(request, 503, "Files cannot be stored at the moment. Ask again later.")
    else:
        return make_failure_response(request, 500, "Something went wrong on our side.")
    response["Retry-After"] = RETRY_AFTER_SECONDS
    # One line instead of a traceback.
    reason = " ".join(str(error).split())
    log_response("%s: %s", request.path, reason, response=response, request=request)
    return response


def make_failure_response(request: HttpRequest, status: int, message: str) -> HttpResponse:
    headers = {"Cache-Control": "no-store"}
    if request.path_info.startswith("/api/"):
        problem = describe_problem(status, message)
        return JsonResponse(problem, status=status, headers=headers, content_type=MEDIA_TYPE)
    return HttpResponse(render_to_string("500.html", {"status": status}), status=status, headers=headers)
