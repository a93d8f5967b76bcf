"""Wagtail's reports that would name pages in the bin, without these."""

from typing import Any

from django.db.models import QuerySet
from django.urls import path
from wagtail.admin.auth import require_admin_access
from wagtail.models import Page

from cms.bin.tree import is_binned, leave_out_binned
from cms.upstream.wagtail_admin import (
    LockedPagesView,
    PageAdminURLFinder,
    PageTypesUsageReportView,
)


class LockedPagesReport(LockedPagesView):
    def get_queryset(self) -> "QuerySet[Any]":
        return leave_out_binned(super().get_queryset())


class PageTypesReport(PageTypesUsageReportView):
    def decorate_paginated_queryset(self, page_types: Any) -> Any:
        for page_type in (found := super().decorate_paginated_queryset(page_types)):
            if page_type.last_edited_page and is_binned(page_type.last_edited_page):
                page_type.last_edited_page = None
        return found


class PageURLFinder(PageAdminURLFinder):
    """Finds no address for a page in the bin, so what uses an image, document or snippet is named “private” there."""

    def get_edit_url(self, instance: Page) -> str | None:
        return None if is_binned(instance) else super().get_edit_url(instance)


REPORTS: dict[str, Any] = {"locked/": LockedPagesReport, "page-types-usage/": PageTypesReport}

# These come before Wagtail's own patterns, whose names still lead here.
urlpatterns = [
    path(f"{address}{results}", require_admin_access(report.as_view(results_only=bool(results))))
    for address, report in REPORTS.items()
    for results in ("", "results/")
]
