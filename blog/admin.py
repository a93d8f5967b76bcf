"""Admin listing of updates."""

from typing import Any

from django.db.models import QuerySet
from django.forms import CheckboxSelectMultiple, Select
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from django_filters import ChoiceFilter, MultipleChoiceFilter
from wagtail.admin.ui.tables import Column

from blog.models import UpdatePage, UpdateTemplate
from blog.starting import suggest_sections
from cms.admin.listings import WIDE_ONLY, PageFilters, PageListing, TranslationsFilter
from cms.admin.snippets import SitePartCreateView, SitePartViewSet
from cms.models import Topic
from cms.people.models import Person


def list_months() -> list[tuple[str, str]]:
    """Return the months that updates cover or were published in, newest first."""
    months = UpdatePage.objects.with_month().exclude(month=None).order_by("-month").values_list("month", flat=True)
    return [(f"{month:%Y-%m}", date_format(month, "F Y")) for month in months.distinct()]


class CoveredMonthFilter(ChoiceFilter):
    """Finds the update for a month, and other updates published in it."""

    def filter(self, queryset: "QuerySet[UpdatePage]", value: str) -> "QuerySet[UpdatePage]":
        if not value:
            return queryset
        year, month = map(int, value.split("-"))
        return queryset.filter(pk__in=UpdatePage.objects.of_month(year, month).values("pk"))


class UpdateFilters(PageFilters):
    kind = MultipleChoiceFilter(label=_("Kind"), choices=UpdatePage.Kind, widget=CheckboxSelectMultiple)
    month = CoveredMonthFilter(label=_("Month"), choices=list_months, empty_label=_("Any"), widget=Select)
    author = TranslationsFilter(Person, "authors__person", label=_("Author"), widget=CheckboxSelectMultiple)
    topic = TranslationsFilter(Topic, "topics__topic", label=_("Topic"), widget=CheckboxSelectMultiple)

    class Meta:
        model = UpdatePage
        fields: list[str] = []


def describe_month(update: Any) -> str:
    return update.period_label or "–"


class UpdateListing(PageListing):
    model = UpdatePage
    name = "updates"
    icon = "doc-full"
    menu_label = _("Updates")
    menu_order = 110
    filterset_class = UpdateFilters
    extra_columns = [
        Column("kind", label=_("Kind"), accessor="get_kind_display", sort_key="kind", classname=WIDE_ONLY, width="14%"),
        Column("period", label=_("Month"), accessor=describe_month, sort_key="period", width="14%"),
    ]


class UpdateTemplateCreateView(SitePartCreateView):
    """Begins with what updates begin with as long as there is no template; empty paragraphs cannot be saved in one."""

    def get_initial_form_instance(self) -> Any:
        instance = super().get_initial_form_instance()
        with override(instance.locale.language_code):
            instance.body = [block for block in suggest_sections(instance.locale_id) if block["value"] != ""]
        return instance


class UpdateTemplateViewSet(SitePartViewSet):
    model = UpdateTemplate
    add_view_class = UpdateTemplateCreateView
    icon = "doc-full"
    menu_label = _("Template of updates")
