"""Admin listing of events."""

from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.forms import CheckboxSelectMultiple, RadioSelect
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter, MultipleChoiceFilter
from wagtail.admin.ui.tables import Column

from cms.admin.listings import WIDE_ONLY, PageFilters, PageListing, TranslationsFilter
from cms.models import Topic
from cms.people.models import Person
from cms.upstream.wagtail_admin import IndexView
from events.models import EventDate, EventPage


def list_upcoming_dates() -> "QuerySet[Any]":
    """Return every upcoming date, also of drafts, soonest first."""
    return EventDate.objects.filter(until__gt=timezone.now()).order_by("start")


class WhenFilter(ChoiceFilter):
    def filter(self, queryset: "QuerySet[EventPage]", value: str) -> "QuerySet[EventPage]":
        dates = list_upcoming_dates().order_by().values("event")
        coming = Q(pk__in=dates) | Q(dates_state=EventPage.DatesState.TO_BE_ANNOUNCED)
        match value:
            case "coming":
                return queryset.filter(coming)
            case "over":
                return queryset.exclude(coming)
            case _:
                return queryset


class EventFilters(PageFilters):
    when = WhenFilter(
        label=_("When"),
        choices=[("coming", _("To come")), ("over", _("Ended"))],
        empty_label=_("Any"),
        widget=RadioSelect,
    )
    attendance = MultipleChoiceFilter(
        label=_("Attendance"), choices=EventPage.Attendance, widget=CheckboxSelectMultiple
    )
    host = TranslationsFilter(Person, "hosts__person", label=_("Host"), widget=CheckboxSelectMultiple)
    topic = TranslationsFilter(Topic, "topics__topic", label=_("Topic"), widget=CheckboxSelectMultiple)

    class Meta:
        model = EventPage
        fields: list[str] = []


class EventIndexView(IndexView):
    def annotate_queryset(self, pages: "QuerySet[EventPage]") -> "QuerySet[EventPage]":
        coming = list_upcoming_dates().filter(event=OuterRef("pk"))
        return super().annotate_queryset(pages.annotate(next_start=Subquery(coming.values("start")[:1])))


def describe_next_date(event: Any) -> str:
    if event.next_start is None:
        return event.get_dates_state_display() if event.is_to_be_announced else "–"
    return date_format(timezone.localtime(event.next_start, event.zone), "j F Y, H:i")


class EventListing(PageListing):
    model = EventPage
    name = "events"
    icon = "date"
    menu_label = _("Events")
    menu_order = 120
    index_view_class = EventIndexView
    filterset_class = EventFilters
    extra_columns = [
        Column("next_start", label=_("Next date"), accessor=describe_next_date, width="16%"),
        Column(
            "attendance",
            label=_("Attendance"),
            accessor="get_attendance_display",
            sort_key="attendance",
            classname=WIDE_ONLY,
            width="14%",
        ),
    ]
