from collections.abc import Callable
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import URLPattern, path
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry
from wagtail.models import Page
from wagtail.snippets.models import register_snippet

from cms.admin.appearance import show_check
from cms.admin.rich_text import register_paste, register_typed_links
from cms.admin.snippets import (
    CallToActionViewSet,
    NavigationViewSet,
    SiteTextViewSet,
    TopicViewSet,
    refuse_overwriting_copy,
)
from cms.api.media import DocumentsAPIViewSet, ImagesAPIViewSet
from cms.api.pages import PagesAPIViewSet
from cms.api.redirects import RedirectsAPIViewSet
from cms.api.site import SiteAPIView
from cms.api.snippets import TopicsAPIViewSet
from cms.api.unlocking import UnlockView
from cms.freshness.reads import depend_only_on
from cms.media.avif import QuickFormatOperation
from cms.media.permissions import refuse_moving_private_files
from cms.media.renditions import make_image_renditions
from cms.models import BasePage, Document, Image, Organisation
from cms.publishing.scheduling import (
    FAILED_ACTION,
    FailedScheduleFormatter,
    announce_past_expiry,
    warn_about_failed_schedule,
)
from cms.represent.site_context import SiteContext
from cms.represent.unlocking import TokenEnded, open_locked

# The style sheet of whoever runs the site, in their OVERRIDES_DIR.
OVERRIDES_SHEET = "overrides.css"

for name in ("before_edit_page", "before_edit_snippet"):
    hooks.register(name, warn_about_failed_schedule)
    hooks.register(name, announce_past_expiry)
hooks.register("before_bulk_action", refuse_moving_private_files)
hooks.register("before_create_snippet", refuse_overwriting_copy)
hooks.register("register_rich_text_features", register_paste)
hooks.register("register_rich_text_features", register_typed_links, order=1)  # after Wagtail's own, which this extends

for viewset in (TopicViewSet, CallToActionViewSet, SiteTextViewSet, NavigationViewSet):
    register_snippet(viewset)


@hooks.register("register_admin_urls")
def register_admin_urls() -> list[URLPattern]:
    return [path("colours/check/", show_check, name="check_colour")]


@hooks.register("register_tasks")
def register_tasks() -> list[tuple[Any, Any, Any]]:
    return [(make_image_renditions, _("Create image sizes"), Image)]


@hooks.register("register_log_actions")
def register_failed_schedule(actions: LogActionRegistry) -> None:
    actions.register_action(FAILED_ACTION)(FailedScheduleFormatter)


@hooks.register("register_image_operations", order=1)  # after Wagtail's own, which this replaces
def register_quick_avif() -> list[tuple[str, type[QuickFormatOperation]]]:
    return [("format", QuickFormatOperation)]


@hooks.register("register_stylesheets", order=-1)  # before those of the apps, which build on them
def register_stylesheets() -> list[str]:
    return [
        f"cms/css/{name}.css" for name in ("tokens", "typefaces", "base", "layout", "components", "blocks", "print")
    ]


@hooks.register("register_stylesheets", order=1000)  # after all others
def register_overrides() -> list[str]:
    return (
        [OVERRIDES_SHEET]
        if any((folder / "static" / OVERRIDES_SHEET).is_file() for folder in settings.OVERRIDES)
        else []
    )


@hooks.register("insert_editor_js")
def link_outline_script() -> str:
    return format_html(
        '<script src="{}" data-titles="{}" data-everything="{}" data-moved="{}"></script>',
        static("cms/js/outline.js"),
        _("Show only the titles"),
        _("Show everything"),
        _("Moved to place %(place)s of %(number)s"),
    )


@hooks.register("insert_global_admin_css")
def link_admin_styles() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("cms/css/admin.css"))


@hooks.register("insert_global_admin_js")
def link_date_script() -> str:
    """Before every other script that makes a calendar."""
    return format_html(
        '<script src="{}" data-day="{}" data-moment="{}" data-invalid="{}"></script>',
        static("cms/js/dates.js"),
        _("Day/month/year, such as 31/10/2022"),
        _("Day/month/year and time, such as 31/10/2022 19:30"),
        _("This is no date. Type one such as 31/10/2022, or choose it."),
    )


@hooks.register("insert_global_admin_js")
def link_start_script() -> str:
    return format_html('<script src="{}"></script>', static("cms/js/start.js"))


@hooks.register("insert_global_admin_js")
def link_error_script() -> str:
    return format_html(
        '<script src="{}" data-heading="{}"></script>', static("cms/js/errors.js"), _("There is a problem")
    )


@hooks.register("insert_global_admin_js")
def link_scripts_for_everybody() -> str:
    """For screen readers and the keyboard: see ``docs/accessibility.md``."""
    names = ["names", "focus"]
    return format_html_join("", '<script src="{}"></script>', [(static(f"cms/js/{name}.js"),) for name in names])


@hooks.register("insert_global_admin_js")
def link_description_script() -> str:
    return format_html('<script src="{}"></script>', static("cms/js/picture-description.js"))


@hooks.register("on_serve_page", order=1000)  # after all hooks that may refuse access
def depend_only_on_page(serve: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Let the response depend on the page alone, not on everything read to find it in the tree.

    The page itself changes when its address does, and every response depends on restrictions anyway.
    """

    def begin(page: Page, request: HttpRequest, args: Any, kwargs: Any) -> HttpResponseBase:
        depend_only_on(page)
        if isinstance(page, BasePage):
            page.begin_reading(request)
        return serve(page, request, args, kwargs)

    return begin


@hooks.register("before_serve_page", order=1000)  # after all hooks that may refuse access
def lead_to_translation(page: Page, request: HttpRequest, args: Any, kwargs: Any) -> HttpResponseBase | None:
    """Redirect from the place of a page that was missing to its translation, once there is one."""
    translation = getattr(page, "translation_instead", None)
    return redirect(translation.get_url(request)) if translation else None


@hooks.register("before_serve_document")
def hide_unused_document(document: Document, request: HttpRequest) -> None:
    """Serve a document to readers only if a page that they may read uses it, or an editor marked it public.

    Its address can be guessed: it is a number and a file name. A private collection decides who gets its documents:
    Wagtail asks people to sign in, or for the password.
    """
    visibility = SiteContext.of(request).visibility
    if not visibility.shows(document):
        return
    same = Document.objects.filter(pk=document.pk)
    readable = visibility.for_reader(request)
    with suppress(TokenEnded):
        readable = open_locked(request, readable, SiteContext.of(request).site)
    if readable.filter(same).exists():
        return
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or not request.user.has_perm("wagtailadmin.access_admin"):
        raise Http404("No page shows this document.")


@hooks.register("register_api_endpoints", order=10)
def register_endpoints() -> list[tuple[str, Any]]:
    """The endpoints of every site; ``pages`` comes after those of single page types."""
    return [
        ("pages", PagesAPIViewSet),
        ("pages/<int:pk>/unlock", UnlockView),
        ("images", ImagesAPIViewSet),
        ("documents", DocumentsAPIViewSet),
        ("topics", TopicsAPIViewSet),
        ("redirects", RedirectsAPIViewSet),
        ("site", SiteAPIView),
    ]


@hooks.register("register_site_context")
def register_front_ends() -> tuple[str, QuerySet[Organisation]]:
    return "front_ends", Organisation.objects.only("site", "front_end_url", "mention_missing_notes", "time_format")


@hooks.register("register_guide_sections")
def register_guide_sections() -> dict[str, str]:
    return {
        "body": "blocks",
        "call_to_action": "links",
        "go_live_at": "schedule",
        "hero_image": "pictures",
        "image": "pictures",
        "introduction": "start",
        "news": "blocks",
        "shared_call_to_action": "people",
        "slug": "links",
        "video": "blocks",
    }
