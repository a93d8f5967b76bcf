"""The findings of one page, in the checks panel of its editor."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.views.decorators.http import require_GET, require_POST
from wagtail.models import Page

from cms.checking.blocking import list_blocking
from cms.checking.checks import Found, run_checks
from cms.checking.places import describe_place, make_anchor


class Row(NamedTuple):
    """A finding as the panel shows it. ``key`` names it among those of its page."""

    found: Found
    where: str
    anchor: str
    problem: str
    remedy: str
    is_blocking: bool
    may_mend: bool
    key: str


def get_page(request: HttpRequest, page_id: int) -> Any:
    """Return a page as its latest draft has it, for those who may edit it."""
    page = get_object_or_404(Page, pk=page_id).specific
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    return page.get_latest_revision_as_object()


def make_key(found: Found) -> str:
    place = found.finding.place
    return f"{found.check.name}:{place.block or place.field}"


def list_rows(page: Any, user: Any) -> list[Row]:
    """Return the findings of a page, those that block first."""
    blocking = list_blocking()
    rows = [describe(page, found, blocking, user) for found in run_checks([page])[0]]
    return sorted(rows, key=lambda row: not row.is_blocking)


def describe(page: Any, found: Found, blocking: Iterable[str], user: Any) -> Row:
    check, finding = found
    return Row(
        found=found,
        where=describe_place(type(page), finding.place),
        anchor=make_anchor(finding.place),
        problem=check.describe(finding),
        remedy=check.advise(finding),
        is_blocking=check.name in blocking,
        may_mend=check.may_mend(finding, user),
        key=make_key(found),
    )


@require_GET
def show_findings(request: HttpRequest, page_id: int) -> HttpResponse:
    """Answer with the findings of the latest draft as HTML, and their number."""
    rows = list_rows(get_page(request, page_id), request.user)
    html = render_to_string("checking/findings.html", {"rows": rows}, request)
    return JsonResponse({"count": len(rows), "html": html})


@require_POST
def mend(request: HttpRequest, page_id: int) -> HttpResponse:
    """Mend a finding of the latest draft that is not in the form, and answer with what was done."""
    page = get_page(request, page_id)
    wanted = request.POST.get("finding", "")
    found = next((found for found in run_checks([page])[0] if make_key(found) == wanted), None)
    if found is None:
        raise Http404
    if not found.check.may_mend(found.finding, request.user):
        raise PermissionDenied
    return JsonResponse({"message": found.check.mend(found.finding, request.user)})
