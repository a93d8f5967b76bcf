"""Which site a request is about."""

from django.http import HttpRequest
from wagtail.api.validators import SiteFilterValidator
from wagtail.models import Site

from cms.api.errors import InvalidParameters


def find_site(request: HttpRequest) -> Site | None:
    """Return the site that ``?site=`` names, or the one that the host belongs to. A name without a site is 404."""
    try:
        return SiteFilterValidator(site=request.GET.get("site"), request=request).site_obj
    except ValueError as error:
        raise InvalidParameters({"site": [str(error)]}) from error
