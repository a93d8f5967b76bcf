"""What editors see of the search: other words for it, and what nobody found."""

from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.utils.formats import date_format
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.permissions import page_permission_policy
from wagtail.snippets.views.snippets import SnippetViewSet

from cms.admin.spreadsheets import HarmlessReportView
from search.models import Fruitless, Synonym


class SynonymViewSet(SnippetViewSet):
    model = Synonym
    icon = "search"
    menu_label = _("Words for the search")
    add_to_settings_menu = True
    list_display = ["asked", "wanted", "locale", "site"]
    list_filter = ["locale", "site"]
    search_fields = ["asked", "wanted"]


class FruitlessFilters(WagtailFilterSet):
    class Meta:
        model = Fruitless
        fields = ["site", "language_code"]


def name_language(row: Fruitless) -> str:
    return str(get_language_info(row.language_code)["name_translated"])


def name_day(row: Fruitless) -> str:
    """Return the day of the last search. Nobody knows how many hours ago that was."""
    return date_format(row.last, "j F Y")


def may_see(user: Any) -> bool:
    """Whether somebody writes pages: what readers miss concerns them."""
    return bool(page_permission_policy.user_has_any_permission(user, ["add", "change", "publish"]))


class FruitlessReport(HarmlessReportView):
    page_title = _("Searches without a result")
    header_icon = "search"
    model = Fruitless
    index_url_name = "fruitless_searches"
    index_results_url_name = "fruitless_searches_results"
    results_template_name = "search/fruitless_results.html"
    filterset_class = FruitlessFilters
    default_ordering = ("-times", "query")
    list_export: ClassVar[list[str]] = ["query", "times", "language_code", "last", "site"]
    columns: ClassVar[list[Column]] = [
        Column("query", label=_("Searched for"), sort_key="query"),
        Column("times", label=_("Times"), sort_key="times"),
        Column("language", label=_("Language"), accessor=name_language),
        Column("last", label=_("Last"), accessor=name_day, sort_key="last"),
        Column("site", label=_("Site")),
    ]

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        if not may_see(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_base_queryset(self) -> Any:
        return Fruitless.objects.select_related("site")
