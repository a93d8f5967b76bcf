"""The site and the languages of a request."""

from functools import lru_cache
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.db.models import Model
from django.http import Http404, HttpRequest, QueryDict
from django.urls import get_script_prefix
from wagtail.api.utils import get_full_url
from wagtail.models import Locale, Site

from cms.api.errors import InvalidParameters
from cms.api.parameters import read_list
from cms.represent.site_context import SiteContext
from cms.upstream.drf import find_django_request
from cms.upstream.wagtail import find_named_site, set_site
from cms.upstream.wagtail_api import WagtailAPIRouter


def find_site(request: HttpRequest) -> Site | None:
    """Return the site in ``?site=``, or else that of the host. An unknown name is a 404."""
    if "site" not in request.GET:
        return SiteContext.of(request).site
    try:
        site = find_named_site(request.GET["site"], request)
    except ValueError as error:
        raise InvalidParameters({"site": [str(error)]}) from error
    set_site(find_django_request(request), site)
    SiteContext.of(request).site = site
    return site


def make_address(request: HttpRequest, path: str, *, is_of_site: bool) -> str:
    """Return the absolute address of something in the API; of a site, with the name of that of the response.

    All are at ``BASE_URL``, whatever the host of the request.
    """
    address = str(get_full_url(request, path))
    name = SiteContext.of(request).site_name if is_of_site else None
    if name is None or "site" in QueryDict(urlsplit(path).query):
        return address
    return f"{address}{'&' if '?' in path else '?'}{urlencode({'site': name}, safe=':')}"


def find_locales(request: HttpRequest) -> list[Locale]:
    """Return the languages in ``?locale=``; none if it is not there. An unknown one is a 404."""
    codes = read_list(request, "locale")
    known = {locale.language_code: locale for locale in SiteContext.of(request).locales.values()}
    if unknown := [code for code in codes if code not in known]:
        raise Http404(f"There is no language “{unknown[0]}”.")
    return [known[code] for code in dict.fromkeys(codes)]


def make_detail_url(router: WagtailAPIRouter, request: HttpRequest, model: type[Model], pk: Any) -> str | None:
    """Return the absolute address of an object in the API; ``None`` if its type has no endpoint."""
    path, endpoint = find_listing(router, model, get_script_prefix())
    return make_address(request, f"{path}{pk}/", is_of_site=endpoint[1].is_of_site) if path and endpoint else None


@lru_cache(maxsize=256)
def find_listing(router: WagtailAPIRouter, model: type[Model], script_prefix: str) -> tuple[str | None, Any]:
    """Return the path of the endpoint of a type's objects, and the endpoint, if there is one."""
    return router.get_model_listing_urlpath(model), router.get_model_endpoint(model)


def find_detail_url(context: Any, model: type[Model], pk: Any) -> str | None:
    """Return the absolute address of an object; that of each type is made once per response."""
    known = context.setdefault("detail_urls", {})
    if model not in known:
        known[model] = make_detail_url(context["router"], context["request"], model, "{id}")
    return known[model] and known[model].replace("{id}", str(pk))
