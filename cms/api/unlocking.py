"""``pages/{id}/unlock/``: a token for the password of a page."""

from typing import Annotated, Any

from rest_framework.exceptions import ParseError, PermissionDenied
from rest_framework.parsers import JSONParser
from rest_framework.request import Request
from rest_framework.response import Response
from typing_extensions import TypedDict

from cms.api.errors import InvalidParameters, TooManyAttempts
from cms.api.parameters import KEY, Parameter, site_parameter
from cms.api.problems import ProblemRepresentation
from cms.api.sites import find_site
from cms.api.views import StrictView
from cms.limits.forms import count_submission
from cms.represent.types import Moment, keywords
from cms.represent.unlocking import Token, unlock

MAX_LENGTH = 255
# Its tries count as those of the form on the site.
FORM = "wagtailcore_authenticate_with_password"


class UnlockRequest(TypedDict):
    password: Annotated[
        str, keywords(description="The password of the page, or of one above it.", minLength=1, maxLength=MAX_LENGTH)
    ]


class UnlockRepresentation(TypedDict):
    """Send ``token`` as ``Authorization: Unlock <token>`` until it ``expires``."""

    token: Annotated[str, keywords(description="What proves that the password is known.")]
    expires: Annotated[Moment, keywords(description="When it ends, or earlier if the password changes.")]


class BodyParser(JSONParser):
    """Refuses what is nested too deeply to be read."""

    def parse(self, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().parse(*args, **kwargs)
        except RecursionError as error:
            raise ParseError("The body is nested too deeply.") from error


class UnlockView(StrictView):
    """Exchange the password of a page for a token, with which the API shows what the password locks."""

    operation_id = "unlockPage"
    parser_classes = [BodyParser]
    body = UnlockRequest
    answers = {
        200: UnlockRepresentation,
        403: ProblemRepresentation,
        413: ProblemRepresentation,
        415: ProblemRepresentation,
    }

    def list_parameters(self) -> list[Parameter]:
        return [site_parameter()]

    def post(self, request: Request, pk: int) -> Response:
        password = read_password(request.data)
        site = find_site(request)
        # Each try is compared with all passwords of the site: all of them count together.
        if refusal := count_submission(FORM, request, f"site {site.pk if site else 0}"):
            raise TooManyAttempts(refusal.left)
        token = unlock(request, pk, password, site) if site and pk <= KEY["maximum"] else None
        if token is None:
            # The same for a page that does not exist.
            raise PermissionDenied("This password does not open this page.")
        return Response(describe_token(token), headers={"Cache-Control": "private, no-store"})


def read_password(data: Any) -> str:
    """Return the password in the body of a request."""
    password = data.get("password") if isinstance(data, dict) and len(data) == 1 else None
    if not isinstance(password, str) or not 0 < len(password) <= MAX_LENGTH or not is_text(password):
        problem = f'the body must be {{"password": "…"}}, with 1 to {MAX_LENGTH} characters'
        raise InvalidParameters({"password": [problem]})
    return password


def is_text(value: str) -> bool:
    """Whether a string of JSON has no halves of characters (surrogates)."""
    return not any("\ud800" <= character <= "\udfff" for character in value)


def describe_token(token: Token) -> UnlockRepresentation:
    return {"token": token.write(), "expires": token.expires.isoformat()}
