"""The panels of the dashboard that are the same for every site."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import cached_property
from wagtail import hooks
from wagtail.admin.ui.components import Component
from wagtail.models import Page
from wagtail.permissions import policy_registry

from cms.dashboard.desk import Desk, list_draft_snippets
from cms.dashboard.lists import list_coming, list_own, list_reviews

SHOWN = 5  # of each list, without opening it
FIRST_STEPS = 3


def split(rows: list[Any]) -> tuple[list[Any], list[Any]]:
    """Return what a list shows at once, and what it shows when it is opened."""
    return rows[:SHOWN], rows[SHOWN:]


class StartPanel(Component):
    """Common tasks that the user has permission for; for who has written nothing yet, three of them with a sentence.

    Each app declares its own in ``register_start_tasks``: the model to add, the URL name, the label of the button, and
    perhaps that sentence.
    """

    name = "start"
    order = 50
    template_name = "dashboard/start.html"

    def __init__(self, request: HttpRequest, desk: Desk) -> None:
        self.desk = desk
        self.tasks = [
            {"url": reverse(name), "label": label, "help": help_text[0] if help_text else ""}
            for register in hooks.get_hooks("register_start_tasks")
            for model, name, label, *help_text in register()
            if policy_registry.get_by_type(model).user_has_permission(request.user, "add")
        ]

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        is_new = bool(self.tasks) and not self.desk.has_written
        first = FIRST_STEPS if is_new else 0
        return {"first": self.tasks[:first], "tasks": self.tasks[first:]}


class DeskPanel(Component):
    """A part of the user's desk, for those who may have something on it."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    @cached_property
    def may_write(self) -> bool:
        actions = ["add", "change", "publish"]
        models = [Page, *list_draft_snippets()]
        return any(
            policy_registry.get_by_type(model).user_has_any_permission(self.desk.user, actions) for model in models
        )


class ReviewsPanel(DeskPanel):
    name = "reviews"
    order = 60
    template_name = "dashboard/reviews.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        bundles = list_reviews(self.desk)
        shown, more = split(bundles)
        is_reviewer = policy_registry.get_by_type(Page).user_has_permission(self.desk.user, "publish")
        return {"shown": shown, "more": more, "is_shown": bool(bundles or is_reviewer)}


class OwnPanel(DeskPanel):
    name = "own"
    order = 70
    template_name = "dashboard/own.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        groups = [(group.heading, *split(group.rows)) for group in list_own(self.desk)]
        return {"groups": groups, "is_shown": bool(groups or self.may_write)}


class ComingPanel(DeskPanel):
    name = "coming"
    order = 80
    template_name = "dashboard/coming.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        shown, more = split(list_coming(self.desk))
        return {"shown": shown, "more": more, "is_shown": bool(shown or self.may_write)}


class VersionPanel(Component):
    """The dashboard's last line: the version, for bug reports."""

    name = "version"
    order = 1000
    template_name = "dashboard/version.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {"version": settings.VERSION}
