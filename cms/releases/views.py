"""Publishing a page together with what it shows, and the versions that are kept."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page, Revision

from cms.releases import reviews
from cms.releases.headers import describe_header
from cms.releases.models import Release
from cms.releases.publishing import publish_release
from cms.releases.shown import Unpublished, find_unpublished
from cms.releases.submissions import set_items

CHOSEN, VERSION = "item", "version"


def ask_before_publishing(request: HttpRequest, page: Any) -> HttpResponse | None:
    """Ask first if readers of a page would miss something; ``None`` publishes it.

    The page has been saved by then, so whoever goes back loses nothing. Wagtail saves a new page as live before it
    publishes it: that one becomes a draft again.
    """
    shown = find_unpublished(page.get_latest_revision().as_object(), request)
    if not shown.leaves_gaps:
        return None
    if page.live and not page.live_revision_id:
        page.live, page.has_unpublished_changes = False, True
        page.save(update_fields=["live", "has_unpublished_changes"], clean=False)
    return redirect("releases_publish", page.pk)


def show_question(request: HttpRequest, page: Any) -> HttpResponse:
    """Say what readers of a page would miss, and offer to publish it too."""
    revision = page.get_latest_revision()
    shown = find_unpublished(revision.as_object(), request)
    rows = [reviews.describe(item.instance, item.instance.latest_revision, request.user) for item in shown.items]
    context = {
        **describe_header(_("Before you publish"), page.get_admin_display_title(), "upload"),
        "page": page,
        "is_scheduled": bool(page.go_live_at and page.go_live_at > timezone.now()),
        "version": write_version(revision),
        "rows": [(write_choice(row), row) for row in rows],
        "links": shown.links,
        "can_choose": any(row.may_publish for row in rows),
    }
    return TemplateResponse(request, "releases/publish.html", context)


def write_version(revision: Revision) -> str:
    return f"{revision.pk}:{revision.created_at.isoformat()}"


def write_choice(row: "reviews.Row | Unpublished") -> str:
    revision = row.instance.latest_revision
    return f"{revision.base_content_type_id}:{row.instance.pk}:{write_version(revision)}"


def publish_together(request: HttpRequest, page_id: int) -> HttpResponse:
    """Ask what to publish with a page, then publish it with what was chosen."""
    page = get_object_or_404(Page, pk=page_id).specific
    edit_url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    if not page.permissions_for_user(request.user).can_publish():
        raise PermissionDenied
    revision = page.get_latest_revision()
    lock = page.get_lock()
    if revision is None or (lock and lock.for_user(request.user)):
        raise PermissionDenied
    if request.method != "POST":
        return show_question(request, revision.as_object())
    found = {write_choice(item): item.instance for item in find_unpublished(revision.as_object(), request).items}
    chosen = request.POST.getlist(CHOSEN)
    if request.POST.get(VERSION) != write_version(revision) or not found.keys() >= set(chosen):
        messages.error(request, _("Something has changed in the meantime. Look at it again, then publish."))
        return redirect(edit_url)
    release = Release.objects.create(page=page, title=page.get_admin_display_title())
    set_items(release, [instance for choice, instance in found.items() if choice in chosen])
    publish_release(release, revision, user=request.user)
    messages.success(request, describe_result(release, page))
    return redirect("wagtailadmin_explore", page.get_parent().pk)


def describe_result(release: Release, page: Any) -> str:
    title = {"title": page.get_admin_display_title()}
    if release.state == Release.State.SCHEDULED:
        return _("“%(title)s” is scheduled, with what you chose.") % title
    return _("“%(title)s” is published, with what you chose.") % title
