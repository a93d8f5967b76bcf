"""The site of a request."""

from django.http import HttpRequest
from wagtail.models import Site

from cms.api.errors import InvalidParameters
from cms.represent.site_context import SiteContext
from cms.upstream.drf import find_django_request
from cms.upstream.wagtail import find_named_site, set_site


def find_site(request: HttpRequest) -> Site | None:
    """Return the site in ``?site=``, or else that of the host. An unknown name is a 404."""
    if "site" not in request.GET:
        return SiteContext.of(request).site
    try:
        site = find_named_site(request.GET["site"], request)
    except ValueError as error:
        raise InvalidParameters({"site": [str(error)]}) from error
    set_site(find_django_request(request), site)
    return site
