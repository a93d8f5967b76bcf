"""What the API says when it cannot answer: problem details (RFC 9457), and the page that explains each of them."""

import re
from http.client import responses
from typing import Any, NamedTuple, NotRequired

from django.conf import settings
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.views.generic import TemplateView
from rest_framework.response import Response
from typing_extensions import TypedDict

from cms.represent.types import Url

MEDIA_TYPE = "application/problem+json"
PATH = "/api/v2/problems/"


class Problem(NamedTuple):
    """``name`` is the anchor on the page, ``title`` is the same for each occurrence, ``help`` says what to do."""

    name: str
    title: str
    help: str


PROBLEMS = {
    400: Problem(
        "invalid-parameters",
        "Invalid parameters",
        "A parameter is unknown, missing, given twice, empty, too long or not one of the allowed values. `errors` has"
        " for each of them a list of sentences that say what is wrong and what is allowed.",
    ),
    401: Problem("not-authorised", "Not authorised", "The request needs an authorisation that it does not have."),
    403: Problem("forbidden", "Forbidden", "The request is not allowed."),
    404: Problem(
        "not-found",
        "Not found",
        "Nothing public is here: no such object, path, site or language. `redirect` is there if the path leads on.",
    ),
    405: Problem("method-not-allowed", "Method not allowed", "The header `Allow` lists the methods of this address."),
    406: Problem("not-acceptable", "Not acceptable", "`Accept` must allow JSON."),
    408: Problem("request-too-slow", "Request too slow", "Send the whole request without long pauses."),
    410: Problem(
        "start-again",
        "Start again",
        "The changes since this token are no longer known. Delete your copy, and read everything from `restart` on.",
    ),
    413: Problem("body-too-large", "Body too large", "Send a smaller body."),
    414: Problem(
        "query-too-long", "Query too long", "Ask for less at once: the query has a limit of 8,000 characters."
    ),
    415: Problem("unsupported-media-type", "Unsupported media type", "Send JSON."),
    429: Problem(
        "too-many-requests",
        "Too many requests",
        "The header `Retry-After` says in how many seconds to ask again. Responses from the cache do not count.",
    ),
    500: Problem("server-error", "Server error", "Something went wrong on our side. Asking again may help."),
    503: Problem(
        "not-available",
        "Not available",
        "The query takes too long, or a part of the site is away for a moment. Ask for less, or again after the seconds"
        " in the header `Retry-After`.",
    ),
}


class ProblemRepresentation(TypedDict):
    """Problem details: ``type`` is a page that explains it, ``detail`` says what is wrong with this request.

    ``errors`` explains each invalid parameter. ``message`` is the same as ``detail``, for clients of Wagtail's API.
    """

    type: Url
    title: str
    status: int
    detail: str
    errors: NotRequired[dict[str, list[str]]]
    message: str


def describe_problem(status: int, detail: str, **more: Any) -> dict[str, Any]:
    """Return the body of an error; ``more`` are its members beside those of every problem.

    Apps may use statuses that the page does not explain. What they mean is said by HTTP itself (RFC 9457, 4.2.1).
    """
    if problem := PROBLEMS.get(status):
        address, title = f"{settings.WAGTAILADMIN_BASE_URL}{PATH}#{problem.name}", problem.title
    else:
        address, title = "about:blank", responses.get(status, "Error")
    described = {"type": address, "title": title, "status": status, "detail": detail}
    return {**described, **more, "message": detail}


def respond_problem(status: int, detail: str, **more: Any) -> Response:
    """Return the response of a view about a problem."""
    return Response(describe_problem(status, detail, **more), status=status, content_type=MEDIA_TYPE)


class RedirectTarget(TypedDict):
    to: Url
    permanent: bool


class NotFoundRepresentation(ProblemRepresentation):
    """``redirect`` is the target if there is a redirect for the requested path."""

    redirect: NotRequired[RedirectTarget]


class ProblemsView(TemplateView):
    """The page that explains the problems."""

    template_name = "cms/api/problems.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        problems = [
            {"status": status, "name": problem.name, "title": problem.title, "help": mark_code(problem.help)}
            for status, problem in PROBLEMS.items()
        ]
        return super().get_context_data(problems=problems, **kwargs)


def mark_code(text: str) -> SafeString:
    """Return a text as HTML, with what stands between backticks as code."""
    return mark_safe(re.sub(r"`(.+?)`", r"<code>\1</code>", escape(text)))  # noqa: S308 - escaped before
