from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from wagtail import hooks

from cms.dashboard.desk import Desk
from cms.dashboard.panels import ComingPanel, OwnPanel, ReviewsPanel, StartPanel, VersionPanel
from cms.upstream.wagtail_admin import STOCK_PANELS


@hooks.register("construct_homepage_panels")
def replace_panels(request: HttpRequest, panels: list[Any]) -> None:
    """Show what Wagtail's own panels show in ours, and nothing twice."""
    desk = Desk(request.user)
    panels[:] = [panel for panel in panels if not isinstance(panel, STOCK_PANELS)]
    panels += [StartPanel(request, desk), ReviewsPanel(desk), OwnPanel(desk), ComingPanel(desk), VersionPanel()]


@hooks.register("construct_homepage_summary_items", order=1000)
def leave_out_summary(request: HttpRequest, items: list[Any]) -> None:
    """The menu leads to pages, images and documents, and nobody has to do anything about how many there are."""
    items.clear()


@hooks.register("insert_global_admin_css")
def link_styles() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("dashboard/css/dashboard.css"))


@hooks.register("register_guide_sections")
def register_guide_sections() -> dict[str, str]:
    return {"wagtailadmin_home": "dashboard"}
