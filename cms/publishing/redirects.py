"""Redirects for pages that are moved or get a new slug, created in a constant number of queries."""

from collections.abc import Iterable
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from wagtail.contrib.redirects.middleware import RedirectMiddleware
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site
from wagtail.signals import page_slug_changed, post_page_move

from cms.represent.site_context import SiteContext
from cms.represent.visibility import live
from cms.upstream.wagtail import find_redirect

BATCH = 400  # keeps every statement below SQLite's limit of variables


def connect_signals() -> None:
    page_slug_changed.connect(redirect_renamed_page, dispatch_uid="redirect_renamed_page")
    post_page_move.connect(redirect_moved_page, dispatch_uid="redirect_moved_page")


def redirect_renamed_page(instance: Page, instance_before: Page, **kwargs: Any) -> None:
    create_redirects(page=instance, old_url_path=instance_before.url_path)


def redirect_moved_page(instance: Page, url_path_before: str, url_path_after: str, **kwargs: Any) -> None:
    if url_path_before != url_path_after:  # otherwise it was only reordered
        create_redirects(page=instance, old_url_path=url_path_before)


def create_redirects(*, page: Page, old_url_path: str) -> None:
    """Redirect the old addresses of ``page`` and of all live pages below it to the pages.

    A site's home page needs no redirect, and a page that moved to another site gets none on the old one. Older
    automatic redirects from the same addresses are replaced; redirects that an editor created stay.
    """
    moved = page.get_descendants(inclusive=True).filter(live()).values_list("pk", "url_path")
    new_url_path = page.url_path
    old_paths = {pk: old_url_path + url_path.removeprefix(new_url_path) for pk, url_path in moved}
    redirects = [
        Redirect(
            old_path=Redirect.normalise_path(prefix + path.removeprefix(root)),
            site_id=site_id,
            redirect_page_id=pk,
            automatically_created=True,
        )
        for site_id, root, prefix in list_common_roots(old_url_path, new_url_path)
        for pk, path in old_paths.items()
        if path != root
    ]
    with transaction.atomic():
        for batch in batch_by_site(redirects):
            same = Redirect.objects.filter(site_id=batch[0].site_id, automatically_created=True)
            same.filter(old_path__in=[redirect.old_path for redirect in batch]).delete()
            Redirect.objects.bulk_create(batch, ignore_conflicts=True)


def list_common_roots(old_url_path: str, new_url_path: str) -> list[tuple[int, str, str]]:
    """Return (site ID, tree path of the root, address of the root) for each root that is an ancestor of both paths."""
    roots = []
    for root in Site.get_site_root_paths():
        if old_url_path.startswith(root.root_path) and new_url_path.startswith(root.root_path):
            home = Page.objects.filter(url_path=root.root_path).first()
            parts = home.get_url_parts() if home else None
            if parts and parts[2]:
                roots.append((root.site_id, root.root_path, parts[2]))
    return roots


def batch_by_site(redirects: list[Redirect]) -> Iterable[list[Redirect]]:
    """Yield batches of redirects, each of a single site."""
    by_site: dict[int, list[Redirect]] = {}
    for redirect in redirects:
        by_site.setdefault(redirect.site_id, []).append(redirect)
    for members in by_site.values():
        for start in range(0, len(members), BATCH):
            yield members[start : start + BATCH]


class ReadableRedirectMiddleware(RedirectMiddleware):
    """Wagtail's redirects, without those to pages that the user may not read, which would reveal their addresses."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if response.status_code != HTTPStatus.NOT_FOUND:
            return response
        path = Redirect.normalise_path(request.get_full_path(), decode_unicode=False)
        redirect = find_redirect(request, path) or find_redirect(request, urlsplit(path).path)
        page_id = redirect and redirect.redirect_page_id
        if page_id and not is_readable(page_id, request):
            return response
        return super().process_response(request, response)


def is_readable(page_id: int, request: HttpRequest) -> bool:
    """Return whether the user may read a page, such as one whose password they have entered."""
    readable = SiteContext.of(request).visibility.for_reader(request)
    return Page.objects.filter(readable.pages(), pk=page_id).exists()
