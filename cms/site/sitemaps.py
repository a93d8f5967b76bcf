"""What crawlers request first: `sitemap.xml`, `robots.txt` and `llms.txt`."""

from collections import defaultdict
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_safe
from wagtail import hooks
from wagtail.contrib.sitemaps import views
from wagtail.models import Page, Site

from cms.represent.site_context import SiteContext
from cms.represent.twins import TWIN
from cms.site.parts import SiteParts, load_site_parts
from cms.upstream.wagtail import PageSitemap


class SiteSitemap(PageSitemap):
    """Every public page of the site in every language, each with its translations, without aliases."""

    limit = 10_000

    def items(self) -> Any:
        """Return the pages in tree order, with only the columns that an address needs."""
        pages = SiteContext.of(self.request).list_pages(self.get_wagtail_site())
        return pages.filter(alias_of__isnull=True).select_related("locale").order_by("path")

    def list_entries(self, pages: list[Page]) -> list[dict[str, Any]]:
        keys = [item.translation_key for item in pages]
        translations = defaultdict(list)
        for item in self.items().filter(translation_key__in=keys):
            translations[item.translation_key].append(item)
        return [
            {
                "location": item.get_full_url(self.request),
                "lastmod": item.last_published_at,
                "alternates": [
                    {"location": other.get_full_url(self.request), "lang_code": other.locale.language_code}
                    for other in translations[item.translation_key]
                    if len(translations[item.translation_key]) > 1
                ],
            }
            for item in pages
        ]


SECTIONS = {"pages": SiteSitemap}


@require_safe
def show_sitemap(request: HttpRequest) -> TemplateResponse:
    """Return the sitemap, or a sitemap index if it has more than one part."""
    if SiteSitemap(request).paginator.num_pages == 1:
        return views.sitemap(request, SECTIONS)
    return views.index(request, SECTIONS, sitemap_url_name="sitemap_part")


@require_safe
def show_sitemap_part(request: HttpRequest, section: str) -> TemplateResponse:
    """Return one part of a large sitemap: ``?p=2``."""
    return views.sitemap(request, SECTIONS, section=section)


@require_safe
def show_robots(request: HttpRequest) -> HttpResponse:
    """Tell crawlers where the sitemap is, and to stay out of the admin."""
    lines = [
        "User-agent: *",
        f"Disallow: {reverse('wagtailadmin_home')}",
        *(f"Disallow: {path}" for register in hooks.get_hooks("register_robots_paths") for path in register()),
        f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
def show_llms(request: HttpRequest) -> HttpResponse:
    """Describe the site for language models, in the format that llmstxt.org proposes, with its pages as Markdown."""
    site = Site.find_for_request(request)
    parts = load_site_parts(request, site)
    api = request.build_absolute_uri("/api/v2/")
    lines = [f"# {parts.organisation.name}", ""]
    if parts.site_text and parts.site_text.strapline:
        lines += [f"> {parts.site_text.strapline}", ""]
    lines += [
        "## Pages",
        "",
        *(f"- [{link['label']}]({request.build_absolute_uri(link.href)}{TWIN})" for link in list_menu(parts)),
        "",
        *list_languages(request, parts),
        "## Optional",
        "",
        f"- [API]({api}pages/): every public page as JSON; `?rich_text_format=markdown` gives its text as Markdown",
        *(f"- [{title}]({api}{name}/)" for name, title in parts.index_titles.items()),
        f"- [Sitemap]({request.build_absolute_uri(reverse('sitemap'))})",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/markdown; charset=utf-8")


def list_languages(request: HttpRequest, parts: SiteParts) -> list[str]:
    """Return the section with the home page in each language, if there is more than one."""
    if not parts.languages:
        return []
    homes = [f"- [{home.language.name}]({request.build_absolute_uri(home.url)}{TWIN})" for home in parts.languages]
    return ["## Languages", "", *homes, ""]


def list_menu(parts: SiteParts) -> list[Any]:
    """Return the items of the main menu that link to a page."""
    if parts.navigation is None:
        return []
    return [item.value for item in parts.navigation.main_menu if item.value.kind == "page"]
