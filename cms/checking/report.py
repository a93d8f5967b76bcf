"""The report of what was found on all pages. The worker fills its table, so it costs the same with many pages."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django_filters import BooleanFilter, ChoiceFilter, ModelChoiceFilter
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.models import Locale
from wagtail.permissions import page_permission_policy

from cms.admin.listings import WIDE_ONLY
from cms.admin.spreadsheets import HarmlessReportView
from cms.checking.blocking import list_blocking
from cms.checking.checks import list_checks
from cms.checking.models import PageFinding
from cms.represent.visibility import SITE_TREE


def may_see_report(user: Any) -> bool:
    return bool(page_permission_policy.user_has_any_permission(user, ["change"]))


def list_names() -> list[tuple[str, Any]]:
    return [(check.name, check.label) for check in list_checks().values()]


class FindingFilters(WagtailFilterSet):
    check_name = ChoiceFilter(label=_("Check"), choices=list_names)
    locale = ModelChoiceFilter(label=_("Language"), field_name="page__locale", queryset=Locale.objects.all())
    is_live = BooleanFilter(label=_("Published"), field_name="page__live")
    blocks = BooleanFilter(label=_("Blocks publishing"), method="filter_blocking")

    class Meta:
        model = PageFinding
        fields: ClassVar[list[str]] = ["check_name"]

    def filter_blocking(self, queryset: "QuerySet[PageFinding]", name: str, value: bool) -> "QuerySet[PageFinding]":
        names = list_blocking()
        return queryset.filter(check_name__in=names) if value else queryset.exclude(check_name__in=names)


class FindingColumn(Column):
    """What was found, where, and how to mend it."""

    cell_template_name = "checking/finding_cell.html"

    def get_value(self, instance: Any) -> Any:
        return instance

    def get_cell_context_data(self, instance: Any, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        return {**super().get_cell_context_data(instance, parent_context), "finding": instance}


class FindingsReport(HarmlessReportView):
    """What the checks have found on pages that the user may edit, newest pages first."""

    model = PageFinding
    page_title = _("Checks")
    header_icon = "glasses"
    index_url_name = "checking_report"
    index_results_url_name = "checking_report_results"
    results_template_name = "checking/report_results.html"
    filterset_class = FindingFilters
    default_ordering = ("-page_id", "pk")
    columns: ClassVar[list[Column]] = [
        TitleColumn("title", label=_("Page"), accessor="page_title", get_url=lambda row: row.edit_url, width="30%"),
        FindingColumn("problem", label=_("Finding"), width="45%"),
        Column("label", label=_("Check"), classname=WIDE_ONLY),
        Column("language", label=_("Language"), accessor="page.locale", classname=WIDE_ONLY),
    ]
    list_export: ClassVar[list[str]] = ["page_title", "page.locale", "label", "problem", "where", "remedy", "edit_url"]
    export_headings: ClassVar[dict[str, Any]] = {
        "page_title": _("Page"),
        "page.locale": _("Language"),
        "label": _("Check"),
        "problem": _("Finding"),
        "where": _("Where"),
        "remedy": _("How to mend it"),
        "edit_url": _("Address in the admin"),
    }

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        if not may_see_report(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_base_queryset(self) -> "QuerySet[PageFinding]":
        mine = page_permission_policy.instances_user_has_any_permission_for(self.request.user, ["change"])
        found = PageFinding.objects.filter(check_name__in=list_checks(), page__path__startswith=SITE_TREE)
        if not self.request.user.is_superuser:
            found = found.filter(page__in=mine)
        return found.select_related("page__locale")
