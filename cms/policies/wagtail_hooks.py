import json
from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cms.models.policies import DATES
from cms.policies.admin import ReviewsPanel, may_see_report, show_report
from cms.policies.reviews import send_reminders

hooks.register("run_every_minute", send_reminders)


@hooks.register("register_admin_urls")
def register_admin_urls() -> list[URLPattern]:
    return [path("reports/policies/", show_report, name="policies")]


class PoliciesMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_see_report(request.user)


@hooks.register("register_reports_menu_item")
def register_menu_item() -> MenuItem:
    return PoliciesMenuItem(_("Policies"), reverse("policies"), name="policies", icon_name="clipboard-list", order=1200)


@hooks.register("insert_global_admin_js")
def link_status_script() -> str:
    dates = json.dumps({name: sorted(statuses) for name, statuses in DATES.items()})
    return format_html('<script src="{}" data-dates="{}"></script>', static("policies/js/status.js"), dates)


@hooks.register("construct_homepage_panels")
def add_panel(request: HttpRequest, panels: list[Any]) -> None:
    panels.append(ReviewsPanel())


@hooks.register("register_guide_sections")
def register_guide_sections() -> dict[str, str]:
    return {"policies": "policies", "policy_status": "policies"}
