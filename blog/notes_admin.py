"""Adds the notes of its month to an update."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from blog.models import UpdatePage
from blog.notes import find_unused, make_rows


def add_notes(request: HttpRequest, page_id: int) -> HttpResponse:
    """Ask, and add the public notes of an update's month to its draft."""
    page = get_object_or_404(UpdatePage, pk=page_id)
    permissions = page.permissions_for_user(request.user)
    if not permissions.can_edit() or permissions.page_locked():
        raise PermissionDenied
    if request.method == "POST":
        with transaction.atomic():
            draft = UpdatePage.objects.select_for_update().get(pk=page_id).get_latest_revision_as_object()
            if unused := find_unused(draft):
                rows = list(draft.meeting_notes.all())
                draft.meeting_notes = [*rows, *make_rows(draft, unused, after=len(rows))]
                draft.save_revision(user=request.user)
                log(instance=draft, action="wagtail.edit", user=request.user, content_changed=True)
                messages.success(request, _("The meeting notes were added to the draft."))
        return redirect("wagtailadmin_pages:edit", page_id)
    context = {
        "page": page,
        "unused": find_unused(page.get_latest_revision_as_object()),
        "page_title": _("Add meeting notes"),
        "header_title": _("Add meeting notes"),
        "header_icon": "doc-full",
    }
    return TemplateResponse(request, "blog/admin/add_notes.html", context)
