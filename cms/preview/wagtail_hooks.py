from collections.abc import Callable

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, path
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

from cms.preview.api import PreviewAPIViewSet
from cms.preview.drafts import accept_token
from cms.preview.models import delete_expired_links
from cms.preview.tokens import SCHEME
from cms.preview.views import SHARED_ACTION, WITHDRAWN_ACTION, open_preview, show_links, withdraw_link

hooks.register("run_every_minute", delete_expired_links)


@hooks.register("register_api_authorisation")
def register_tokens() -> tuple[str, Callable[[HttpRequest, str], None]]:
    return SCHEME, accept_token


@hooks.register("register_api_endpoints", order=20)  # the addresses of pages are those of `pages/`
def register_endpoints() -> list[tuple[str, type]]:
    return [("preview", PreviewAPIViewSet)]


@hooks.register("register_admin_urls")
def register_admin_urls() -> list[URLPattern]:
    return [
        path("preview/open/", open_preview, name="preview_open"),
        path("preview/<int:page_id>/", show_links, name="preview_links"),
        path("preview/<int:page_id>/<int:pk>/withdraw/", withdraw_link, name="preview_withdraw"),
    ]


@hooks.register("insert_editor_js")
def link_panel_script() -> str:
    return format_html('<script src="{}"></script>', static("preview/js/panel.js"))


@hooks.register("insert_global_admin_css")
def link_panel_styles() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("preview/css/preview.css"))


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    actions.register_action(SHARED_ACTION, _("Share a preview"), _("Shared a preview by a link"))
    actions.register_action(WITHDRAWN_ACTION, _("Withdraw a preview"), _("Withdrew a link to a preview"))
