"""What administrators see on the dashboard."""

from typing import Any

from wagtail.admin.ui.components import Component

from cms.operations.tasks import list_failed


class FailedTasksPanel(Component):
    """A warning that background tasks have failed."""

    name = "failed_tasks"
    order = 40
    template_name = "operations/admin/failed_tasks_panel.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {"count": list_failed().count(), "csrf_token": parent_context["csrf_token"]}
