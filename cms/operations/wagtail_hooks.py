from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cms.operations.heartbeat import beat
from cms.operations.panels import FailedTasksPanel, LateBackupPanel
from cms.operations.reports import TaskReportView, may_manage_tasks, try_all_again, try_one_again
from cms.operations.sessions import prune_sessions
from cms.operations.tasks import prune_tasks, queue_lost_tasks
from cms.operations.views import OperationsView

hooks.register("run_every_minute", beat, order=-100)
hooks.register("run_every_minute", queue_lost_tasks)
hooks.register("run_every_minute", prune_tasks)
hooks.register("run_every_minute", prune_sessions)


@hooks.register("register_admin_urls")
def register_admin_urls() -> list[URLPattern]:
    return [
        path("reports/operations/", OperationsView.as_view(), name="operations"),
        path("reports/tasks/", TaskReportView.as_view(), name="tasks"),
        path("reports/tasks/results/", TaskReportView.as_view(results_only=True), name="tasks_results"),
        path("reports/tasks/try-again/", try_all_again, name="try_all_tasks_again"),
        path("reports/tasks/<uuid:pk>/try-again/", try_one_again, name="try_task_again"),
    ]


class TasksMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_manage_tasks(request.user)


@hooks.register("register_reports_menu_item")
def register_menu_item() -> MenuItem:
    return TasksMenuItem(_("Background tasks"), reverse("tasks"), name="tasks", icon_name="cogs", order=1400)


class OperationsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.is_superuser)


@hooks.register("register_reports_menu_item")
def register_operations_menu_item() -> MenuItem:
    return OperationsMenuItem(_("Operations"), reverse("operations"), name="operations", icon_name="cogs", order=1350)


@hooks.register("construct_homepage_panels")
def add_panel(request: HttpRequest, panels: list[Any]) -> None:
    if may_manage_tasks(request.user):
        panels.append(FailedTasksPanel())
    if request.user.is_superuser:
        panels.append(LateBackupPanel())
