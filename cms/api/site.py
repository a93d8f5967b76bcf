"""The site-wide content: `site/`."""

from typing import Annotated, Any, Literal

from django.shortcuts import get_object_or_404
from django.utils import translation
from rest_framework.request import Request
from rest_framework.response import Response
from typing_extensions import TypedDict
from wagtail.models import Locale, Site

from cms.api.parameters import Parameter, locale_parameter, site_parameter
from cms.api.sites import find_site
from cms.api.views import StrictView
from cms.models import Navigation, Organisation
from cms.represent.images import ImageRepresentation, represent_image
from cms.represent.languages import Direction, describe_language, list_fallbacks
from cms.represent.links import LinkRepresentation, represent_link
from cms.represent.site_context import SiteContext
from cms.represent.types import Url, column
from cms.site.parts import SiteParts, load_site_parts


class Newsletter(TypedDict):
    label: Annotated[str, column("cms.SiteText.newsletter_label")]
    url: Url


class Contact(TypedDict):
    email: str
    telephone: Annotated[str, column("cms.Organisation.contact_telephone")]
    address: str


class SocialProfile(TypedDict):
    label: str
    url: Url


class OrganisationRepresentation(TypedDict):
    name: Annotated[str, column("cms.Organisation.name")]
    logo: ImageRepresentation | None
    social_image: ImageRepresentation | None
    contact: Contact
    social_profiles: list[SocialProfile]


class MenuItem(LinkRepresentation):
    children: list[LinkRepresentation]


class FooterMenu(TypedDict):
    heading: str
    items: list[LinkRepresentation]


class NavigationRepresentation(TypedDict):
    main_menu: list[MenuItem]
    footer_menus: list[FooterMenu]


class SiteLocale(TypedDict):
    """A language; ``direction`` is that of its script, ``fallback`` are its fallback languages, in order."""

    code: str
    name: str
    direction: Direction
    is_default: bool
    fallback: list[str]


class SiteRepresentation(OrganisationRepresentation):
    """The site-wide content in one language."""

    type: Literal["site"]
    locale: str
    url: Url
    front_end_url: Url | None
    strapline: Annotated[str, column("cms.SiteText.strapline")]
    footer_text: str
    newsletter: Newsletter | None
    navigation: NavigationRepresentation
    locales: list[SiteLocale]


class SiteAPIView(StrictView):
    """The organisation, its texts and menus, and the languages, for one site in one language.

    The default for ``locale`` is the language of the site's home page, for ``site`` the site of the request's host.
    """

    is_of_site = True
    is_unlockable = True
    answers = {200: SiteRepresentation}

    def list_parameters(self) -> list[Parameter]:
        return [locale_parameter("The language. Default: that of the site."), site_parameter()]

    def get(self, request: Request) -> Response:
        site = self.find_site(request)
        code = request.GET.get("locale") or SiteContext.of(request).homes[site.pk][0].locale.language_code
        locale = get_object_or_404(Locale, language_code=code)
        with translation.override(locale.language_code):
            parts = load_site_parts(request, site)
            return Response(represent_site(parts, site, locale, {"request": request}))

    def find_site(self, request: Request) -> Site:
        return find_site(request) or get_object_or_404(Site, is_default_site=True)


def represent_site(parts: SiteParts, site: Site, locale: Locale, context: dict[str, Any]) -> SiteRepresentation:
    """Return a site in one language. Missing texts and menus come from the default language."""
    organisation, text = parts.organisation, parts.site_text
    site_locales = SiteContext.of(context["request"]).list_languages(site)
    return {
        "type": "site",
        "locale": locale.language_code,
        "url": site.root_url,
        "front_end_url": organisation.front_end_url or None,
        **represent_organisation(organisation, context),
        "strapline": text.strapline if text else "",
        "footer_text": text.footer_text if text else "",
        "newsletter": {"label": text.newsletter_label, "url": text.newsletter_url}
        if text and text.newsletter_url
        else None,
        "navigation": represent_navigation(parts.navigation, context),
        "locales": [represent_locale(known, site_locales[0]) for known in site_locales],
    }


def represent_organisation(organisation: Organisation, context: dict[str, Any]) -> OrganisationRepresentation:
    """Return a loaded organisation's name, images and addresses."""
    logo, social_image = organisation.logo, organisation.social_image
    return {
        "name": organisation.name,
        "logo": represent_image(logo, alt=organisation.name, context=context) if logo else None,
        "social_image": represent_image(social_image, alt=organisation.name, context=context) if social_image else None,
        "contact": {
            "email": organisation.contact_email,
            "telephone": organisation.contact_telephone,
            "address": organisation.contact_address,
        },
        "social_profiles": [
            {"label": child.value["label"], "url": child.value["url"]} for child in organisation.social_profiles
        ],
    }


def represent_navigation(navigation: Navigation | None, context: dict[str, Any]) -> NavigationRepresentation:
    """Return loaded menus; items of the main menu include the links below them."""
    if navigation is None:
        return {"main_menu": [], "footer_menus": []}
    return {
        "main_menu": [
            {
                **represent_link(item.value, context),
                "children": [represent_link(link, context) for link in item.value["children"]],
            }
            for item in navigation.main_menu
        ],
        "footer_menus": [
            {
                "heading": menu.value["heading"],
                "items": [represent_link(link, context) for link in menu.value["items"]],
            }
            for menu in navigation.footer_menus
        ],
    }


def represent_locale(locale: Locale, default: Locale) -> SiteLocale:
    """Return a language for the site's list of languages."""
    code = locale.language_code
    return {
        "code": code,
        "name": translation.get_language_info(code)["name_local"],
        "direction": describe_language(code).direction,
        "is_default": locale == default,
        "fallback": list_fallbacks(code),
    }
