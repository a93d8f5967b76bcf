import threading
from collections.abc import Callable

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cms.checking import basic, outside, panel
from cms.checking.blocking import keep_as_draft, refuse_publication
from cms.checking.checks import Check
from cms.checking.choices import PERMISSION, choose_blocking
from cms.checking.report import FindingsReport, may_see_report
from cms.checking.visits import keep_visiting
from cms.checking.worker import check_pages, prune_links

hooks.register("refuse_publication", refuse_publication)
hooks.register("before_publish_page", keep_as_draft, order=1)  # what is published together may mend what is found
hooks.register("run_every_minute", check_pages)
hooks.register("run_every_minute", prune_links)


@hooks.register("register_checks", order=-1)
def register_checks() -> list[type[Check]]:
    return [*basic.CHECKS, *outside.CHECKS]


@hooks.register("register_worker_threads")
def register_visits() -> list[tuple[str, Callable[[threading.Event], None]]]:
    return [("links", keep_visiting)]


@hooks.register("register_admin_urls")
def register_admin_urls() -> list[URLPattern]:
    return [
        path("checks/", choose_blocking, name="checking_choices"),
        path("checks/<int:page_id>/", panel.show_findings, name="checking_findings"),
        path("checks/<int:page_id>/mend/", panel.mend, name="checking_mend"),
        path("reports/checks/", FindingsReport.as_view(), name="checking_report"),
        path("reports/checks/results/", FindingsReport.as_view(results_only=True), name="checking_report_results"),
    ]


class ReportMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_see_report(request.user)


@hooks.register("register_reports_menu_item")
def register_report() -> MenuItem:
    return ReportMenuItem(_("Checks"), reverse("checking_report"), name="checks", icon_name="glasses", order=900)


class ChoicesMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(PERMISSION)


@hooks.register("register_settings_menu_item")
def register_choices() -> MenuItem:
    return ChoicesMenuItem(_("Checks"), reverse("checking_choices"), name="checks", icon_name="glasses", order=1100)


@hooks.register("insert_editor_js")
def link_script() -> str:
    return format_html('<script src="{}"></script>', static("checking/js/checks.js"))


@hooks.register("insert_global_admin_css")
def link_styles() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("checking/css/checks.css"))


@hooks.register("register_permissions")
def register_permissions() -> "QuerySet[Permission]":
    return Permission.objects.filter(content_type__app_label="checking", codename="change_blockingcheck")


@hooks.register("register_guide_sections")
def register_guide_sections() -> dict[str, str]:
    return {"checking_choices": "checks", "checking_report": "checks"}
