from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.widgets import Button
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.models import BaseLogEntry, Page
from wagtail.snippets.action_menu import ActionMenuItem

from cms.releases.reviews import check_approval, report_review, show_requested_changes
from cms.releases.revisions import Revisable
from cms.releases.shown import find_unpublished
from cms.releases.submissions import REOPENED_ACTION, collect_during_review
from cms.releases.versions import NAMED_ACTION, show_versions
from cms.releases.views import ask_before_publishing, publish_together
from cms.upstream.wagtail_forms import get_valid_next_url_from_request

for name in ("after_edit_page", "after_edit_snippet"):
    hooks.register(name, collect_during_review)
hooks.register("after_edit_page", report_review)
hooks.register("before_edit_page", check_approval)
for name in ("before_edit_page", "before_edit_snippet"):
    hooks.register(name, show_requested_changes)
hooks.register("before_publish_page", ask_before_publishing)


@hooks.register("register_admin_urls")
def register_release_views() -> list[URLPattern]:
    return [
        path("releases/publish/<int:page_id>/", publish_together, name="releases_publish"),
        path("releases/versions/<int:content_type_id>/<str:pk>/", show_versions, name="releases_versions"),
    ]


def make_versions_url(instance: Any) -> str:
    return reverse("releases_versions", args=[instance.get_base_content_type().pk, instance.pk])


@hooks.register("register_page_header_buttons")
def add_versions_button(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    if view_name == "edit" and page.permissions_for_user(user).can_view_revisions():
        yield Button(gettext_lazy("Versions"), make_versions_url(page), icon_name="history", priority=65)


@hooks.register("register_snippet_action_menu_item")
def add_versions_item(model: type[Any]) -> ActionMenuItem | None:
    return VersionsItem(order=90) if issubclass(model, Revisable) else None


class VersionsItem(ActionMenuItem):
    """Leads from the form of a snippet to the versions of it that are kept."""

    name = "action-versions"
    label = gettext_lazy("Versions")
    icon_name = "history"

    def is_shown(self, context: Any) -> bool:
        return context["view"] == "edit"

    def get_url(self, parent_context: Any) -> str:
        return make_versions_url(parent_context["instance"])


@hooks.register("construct_page_action_menu")
@hooks.register("construct_snippet_action_menu")
def offer_approval_first(items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    """Let the button of those who review be that which approves; what they change is saved while they type."""
    items.sort(key=lambda item: item.name != "approve")


@hooks.register("insert_editor_js")
def link_editor_script() -> str:
    return format_html('<script src="{}"></script>', static("releases/js/autosave.js"))


@hooks.register("insert_global_admin_css")
def link_admin_styles() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("releases/css/admin.css"))


@hooks.register("before_bulk_action")
def ask_before_publishing_many(
    request: HttpRequest, action_type: str, objects: Iterable[Any], action: Any
) -> HttpResponse | None:
    """Leave pages whose readers would miss something to their own forms, where one can choose what to do about it."""
    if action_type != "publish" or request.method != "POST":
        return None
    incomplete = [one for one in objects if isinstance(one, Page) and lacks_something(one, request)]
    if not incomplete:
        return None
    titles = {"titles": ", ".join(f"“{page.get_admin_display_title()}”" for page in incomplete)}
    messages.error(
        request,
        _("Nothing was published: %(titles)s show things that are not public yet. Publish these pages one by one.")
        % titles,
    )
    return redirect(get_valid_next_url_from_request(request) or "wagtailadmin_home")


def lacks_something(page: Page, request: HttpRequest) -> bool:
    revision = page.get_latest_revision()
    return bool(revision) and find_unpublished(revision.as_object(), request).leaves_gaps


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    @actions.register_action(REOPENED_ACTION)
    class ReopenedFormatter(LogFormatter):
        label = gettext_lazy("Reopen the review")

        def format_message(self, log_entry: BaseLogEntry) -> str:
            return _("“%(title)s”, which is published with this page, was edited") % {"title": log_entry.data["title"]}

    @actions.register_action(NAMED_ACTION)
    class NamedFormatter(LogFormatter):
        label = gettext_lazy("Name a version")

        def format_message(self, log_entry: BaseLogEntry) -> str:
            return _("Named “%(name)s”") % {"name": log_entry.data["name"]}
