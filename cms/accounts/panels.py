"""The reminder on the dashboard that a second factor is needed soon."""

from datetime import datetime
from typing import Any

from wagtail.admin.ui.components import Component


class DemandPanel(Component):
    name = "second_factor"
    template_name = "accounts/demand_panel.html"
    order = 1

    def __init__(self, deadline: datetime) -> None:
        self.deadline = deadline

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        return {**(super().get_context_data(parent_context) or {}), "deadline": self.deadline}
