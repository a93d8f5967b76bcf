from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.admin_url_finder import register_admin_url_finder
from wagtail.admin.menu import MenuItem
from wagtail.models import Page
from wagtail.permissions import policy_registry

from cms.admin.listings import PAGE_ACTIONS
from cms.bin.actions import empty_bin
from cms.bin.deleting import answer_deletion, delete_all_into_bin, delete_into_bin
from cms.bin.reports import PageURLFinder
from cms.bin.tree import leave_out_binned
from cms.bin.views import BinView, confirm_deletion, restore_deletion
from cms.upstream.wagtail_admin import set_delete_action

set_delete_action(answer_deletion)
register_admin_url_finder(Page, PageURLFinder)
hooks.register("before_delete_page", delete_into_bin, order=1000)  # after all hooks that may refuse it
hooks.register("before_bulk_action", delete_all_into_bin, order=1000)
hooks.register("run_every_minute", empty_bin)


@hooks.register("construct_page_chooser_queryset")
def leave_binned_pages_out_of_choosers(pages: Any, request: HttpRequest) -> Any:
    return leave_out_binned(pages)


@hooks.register("register_admin_urls")
def register_admin_urls() -> list[URLPattern]:
    return [
        path("reports/bin/", BinView.as_view(), name="bin"),
        path("reports/bin/results/", BinView.as_view(results_only=True), name="bin_results"),
        path("reports/bin/<int:pk>/restore/", restore_deletion, name="restore_from_bin"),
        path("reports/bin/<int:pk>/delete/", confirm_deletion, name="delete_from_bin"),
    ]


class BinMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(policy_registry.get_by_type(Page).user_has_any_permission(request.user, PAGE_ACTIONS))


@hooks.register("register_reports_menu_item")
def register_menu_item() -> MenuItem:
    return BinMenuItem(_("Bin"), reverse("bin"), name="bin", icon_name="bin", order=1300)


@hooks.register("register_guide_sections")
def register_guide_sections() -> dict[str, str]:
    return {"bin": "history"}
