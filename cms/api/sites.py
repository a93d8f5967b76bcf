"""The site and the languages of a request."""

from django.http import Http404, HttpRequest
from wagtail.models import Locale, Site

from cms.api.errors import InvalidParameters
from cms.api.parameters import read_list
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


def find_locales(request: HttpRequest) -> list[Locale]:
    """Return the languages in ``?locale=``; none if it is not there. An unknown one is a 404."""
    codes = read_list(request, "locale")
    known = {locale.language_code: locale for locale in SiteContext.of(request).locales.values()}
    if unknown := [code for code in codes if code not in known]:
        raise Http404(f"There is no language “{unknown[0]}”.")
    return [known[code] for code in dict.fromkeys(codes)]
