from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.signals import init_new_page
from wagtail.snippets.models import register_snippet

from blog import checks
from blog.admin import UpdateListing, UpdateTemplateViewSet
from blog.announcing import announce
from blog.api import UpdatesAPIViewSet
from blog.imports import fill_update, make_update
from blog.models import UpdatePage
from blog.months import prefill_month
from blog.notes_admin import add_notes
from blog.panels import Archives, ThisMonthPanel, UnannouncedPanel
from blog.starting import list_begun
from blog.starting_admin import lead_to_begun, list_archives, start
from cms.checking.checks import Check

register_snippet(UpdateTemplateViewSet)
hooks.register("before_create_page", lead_to_begun)
init_new_page.connect(prefill_month, dispatch_uid="month of an update")


@hooks.register("register_admin_viewset")
def register_update_listing() -> UpdateListing:
    return UpdateListing()


@hooks.register("register_api_endpoints")
def register_endpoints() -> list[tuple[str, Any]]:
    return [("updates", UpdatesAPIViewSet)]


@hooks.register("register_start_tasks", order=1)
def register_start_tasks() -> list[tuple[Any, ...]]:
    return [
        (
            UpdatePage,
            "updates:choose_parent",
            _("Write an update"),
            _("News or a story. It is saved as a draft while you write; readers see it once it is published."),
        ),
        (
            UpdatePage,
            "importing_bring",
            _("Bring in a document"),
            _("From Word, mail or Google Docs, with its pictures. You see what becomes of it before it is added."),
        ),
    ]


@hooks.register("register_stylesheets")
def register_stylesheets() -> list[str]:
    return ["blog/css/blog.css", "blog/css/topics.css"]


@hooks.register("register_admin_urls")
def register_admin_urls() -> list[URLPattern]:
    return [
        path("updates/start/", start, name="start_update"),
        path("updates/announce/<int:event_id>/", announce, name="announce_event"),
        path("updates/<int:page_id>/notes/", add_notes, name="add_meeting_notes"),
    ]


@hooks.register("find_begun_drafts")
def find_begun_drafts(user: Any) -> list[UpdatePage]:
    return list(list_begun(list_archives(user)).select_related("locale"))


@hooks.register("construct_homepage_panels")
def add_panel(request: HttpRequest, panels: list[Any]) -> None:
    archives = Archives(request)
    panels += [ThisMonthPanel(archives), UnannouncedPanel(archives)]


@hooks.register("register_post_types")
def register_post_types() -> list[tuple[Any, Any, Any]]:
    return [(UpdatePage, make_update, fill_update)]


@hooks.register("register_guide_sections")
def register_guide_sections() -> dict[str, str]:
    return {
        "authors": "people",
        "meeting_notes": "meeting-notes",
        "period": "start",
        "start_update": "start",
        "topics": "people",
    }


@hooks.register("register_checks")
def register_checks() -> list[type[Check]]:
    return checks.CHECKS


@hooks.register("register_names")
def register_names() -> list[tuple[str, Any]]:
    return [*UpdatePage.Kind.choices, ("all_updates", _("All updates"))]
