"""Keeps pages from being published while a check that blocks finds something."""

from collections.abc import Sequence
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin import messages
from wagtail.models import Page, Revision

from cms.checking.checks import Found, list_checks, run_checks
from cms.checking.models import BlockingCheck
from cms.checking.places import describe_place, make_url
from cms.models import BasePage
from cms.models.refusals import RefusedError
from cms.releases.models import Release

NAMED = 3


def list_blocking() -> set[str]:
    """Return the names of the checks that block."""
    never = {name for name, check in list_checks().items() if not check.can_block}
    return set(BlockingCheck.objects.values_list("name", flat=True)) - never


def find_blocking(page: Any) -> list[Found]:
    """Return what keeps a page, as given, from being published."""
    names = list_blocking()
    return run_checks([page], names)[0] if names and isinstance(page, BasePage) else []


def describe_blocking(page: Any, found: Sequence[Found]) -> str:
    """Say what keeps a page from being published: where, what, and how to mend it."""
    parts = [
        _("%(place)s: %(problem)s %(remedy)s")
        % {
            "place": describe_place(type(page), finding.place),
            "problem": check.describe(finding),
            "remedy": check.advise(finding),
        }
        for check, finding in found[:NAMED]
    ]
    more = len(found) - NAMED
    if more > 0:
        parts.append(ngettext("And one more finding.", "And %(count)d more findings.", more) % {"count": more})
    return " ".join([_("“%(title)s” was not published.") % {"title": page.get_admin_display_title()}, *parts])


def describe_draft(page: Any, found: Sequence[Found]) -> str:
    return " ".join([describe_blocking(page, found), _("Your changes are saved as a draft.")])


def refuse_publication(revision: Revision, user: Any) -> None:
    """Raise RefusedError if a check that blocks finds something in a revision of a page."""
    page = revision.as_object()
    if found := [one for one in find_blocking(page) if not goes_out_with(page, one.finding.draft)]:
        raise RefusedError(page, describe_blocking(page, found), code="checks")


def goes_out_with(page: Any, draft: Any) -> bool:
    """Whether a draft is published together with a page, at the time that is being set."""
    if draft is None:
        return False
    found = Release.objects.filter(state=Release.State.SCHEDULED)
    for one in (page, draft):
        kind = ContentType.objects.get_for_model(Page if isinstance(one, Page) else one)
        found = found.filter(items__content_type=kind, items__object_id=str(one.pk))
    return found.exists()


def keep_as_draft(request: HttpRequest, page: Any) -> HttpResponse | None:
    """Answer the button that publishes with the reason why not. What was typed has been saved as a draft by then.

    Wagtail saves a new page as live before it publishes it: that one becomes a draft again.
    """
    found = find_blocking(page.get_latest_revision_as_object())
    if not found:
        return None
    if page.live and not page.live_revision_id:
        page.live, page.has_unpublished_changes = False, True
        page.save(update_fields=["live", "has_unpublished_changes"], clean=False)
    first = messages.button(make_url(page.pk, found[0].finding.place), _("Go there"))
    messages.error(request, describe_draft(page, found), buttons=[first])
    return redirect("wagtailadmin_pages:edit", page.pk)
