"""The dashboard of the admin."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from wagtail import hooks
from wagtail.admin.ui.components import Component
from wagtail.permissions import policy_registry


class StartPanel(Component):
    """The dashboard's first panel: common tasks that the user has permission for.

    Each app declares its own in ``register_start_tasks``: the model to add, the URL name, and the label of the button.
    """

    name = "start"
    order = 50
    template_name = "home/admin/start_panel.html"

    def __init__(self, request: HttpRequest) -> None:
        self.tasks = [
            {"url": reverse(name), "label": label}
            for register in hooks.get_hooks("register_start_tasks")
            for model, name, label in register()
            if policy_registry.get_by_type(model).user_has_permission(request.user, "add")
        ]

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {"tasks": self.tasks}


class VersionPanel(Component):
    """The dashboard's last line: the version, for bug reports."""

    name = "version"
    order = 1000
    template_name = "home/admin/version_panel.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {"version": settings.VERSION}
