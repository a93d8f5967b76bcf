"""The bin: what is in it, and what can be done with it."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, DateColumn, UserColumn
from wagtail.admin.views.reports import ReportView

from cms.admin.listings import WIDE_ONLY
from cms.bin.actions import delete_for_good, restore
from cms.bin.forms import RestoreForm
from cms.bin.models import Deletion
from cms.bin.permissions import list_deletions, may_delete_for_good


def format_end(deletion: Deletion) -> str:
    return date_format(localtime(deletion.emptied_at), "DATE_FORMAT")


class PagesColumn(Column):
    """What was deleted, and where it was."""

    cell_template_name = "bin/pages_cell.html"

    def get_cell_context_data(self, instance: Any, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        context = super().get_cell_context_data(instance, parent_context)
        pages = list(instance.pages.select_related("page__locale"))
        return {**context, "pages": [(binned, binned.page.get_descendant_count()) for binned in pages]}


class ButtonsColumn(Column):
    cell_template_name = "bin/buttons_cell.html"

    def get_cell_context_data(self, instance: Any, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        request = parent_context["request"]
        return {
            **super().get_cell_context_data(instance, parent_context),
            "csrf_token": get_token(request),
            "may_delete": may_delete_for_good(request.user, instance),
        }


class BinView(ReportView):
    model = Deletion
    page_title = gettext_lazy("Bin")
    header_icon = "bin"
    index_url_name = "bin"
    index_results_url_name = "bin_results"
    default_ordering = "-deleted_at"
    columns = [
        PagesColumn("pages", accessor=str, label=gettext_lazy("Pages"), width="40%"),
        UserColumn(
            "user", blank_display_name=gettext_lazy("system"), label=gettext_lazy("Deleted by"), classname=WIDE_ONLY
        ),
        DateColumn("deleted_at", label=gettext_lazy("Deleted"), sort_key="deleted_at", classname=WIDE_ONLY),
        Column("emptied_at", accessor=format_end, label=gettext_lazy("Gone for good on"), classname=WIDE_ONLY),
        ButtonsColumn("buttons", accessor="pk", label=""),
    ]

    def get_base_queryset(self) -> Any:
        return list_deletions(self.request.user).select_related("user")


def restore_deletion(request: HttpRequest, pk: int) -> HttpResponse:
    """Put back what was deleted, or ask where to, if it cannot go where it was."""
    deletion = get_object_or_404(list_deletions(request.user), pk=pk)
    name = str(deletion)
    form = RestoreForm(deletion=deletion, user=request.user)
    if request.method == "POST" and (not form.fields or form.fields.keys() & request.POST.keys()):
        form = RestoreForm(request.POST, deletion=deletion, user=request.user)
    if form.is_valid():
        pages = restore(deletion, request.user, form.parents)
        edit = messages.button(reverse("wagtailadmin_pages:edit", args=[pages[0].pk]), _("Edit"))
        messages.success(request, _("“%(title)s” is back.") % {"title": name}, buttons=[edit])
        return redirect("wagtailadmin_explore", pages[0].get_parent().pk)
    context = {"deletion": deletion, "form": form, "name": name}
    return render(request, "bin/restore.html", context)


def confirm_deletion(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete for good, once the user has confirmed it."""
    deletion = get_object_or_404(list_deletions(request.user), pk=pk)
    if not may_delete_for_good(request.user, deletion):
        raise PermissionDenied
    name = str(deletion)
    if request.method == "POST":
        delete_for_good(deletion, request.user)
        messages.success(request, _("“%(title)s” has been deleted for good.") % {"title": name})
        return redirect("bin")
    count = sum(binned.page.get_descendant_count() + 1 for binned in deletion.pages.select_related("page"))
    return render(request, "bin/confirm_delete.html", {"deletion": deletion, "name": name, "count": count})
