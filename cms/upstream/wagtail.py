"""Wagtail: sites, their roots, redirects, sitemaps and rich text."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db.models import Prefetch
from django.http import HttpRequest
from wagtail import hooks
from wagtail.api.rich_text import APIRichText, RichTextOutputFormat
from wagtail.api.utils import get_base_url
from wagtail.api.validators import SiteFilterValidator
from wagtail.contrib.sitemaps import Sitemap
from wagtail.coreutils import find_available_slug, get_supported_content_language_variant
from wagtail.models import COMMENTS_RELATION_NAME, Site
from wagtail.models.sites import SiteRootPath
from wagtail.rich_text.rewriters import EmbedRewriter
from wagtail.utils.urlpatterns import decorate_urlpatterns

from cms.upstream.parts import Part

PARTS = [
    Part(
        "wagtail.models.Site.find_for_request(request)",
        "It caches the site on the request, as `_wagtail_site`. We set it: it is loaded already, or in `?site=`.",
    ),
    Part(
        "wagtail.models.Page",
        "It caches the roots of sites on the request, as `_wagtail_cached_site_root_paths`, and looks there first. "
        "Ours have the public addresses of sites that are shown elsewhere.",
        ("_get_site_root_paths",),
    ),
    Part(
        "wagtail.models.Page.route_for_request(request, path)",
        "It caches the route on the request, as `_wagtail_route_for_request`. We set it: the pages on the way are "
        "loaded in two statements.",
    ),
    Part("wagtail.models.sites.SiteRootPath", "What `Site.get_site_root_paths` returns.", ("_fields",)),
    Part(
        "wagtail.models.WorkflowMixin",
        "The status of snippets in a list is loaded as that of pages is: into `_current_workflow_states`.",
        ("_workflow_states",),
    ),
    Part("wagtail.models.COMMENTS_RELATION_NAME", "Editors' comments are child rows that readers never see."),
    Part(
        "wagtail.coreutils.get_supported_content_language_variant(lang_code, strict)",
        "Addresses are built without a query, in the language that Wagtail would choose.",
    ),
    Part(
        "wagtail.coreutils.find_available_slug(parent, requested_slug, ignore_page_id)",
        "A page without a slug gets one that no other page of its parent has.",
    ),
    Part(
        "wagtail.contrib.redirects.middleware.get_redirect(request, encoded_path)",
        "A redirect is checked before it is used, since its page may be private; the API shows it too.",
    ),
    Part(
        "wagtail.contrib.sitemaps.Sitemap",
        "Wagtail's takes queries for each entry, and leaves out translations.",
        ("_urls(self, page, protocol, domain)", "get_wagtail_site(self)", "items(self)"),
    ),
    Part(
        "wagtail.api.rich_text.APIRichText",
        "The requested format of rich text, which Wagtail's API passes on as `_wagtail_rich_text_format`.",
        ("FORMAT_DB_HTML", "FORMAT_DB_MARKDOWN", "FORMAT_MARKDOWN", "get_default_format()"),
    ),
    Part("wagtail.api.rich_text.RichTextOutputFormat", "The formats that a request may ask for."),
    Part(
        "wagtail.admin.rich_text.converters.markdown_db.MarkdownConverter",
        "Rich text as Markdown, as in Wagtail's own API.",
        ("from_database_format(self, html, resolved)",),
    ),
    Part(
        "wagtail.rich_text.rewriters.EmbedRewriter",
        "Embeds are expanded separately from links, which are resolved in bulk.",
        ("__call__(self, html)",),
    ),
    Part("wagtail.api.utils.get_base_url(request)", "Files have absolute addresses where Wagtail's API gives them."),
    Part("wagtail.api.validators.SiteFilterValidator", "Reads `?site=` as Wagtail's API does.", ("site_obj",)),
    Part("wagtail.hooks._hooks", "`manage.py check` reports misspelt names of our hooks."),
    Part(
        "wagtail.utils.urlpatterns.decorate_urlpatterns(urlpatterns, decorator)",
        "Every admin view writes in one transaction.",
    ),
    Part(
        "wagtail.signal_handlers.disable_reference_index_auto_update()",
        "A page is indexed once when it is saved, not again for each of its child rows. The demo loads many pages that "
        "refer to each other, and indexes them at the end.",
    ),
    Part("wagtail.signal_handlers.reference_index_auto_update_disabled", "As above: it cannot be nested."),
    Part("wagtail.signal_handlers.update_reference_index_on_save(instance, **kwargs)", "As above."),
    Part(
        "wagtail.images.models.AbstractImage",
        "The demo's images have no upload form, which would read the size and hash of the file.",
        ("_set_image_file_metadata(self)",),
    ),
    Part(
        "wagtail.documents.models.AbstractDocument",
        "The demo's documents have no upload form either.",
        ("_set_document_file_metadata(self)",),
    ),
]

__all__ = [
    "COMMENTS_RELATION_NAME",
    "APIRichText",
    "EmbedRewriter",
    "PageSitemap",
    "RichTextOutputFormat",
    "SiteRootPath",
    "decorate_urlpatterns",
    "defer_reference_index",
    "find_available_slug",
    "find_named_site",
    "find_redirect",
    "find_rich_text_format",
    "get_base_url",
    "get_supported_content_language_variant",
    "has_site",
    "index_references",
    "list_hook_names",
    "make_markdown_converter",
    "prefetch_workflow_states",
    "read_file",
    "set_root_paths",
    "set_route",
    "set_site",
]


def set_site(request: HttpRequest, site: Site | None) -> None:
    """Make Wagtail use this site for the request."""
    request.__dict__["_wagtail_site"] = site


def set_route(request: HttpRequest, route: Any) -> None:
    """Make Wagtail serve this ``RouteResult`` for the request; ``None`` is a 404."""
    request.__dict__["_wagtail_route_for_request"] = route


def has_site(request: HttpRequest) -> bool:
    """Whether Wagtail already has the site of a request."""
    return "_wagtail_site" in request.__dict__


def list_hook_names() -> list[str]:
    """Return the names that anything is registered for."""
    hooks.search_for_hooks()
    return [name for name, functions in hooks._hooks.items() if functions]


def set_root_paths(request: HttpRequest, roots: Any) -> None:
    """Make Wagtail build page addresses for a request from these ``SiteRootPath``s, which may be lazy."""
    request.__dict__["_wagtail_cached_site_root_paths"] = roots


def prefetch_workflow_states() -> Prefetch:
    """Return what to prefetch of snippets, so the workflow of each is known without a query."""
    from wagtail.models import WorkflowState  # needs the models loaded

    states = WorkflowState.objects.active().select_related("current_task_state__task")
    return Prefetch("_workflow_states", queryset=states, to_attr="_current_workflow_states")


def find_named_site(name: str, request: Any) -> Site:
    """Return the site in ``?site=``. Raise 404 if there is none, ``ValueError`` if several match."""
    return SiteFilterValidator(site=name, request=request).site_obj


@contextmanager
def defer_reference_index() -> Iterator[bool]:
    """Do not write to the reference index for objects saved inside. Yield whether it was not deferred already."""
    from wagtail import signal_handlers  # needs the models loaded

    if getattr(signal_handlers.reference_index_auto_update_disabled, "value", False):
        yield False
        return
    with signal_handlers.disable_reference_index_auto_update():
        yield True


def index_references(instance: Any) -> None:
    """Write to the reference index what a saved object and its child rows refer to."""
    from wagtail.signal_handlers import update_reference_index_on_save  # needs the models loaded

    update_reference_index_on_save(instance)


def find_redirect(request: HttpRequest, path: str) -> Any:
    """Return the redirect for a path as it is in the request, on its site or on all; ``None`` if there is none."""
    from wagtail.contrib.redirects.middleware import get_redirect  # needs the models loaded

    return get_redirect(request, path)


class PageSitemap(Sitemap):
    """A sitemap that creates the entries of all pages in a part at once."""

    def list_entries(self, pages: list[Any]) -> list[dict[str, Any]]:
        """Return an entry for each page, in the form of ``get_sitemap_urls``."""
        raise NotImplementedError

    def _urls(self, page: int, protocol: str, domain: str) -> list[dict[str, Any]]:
        entries = self.list_entries(list(self.paginator.page(page).object_list))
        self.latest_lastmod = max((entry["lastmod"] for entry in entries if entry["lastmod"]), default=None)
        return entries


def find_rich_text_format(context: Any) -> str:
    """Return the rich text format in a serializer's context, or else the project's default."""
    found: str = context.get("_wagtail_rich_text_format") or APIRichText.get_default_format()
    return found


def make_markdown_converter() -> Callable[[str], str]:
    """Return a function that converts HTML with resolved links to CommonMark."""
    from wagtail.admin.rich_text.converters.markdown_db import MarkdownConverter  # needs the models loaded

    converter = MarkdownConverter()
    return lambda html: converter.from_database_format(html, resolved=True)


def read_file(media: Any) -> None:
    """Set the metadata that Wagtail stores for the file of an unsaved image or document: size and hash."""
    if hasattr(media, "_set_image_file_metadata"):
        media._set_image_file_metadata()
    else:
        media._set_document_file_metadata()
