"""The report of background tasks, where administrators see what failed, and try it again."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST
from django_filters import ChoiceFilter
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, NumberColumn, TitleColumn
from wagtail.admin.views.reports import ReportView

from cms.admin.listings import WIDE_ONLY
from cms.operations.descriptions import STATES, describe_tasks
from cms.operations.tasks import list_failed, list_tasks, try_again
from cms.upstream.django_tasks import DBTaskResult


def may_manage_tasks(user: Any) -> bool:
    return bool(user.has_perm(f"{DBTaskResult._meta.app_label}.change_{DBTaskResult._meta.model_name}"))


class TaskFilters(WagtailFilterSet):
    status = ChoiceFilter(label=_("Status"), choices=STATES.items)

    class Meta:
        model = DBTaskResult
        fields = ["status"]


class TaskColumn(TitleColumn):
    """The task, and what went wrong."""

    cell_template_name = "operations/admin/task_cell.html"


class TryAgainColumn(Column):
    cell_template_name = "operations/admin/try_again_cell.html"

    def get_cell_context_data(self, instance: Any, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        context = super().get_cell_context_data(instance, parent_context)
        return {**context, "csrf_token": get_token(parent_context["request"])}


class TaskReportView(ReportView):
    """Each background task: what, about which object, when, how often it was tried, and why it failed."""

    model = DBTaskResult
    page_title = _("Background tasks")
    header_icon = "cogs"
    index_url_name = "tasks"
    index_results_url_name = "tasks_results"
    filterset_class = TaskFilters
    default_ordering = "-enqueued_at"
    columns = [
        TaskColumn("label", label=_("Task"), get_url=lambda task: task.url, width="45%"),
        Column("state", label=_("Status")),
        NumberColumn("attempts", label=_("Attempts"), classname=WIDE_ONLY),
        DateColumn("enqueued_at", label=_("Requested"), sort_key="enqueued_at", classname=WIDE_ONLY),
        DateColumn("started_at", label=_("Last tried"), sort_key="started_at", classname=WIDE_ONLY),
        TryAgainColumn("may_try_again", label=""),
    ]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_manage_tasks(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_base_queryset(self) -> Any:
        return list_tasks()

    def get_table(self, object_list: Any) -> Any:
        return super().get_table(describe_tasks(object_list))


@require_POST
def try_one_again(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Queue one task again."""
    if not may_manage_tasks(request.user):
        raise PermissionDenied
    task = get_object_or_404(list_tasks(), pk=pk)
    if try_again(list_tasks().filter(pk=task.pk)):
        messages.success(request, _("It will be tried again in a moment."))
    else:
        messages.info(request, _("It is running or already done."))
    return redirect("tasks")


@require_POST
def try_all_again(request: HttpRequest) -> HttpResponse:
    """Queue all failed tasks again."""
    if not may_manage_tasks(request.user):
        raise PermissionDenied
    count = try_again(list_failed())
    text = ngettext("%d task will be tried again.", "%d tasks will be tried again.", count)
    messages.success(request, text % count)
    return redirect("tasks")
