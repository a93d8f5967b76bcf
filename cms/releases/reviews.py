"""What a moderator sees of a release, and approves."""

from typing import Any, NamedTuple

from django.contrib import messages
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models import Page, Revision, WorkflowMixin, WorkflowState

from cms.releases.models import Release, ReleaseItem
from cms.releases.publishing import is_outdated, list_items, may_publish
from cms.releases.shown import find_unpublished
from cms.releases.submissions import find_open_release

# The fields of the form, beside those of the page.
SEEN, KEPT = "release-seen", "release-item"


class Row(NamedTuple):
    """One page or snippet, as the editor of a page lists it."""

    instance: Any
    revision: Revision
    edit_url: str | None
    compare_url: str | None
    view_url: str | None
    item: ReleaseItem | None = None
    may_publish: bool = True

    @property
    def item_id(self) -> int | None:
        return self.item.pk if self.item else None

    @property
    def type_name(self) -> str:
        return str(self.instance._meta.verbose_name)

    @property
    def language(self) -> str:
        return str(self.instance.locale)


def describe(instance: Any, revision: Revision, user: Any, item: ReleaseItem | None = None) -> Row:
    compare = make_url(instance, "revisions_compare", "live", revision.pk) if instance.live else None
    return Row(
        instance=instance,
        revision=revision,
        edit_url=AdminURLFinder(user).get_edit_url(instance),
        compare_url=compare,
        view_url=make_url(instance, "revisions_view", revision.pk),
        item=item,
        may_publish=may_publish(user, instance),
    )


def make_url(instance: Any, name: str, *args: Any) -> str | None:
    """Return the address of one of Wagtail's views of a page or snippet; ``None`` if it has no such view."""
    own = f"wagtailadmin_pages:{name}" if isinstance(instance, Page) else instance.snippet_viewset.get_url_name(name)
    try:
        return reverse(own, args=[instance.pk, *args])
    except NoReverseMatch:
        return None


def list_review(release: Release, user: Any) -> list[Row]:
    """Return what will be published with a page that is under review, in its latest version."""
    return [
        describe(item.content_object, item.content_object.latest_revision, user, item)
        for item in list_items(release)
        if not is_outdated(item) and item.content_object.latest_revision
    ]


def write_seen(rows: list[Row]) -> str:
    """Return which versions a moderator sees. Autosave overwrites revisions, so their time belongs to it."""
    return " ".join(
        f"{row.item.pk}:{row.revision.pk}:{row.revision.created_at.isoformat()}" for row in rows if row.item
    )


def check_approval(request: HttpRequest, page: Any) -> None:
    """Let an approval apply to what the moderator has seen of the release, and take out what they have unticked.

    If something has changed since the form was loaded, or is not for this moderator to publish, the request only saves
    the page, and says why.
    """
    if request.method != "POST" or request.POST.get("workflow-action-name") != "approve" or SEEN not in request.POST:
        return
    release = find_open_release(page)
    if release is None:
        return
    rows = list_review(release, request.user)
    kept = set(request.POST.getlist(KEPT))
    chosen = [row for row in rows if str(row.item_id) in kept]
    if write_seen(rows) != request.POST[SEEN]:
        refuse_approval(request, _("Something that is published with this page has changed. Look at it again."))
    elif forbidden := [str(row.instance) for row in chosen if not row.may_publish]:
        names = {"names": ", ".join(forbidden)}
        refuse_approval(request, _("You may not publish %(names)s. Untick it, or ask somebody who may.") % names)
    else:
        release.items.exclude(pk__in=[row.item_id for row in chosen]).delete()
        for row in chosen:
            release.items.filter(pk__in=[row.item_id]).update(revision=row.revision, edited_at=None)


def refuse_approval(request: HttpRequest, reason: str) -> None:
    """Turn an approval into saving a draft, which loses nothing."""
    messages.error(request, reason)
    form = request.POST.copy()
    for name in ("action-workflow-action", "workflow-action-name"):
        form.pop(name, None)
    request.POST = form  # type: ignore[assignment]


def report_review(request: HttpRequest, page: Any) -> None:
    """Say what has come of a review: Wagtail only says that the page was updated."""
    action, title = request.POST.get("workflow-action-name"), {"title": page.get_admin_display_title()}
    if action == "reject" and "action-workflow-action" in request.POST:
        messages.success(request, _("Asked for changes to “%(title)s”.") % title)
    elif action == "approve" and find_published(page):
        messages.success(request, _("“%(title)s” is published.") % title)
        warn_about_gaps(request, page)


def show_requested_changes(request: HttpRequest, instance: Any) -> None:
    """Show who opens a page or snippet what a moderator has asked for: Wagtail has it in the history only."""
    if request.method != "GET" or not isinstance(instance, WorkflowMixin):
        return
    state = instance.current_workflow_state
    if state and state.status == WorkflowState.STATUS_NEEDS_CHANGES and state.current_task_state:
        review, user = state.current_task_state, state.current_task_state.finished_by
        name = (user.get_full_name() or user.get_username()) if user else _("A moderator")
        words = {"name": name, "comment": review.comment}
        without, with_comment = _("%(name)s asked for changes."), _("%(name)s asked for changes: “%(comment)s”")
        messages.warning(request, (with_comment if review.comment else without) % words)


def find_published(page: Any) -> Page | None:
    return Page.objects.filter(pk=page.pk, live=True, has_unpublished_changes=False).first()


def warn_about_gaps(request: HttpRequest, page: Any) -> None:
    """After an approval, say what readers still miss: what was taken out, or came into the page with it."""
    published = find_published(page)
    if request.POST.get("workflow-action-name") != "approve" or published is None:
        return
    shown = find_unpublished(published.get_latest_revision().as_object(), request)
    missing = [str(item.instance) for item in shown.items if item.is_new]
    missing += [link.get_admin_display_title() for link in shown.links]
    if missing:
        messages.warning(request, _("Readers cannot see %(names)s yet.") % {"names": ", ".join(missing)})
