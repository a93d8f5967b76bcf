"""Finds the page at an address that an editor typed instead of choosing the page."""

from urllib.parse import SplitResult, unquote, urlsplit

from wagtail.models import Page, Site

from cms.represent.site_context import SiteContext


def find_page(typed: str) -> Page | None:
    """Return the page at a path such as ``/about/``, or at an address with the host of one of our sites.

    A link to a page cannot keep a query or a fragment, so addresses with these stay as they were typed, and so does a
    path at which two sites have a page.
    """
    try:
        parts = urlsplit(typed.strip())
    except ValueError:
        return None
    if parts.query or parts.fragment or not parts.path.startswith("/") or parts.scheme not in {"", "http", "https"}:
        return None
    if parts.scheme and not parts.netloc:
        return None
    pages = Page.objects.filter(url_path__in=list_url_paths(parts))
    return pages[0] if len(pages) == 1 else None


def list_url_paths(parts: SplitResult) -> list[str]:
    """Return where in the tree the page could be: below the home page of each site and language."""
    context = SiteContext(None)
    own = {site.pk for site in context.sites if not parts.netloc or parts.netloc.lower() in list_hosts(site, context)}
    path = unquote(parts.path).rstrip("/") + "/"
    return [
        root.root_path + path.removeprefix(prefix)
        for root in context.roots
        if root.site_id in own
        and (prefix := context.find_prefix(root.language_code)) is not None
        and path.startswith(prefix)
    ]


def list_hosts(site: Site, context: SiteContext) -> set[str]:
    """Return the hosts of a site: that of this server, and that where readers see it."""
    addresses = [site.root_url, context.front_ends.get(site.pk, "")]
    return {urlsplit(address).netloc.lower() for address in addresses if address}
