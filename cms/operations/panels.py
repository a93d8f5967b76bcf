"""What administrators see on the dashboard."""

from typing import Any

from wagtail.admin.ui.components import Component

from cms.backup.nightly import find_late
from cms.operations.tasks import list_failed


class LateBackupPanel(Component):
    """A warning that the worker makes no backups, though it should."""

    name = "late_backup"
    order = 41
    template_name = "operations/admin/late_backup_panel.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {"late": find_late()}


class FailedTasksPanel(Component):
    """A warning that background tasks have failed."""

    name = "failed_tasks"
    order = 40
    template_name = "operations/admin/failed_tasks_panel.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {"count": list_failed().count(), "csrf_token": parent_context["csrf_token"]}
