"""Pages behind a password, for requests with a token in ``Authorization``."""

from rest_framework import status
from rest_framework.exceptions import APIException
from rest_framework.request import Request

from cms.api.sites import find_site
from cms.represent.site_context import SiteContext
from cms.represent.unlocking import SCHEME, TokenEnded, open_locked, read_header


class InvalidToken(APIException):
    status_code = status.HTTP_401_UNAUTHORIZED
    default_detail = "This token opens nothing, or nothing any more. Unlock the page again, or ask without a token."
    auth_header = SCHEME


def open_locked_pages(request: Request) -> None:
    """Let the response show what the token of a request opens."""
    if read_header(request) is None:
        return
    site, site_context = find_site(request), SiteContext.of(request)
    try:
        site_context.visibility = open_locked(request, site_context.visibility, site)
    except TokenEnded as error:
        raise InvalidToken from error
