"""The structured data of a page: the site, the way to the page, and what the page is about."""

from typing import Any
from urllib.parse import urljoin

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from cms.represent.site_context import SiteContext
from cms.represent.structured_data import drop_empty, list_images, name_organisation, name_website, write_json_ld

register = template.Library()


@register.simple_tag(takes_context=True)
def json_ld(context: Any) -> SafeString:
    """Return the structured data of the page of this context as the content of a ``script`` element."""
    page, request, seo = context["page"], context["request"], context["seo"]
    parts = page.get_url_parts(request)
    home = parts[1] if parts and parts[1] else ""
    things = [
        *describe_site(context["site_parts"], home),
        {**describe_website(context["site_parts"], home), **describe_search(parts, home, request)},
        *describe_way(context.get("breadcrumbs") or [], seo, home),
        *context.get("things", []),
    ]
    return write_json_ld(things)


def describe_site(parts: Any, home: str) -> list[dict[str, Any]]:
    """Return the organisation, if it has a name. Its email address stays where readers alone find it."""
    organisation = parts.organisation
    if not organisation.name:
        return []
    return [
        drop_empty(
            {
                "@type": "Organization",
                **name_organisation(home),
                "name": organisation.name,
                "url": f"{home}/",
                "logo": next(iter(list_images(organisation.logo)), ""),
                "telephone": organisation.contact_telephone,
                "address": organisation.contact_address,
                "sameAs": [profile.value["url"] for profile in organisation.social_profiles],
            }
        )
    ]


def describe_website(parts: Any, home: str) -> dict[str, Any]:
    organisation = parts.organisation
    return drop_empty(
        {
            "@type": "WebSite",
            **name_website(home),
            "name": organisation.name,
            "url": f"{home}/",
            "description": parts.site_text.strapline if parts.site_text else "",
            "inLanguage": get_language(),
            "publisher": name_organisation(home) if organisation.name else "",
        }
    )


def describe_search(parts: Any, home: str, request: Any) -> dict[str, Any]:
    """Return how to search the site, unless another site shows its content: nobody knows whether that has a search."""
    if not parts or parts[0] in SiteContext.of(request).front_ends:
        return {}
    return {
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": f"{home}{reverse('search')}?q={{search_term_string}}"},
            "query-input": "required name=search_term_string",
        }
    }


def describe_way(breadcrumbs: list[Any], seo: dict[str, Any], home: str) -> list[dict[str, Any]]:
    """Return the pages above this one and itself, if there are any above."""
    if not breadcrumbs:
        return []
    way = [*((crumb.title, urljoin(f"{home}/", crumb.url)) for crumb in breadcrumbs), (seo["title"], seo["canonical"])]
    items = [
        {"@type": "ListItem", "position": position, "name": name, "item": url}
        for position, (name, url) in enumerate(way, start=1)
    ]
    return [{"@type": "BreadcrumbList", "@id": f"{seo['canonical']}#way", "itemListElement": items}]
