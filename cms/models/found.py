"""What search engines, shared links and other programs read about a page."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from wagtail.models import Page
from wagtail.url_routing import RouteResult

from cms.freshness.reads import track_objects, untracked
from cms.models.local import LocalPage, make_crumb
from cms.models.site import Organisation
from cms.represent.images import SOCIAL, find_renditions
from cms.represent.languages import find_text_language
from cms.represent.routes import translate_route
from cms.represent.structured_data import drop_empty, list_images, name_organisation, name_website
from cms.represent.twins import TWIN, write_page


class FoundPage(LocalPage):
    """A page with its metadata; ``schema_type`` is the name of its type at schema.org."""

    schema_type = "WebPage"
    # Shows this page to be read as Markdown, with the same context as its own template.
    twin_template = "cms/twin.html"

    class Meta:
        abstract = True

    # This page as Markdown

    def route(self, request: HttpRequest, path_components: list[str]) -> Any:
        """Return what Wagtail does, and this page itself for its address as Markdown."""
        if path_components == [TWIN] and self.live and not self.get_view_restrictions():
            return RouteResult(self, args=(self.serve_twin,))
        return super().route(request, path_components)

    def serve(self, request: HttpRequest, view: Any = None, *args: Any, **kwargs: Any) -> Any:
        return view(request) if view else super().serve(request, *args, **kwargs)

    def serve_twin(self, request: HttpRequest) -> HttpResponse:
        """Return this page as Markdown."""
        if find_view := getattr(self, "resolve_subpage", None):
            view, args, kwargs = find_view("/")
            response = view(request, *args, **kwargs)
        else:
            response = self.serve(request)
        url = self.find_canonical(request)
        html = render_to_string(self.twin_template, response.context_data, request=request)
        headers = {"Link": f'<{url}>; rel="canonical"'} if url else {}
        return HttpResponse(write_page(html, url), content_type="text/markdown; charset=utf-8", headers=headers)

    # Metadata

    def describe_for_search(self, request: HttpRequest) -> dict[str, Any]:
        """Return the metadata for search engines and shared links: title, description, canonical address, image."""
        return {
            "title": self.seo_title or self.title,
            "description": self.search_description or self.summary_text,
            "canonical": self.find_canonical(request),
            "twin": self.find_twin(request),
            "image": self.find_social_image(request),
            "type": "website",
        }

    def find_twin(self, request: HttpRequest) -> str:
        """Return the path of this page as Markdown; empty if not everybody may read it."""
        url = self.get_url(request) if self.pk and not self.get_view_restrictions() else None
        return f"{url}{TWIN}" if url else ""

    def list_things(self, request: HttpRequest) -> list[dict[str, Any]]:
        """Return what this page is about as schema.org, from the values that the API has too; itself by default."""
        url = self.find_canonical(request)
        return [self.describe_thing(request, url)] if url else []

    def describe_thing(self, request: HttpRequest, url: str) -> dict[str, Any]:
        """Return this page itself as schema.org; ``url`` is its full address."""
        parts = self.get_url_parts(request)
        home = parts[1] if parts else ""
        return drop_empty(
            {
                "@type": self.schema_type,
                "@id": url,
                "name": self.title,
                "description": self.search_description or self.summary_text,
                "url": url,
                "inLanguage": find_text_language(self),
                "image": list_images(getattr(self, "hero_image", None)),
                "datePublished": write_moment(self.first_published_at),
                "dateModified": write_moment(self.last_published_at),
                "isPartOf": name_website(home),
                "publisher": name_organisation(home),
            }
        )

    def describe_route_thing(self, request: HttpRequest, url: str, name: str) -> dict[str, Any]:
        """Return a route of this page, such as the updates of a month, as schema.org."""
        parts = self.get_url_parts(request)
        home = parts[1] if parts else ""
        thing = {"@type": "CollectionPage", "@id": url, "name": name, "url": url, "isPartOf": name_website(home)}
        return {**thing, "inLanguage": self.locale.language_code}

    def describe_route(
        self,
        request: HttpRequest,
        *,
        title: str,
        route: str,
        find_route: Callable[[Page], str | None] = lambda page: None,
    ) -> dict[str, Any]:
        """Return the metadata of a route of this page: its own title and address, with this page as its parent.

        Routes have English words here; in addresses they are in the language of their page. ``find_route`` returns the
        same route of a translation of this page, ``None`` if that does not have it.
        """
        url = self.find_canonical(request)
        own = url + translate_route(route, (self.mirrored or self).locale.language_code) if url else ""
        return {
            "seo": {
                **self.describe_for_search(request),
                "title": title,
                "description": "",
                "canonical": own,
                "twin": "",
            },
            "things": [self.describe_route_thing(request, own, title)] if url else [],
            "breadcrumbs": [*self.list_breadcrumbs(request), make_crumb(self, self.get_url(request) or "")],
            "translations": self.list_translations(
                request, lambda page: route if page.pk == self.pk else find_route(page)
            ),
        }

    def find_social_image(self, request: HttpRequest) -> dict[str, Any] | None:
        """Return ``{url, width, height, alt}`` of this page's image, or else the organisation's."""
        with untracked():
            if hero := getattr(self, "hero", None):
                image, alt = hero.image, hero.image.contextual_alt_text
            else:
                organisation = Organisation.for_request(request)
                image, alt = organisation.social_image, organisation.name
        track_objects([image] if image else [])
        sets = find_renditions(image, SOCIAL) if image else []
        if not sets:
            return None
        rendition = sets[-1][1][-1]
        return {"url": rendition.full_url, "width": rendition.width, "height": rendition.height, "alt": alt}


def write_moment(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""
