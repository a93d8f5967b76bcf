"""Where a reader finds a page in each language of its site."""

from collections.abc import Iterable
from typing import NamedTuple

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from wagtail.models import Page

from cms.represent.languages import Language, Sentence, describe_language, say_missing
from cms.represent.routes import translate_route
from cms.represent.site_context import SiteContext


class Alternate(NamedTuple):
    """A page in one language: the translation, or else the nearest page that has one."""

    language: Language
    url: str
    full_url: str
    is_translation: bool = True
    is_default: bool = False  # for readers of all other languages

    @property
    def note(self) -> Sentence | None:
        """What to say if it is no translation, in its language as far as the interface is translated into it."""
        return None if self.is_translation else say_missing(self.language.code)


def make_alternate(page: Page, request: HttpRequest, *, route: str | None = "") -> Alternate | None:
    """Return a page, or a route of it, as an alternate; with ``None`` instead of a route, it is only the nearest."""
    url, full_url = page.get_url(request), page.get_full_url(request)
    if not (url and full_url):
        return None
    language = describe_language(page.locale.language_code)
    end = translate_route(route or "", language.code)
    return Alternate(language, f"{url}{end}", f"{full_url}{end}", is_translation=route is not None)


def order_alternates(alternates: Iterable[Alternate | None]) -> list[Alternate]:
    """Return alternates by language, one of them marked as the default; none if there is only one language."""
    found = sorted((one for one in alternates if one), key=lambda one: one.language.code)
    translated = [one.language.code for one in found if one.is_translation]
    default = settings.LANGUAGE_CODE if settings.LANGUAGE_CODE in translated else next(iter(translated), "")
    return [one._replace(is_default=one.language.code == default) for one in found] if len(found) > 1 else []


def list_homes(request: HttpRequest) -> list[Alternate]:
    """Return the public home pages of the site."""
    context = SiteContext.of(request)
    homes = context.homes[context.site.pk] if context.site else []
    public = [home for home in homes if context.visibility.shows(home) and not home.alias_of_id]
    return order_alternates(make_alternate(home, request) for home in public)


def list_views(request: HttpRequest, name: str, query: str = "") -> list[Alternate]:
    """Return the addresses of a view in every language with a home page."""
    found = []
    for home in list_homes(request):
        with translation.override(home.language.code):
            path = reverse(name)
        own, _, _ = home.full_url.removesuffix(home.url).partition("?")
        address = f"{path}?{query}" if query else path
        found.append(home._replace(url=address, full_url=f"{own}{address}"))
    return found
