"""Which site a request is about."""

from django.http import HttpRequest
from wagtail.api.validators import SiteFilterValidator
from wagtail.models import Site

from cms.api.errors import InvalidParameters
from cms.represent.site_context import SiteContext


def find_site(request: HttpRequest) -> Site | None:
    """Return the site that ``?site=`` names, or the one that the host belongs to. A name without a site is 404."""
    if "site" not in request.GET:
        return SiteContext.of(request).site
    try:
        site = SiteFilterValidator(site=request.GET.get("site"), request=request).site_obj
    except ValueError as error:
        raise InvalidParameters({"site": [str(error)]}) from error
    # Where Wagtail keeps the site of a request: from here on all it does is for this one.
    getattr(request, "_request", request).__dict__["_wagtail_site"] = site
    return site
