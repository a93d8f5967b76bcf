from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import Button
from wagtail.log_actions import LogActionRegistry
from wagtail.models import Page

from cms.importing.actions import CallToActionKind
from cms.importing.kinds import Kind
from cms.importing.models import PostImport, prune_uploads
from cms.importing.posts.importer import ACTION
from cms.importing.posts.tasks import import_posts
from cms.importing.posts.views import list_imports, show_report
from cms.importing.saving import list_page_types
from cms.importing.views import bring, find_address, review

hooks.register("run_every_minute", prune_uploads)


@hooks.register("register_import_kinds", order=20)
def register_import_kinds() -> list[Kind]:
    return [CallToActionKind()]


@hooks.register("register_admin_urls")
def register_admin_urls() -> list[URLPattern]:
    return [
        path("bring/", bring, name="importing_bring"),
        path("bring/posts/", list_imports, name="importing_posts"),
        path("bring/posts/<int:pk>/", show_report, name="importing_posts_report"),
        path("bring/<uuid:pk>/", review, name="importing_review"),
    ]


class PostsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.is_superuser)


@hooks.register("register_settings_menu_item")
def register_posts_menu_item() -> MenuItem:
    return PostsMenuItem(_("Import posts"), reverse("importing_posts"), icon_name="download", order=1200)


@hooks.register("register_tasks")
def register_tasks() -> list[tuple[Any, Any, Any]]:
    return [(import_posts, _("Import posts"), PostImport)]


@hooks.register("register_page_header_buttons")
def register_header_buttons(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """Offer documents to a page in its editor, and to new pages below one that is listed."""
    model = page.specific_class
    if view_name == "edit" and model in list_page_types() and not page.alias_of_id:
        access = page.permissions_for_user(user)
        if access.can_edit() and not access.page_locked():
            yield Button(_("Bring in a document"), find_address(page=page), icon_name="download", priority=12)
    elif view_name == "index" and page.permissions_for_user(user).can_add_subpage():
        for child in list_page_types():
            if model in child.allowed_parent_page_models():
                address = find_address(model=child, parent=page)
                yield Button(_("Bring in a document"), address, icon_name="download", priority=12)


class BringMenuItem(ActionMenuItem):
    """Leads from the form of a new page to a document that it may begin with."""

    name = "action-bring"
    label = _("Bring in a document")
    icon_name = "download"

    def is_shown(self, context: Any) -> bool:
        return context["view"] == "create" and find_new_type(context["request"]) is not None

    def get_url(self, parent_context: Any) -> str:
        model = find_new_type(parent_context["request"])
        return find_address(model=model, parent=parent_context["parent_page"])


def find_new_type(request: HttpRequest) -> Any:
    """Return the type of page whose form for a new page this is, if documents can be brought to it."""
    names = request.resolver_match.kwargs if request.resolver_match else {}
    label = f"{names.get('content_type_app_name')}.{names.get('content_type_model_name')}"
    return next((model for model in list_page_types() if model._meta.label_lower == label), None)


@hooks.register("register_page_action_menu_item")
def register_action_menu_item() -> ActionMenuItem:
    return BringMenuItem(order=200)


@hooks.register("insert_global_admin_css")
def link_styles() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("importing/css/importing.css"))


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    actions.register_action(ACTION, _("Import"), _("Imported"))


@hooks.register("register_guide_sections")
def register_guide_sections() -> dict[str, str]:
    return {"importing_bring": "document"}
