"""What editors find first."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.components import Component
from wagtail.permissions import policy_registry

from blog.models import UpdatePage
from cms.people.models import Person
from events.models import EventPage

TASKS = [
    (UpdatePage, "updates:choose_parent", _("Write an update")),
    (EventPage, "events:choose_parent", _("Announce an event")),
    (Person, "wagtailsnippets_people_person:add", _("Introduce a person")),
]


class StartPanel(Component):
    """The dashboard's first panel: what somebody who signs in most often came to do, and may."""

    name = "start"
    order = 50
    template_name = "home/admin/start_panel.html"

    def __init__(self, request: HttpRequest) -> None:
        self.tasks = [
            {"url": reverse(name), "label": label}
            for model, name, label in TASKS
            if policy_registry.get_by_type(model).user_has_permission(request.user, "add")
        ]

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {"tasks": self.tasks}


class VersionPanel(Component):
    """The dashboard's last line: the version, for whoever reports a fault."""

    name = "version"
    order = 1000
    template_name = "home/admin/version_panel.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {"version": settings.VERSION}
