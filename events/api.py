"""Events and their dates in the API."""

from datetime import datetime, time, timedelta
from typing import Annotated, Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Exists, F, Model, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from rest_framework.request import Request
from rest_framework.response import Response

from cms.api.columns import read_moment
from cms.api.facets import count_choices, count_locales_of, count_topics_of
from cms.api.filters import ChoicesFilter, LocaleFilter, ParametersFilter, SlugsFilter, TopicsFilterSet
from cms.api.media import RepresentedField, RepresentingSerializer
from cms.api.pages import PagesAPIViewSet
from cms.api.parameters import Parameter, site_parameter
from cms.api.translations import FallbackFromField
from cms.api.views import TranslatedAPIViewSet
from cms.freshness.reads import track_sets, untracked
from cms.freshness.validity import limit_validity
from cms.represent.loader import Loader
from cms.represent.pages import PageReference, represent_page
from cms.represent.topics import TopicReference, represent_topic
from cms.represent.types import column
from events.models import EventDate, EventPage, EventTopic
from events.models.dates import EventDateQuerySet, share_events
from events.representations import EventDateRepresentation, represent_event_date


class EventDateRow(EventDateRepresentation):
    """A date with its page, attendance and topics."""

    locale: str
    page: PageReference
    attendance: Annotated[str, column("events.EventPage.attendance")]
    topics: list[TopicReference]


# Parameters


class MomentField(forms.Field):
    """``2026-10-01``, a day in the site's time zone, or ``2026-10-01T10:00:00+01:00``. A last day is included."""

    schema = {"anyOf": [{"type": "string", "format": "date"}, {"type": "string", "format": "date-time"}]}

    def __init__(self, *, is_end: bool, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.is_end = is_end

    def to_python(self, value: Any) -> datetime | None:
        if not value:
            return None
        try:
            day, moment = parse_date(value), parse_datetime(value)
            if day:
                midnight = day + timedelta(days=1) if self.is_end else day
                return datetime.combine(midnight, time.min, tzinfo=timezone.get_current_timezone())
        except (ValueError, OverflowError):
            moment = None
        if moment is None:
            raise ValidationError("Write a day such as 2026-10-01, or a time such as 2026-10-01T10:00:00Z.")
        if timezone.is_naive(moment):
            raise ValidationError("Write a time with its offset, such as 2026-10-01T10:00:00Z.")
        return read_moment(moment)


class MomentFilter(django_filters.Filter):
    field_class = MomentField


class RangeForm(forms.Form):
    def clean(self) -> dict[str, Any]:
        chosen = super().clean() or {}
        first, last = chosen.get("from"), chosen.get("to")
        if first and last and last <= first:
            self.add_error("to", ValidationError("The end of the range must not be before its start, “from”."))
        return chosen


class DateFilterSet(TopicsFilterSet):
    """``from`` and ``to`` find overlapping dates; ``topic`` is a slug in any language."""

    when = django_filters.ChoiceFilter(
        choices=[("upcoming", "to come"), ("past", "over")],
        method="filter_when",
        help_text="Those to come, or those that are over.",
    )
    attendance = ChoicesFilter(
        choices=EventPage.Attendance, method="filter_attendance", help_text="How people take part."
    )
    topic = SlugsFilter(method="filter_topic", help_text="Those about one of these topics: slugs, in any language.")
    topic__all = SlugsFilter(method="filter_all_topics", help_text="Those about all of these topics.")

    class Meta:
        form = RangeForm

    @classmethod
    def get_filters(cls) -> dict[str, Any]:
        """Return the filters, including ``from``, which is a keyword in Python."""
        first, last = (
            MomentFilter(method="filter_range", is_end=is_end, help_text=f"Dates that overlap {what}.")
            for is_end, what in ((False, "what comes after this day or time"), (True, "what comes before its end"))
        )
        return {"from": first, "to": last, **super().get_filters()}

    def find_overlapping(self, dates: EventDateQuerySet) -> EventDateQuerySet:
        return dates.overlapping(self.form.cleaned_data.get("from"), self.form.cleaned_data.get("to"))


class UuidsFilter(django_filters.BaseInFilter, django_filters.UUIDFilter):
    """A filter by UUIDs."""


class EventDatesFilterSet(DateFilterSet):
    id = UuidsFilter(field_name="translation_key", help_text="The dates with these ids, in each language.")
    status = ChoicesFilter(choices=EventDate.Status, help_text="Those with one of these statuses.")
    order = django_filters.OrderingFilter(fields=["start"], help_text="In this order; `-` turns it round.")

    def filter_range(self, dates: EventDateQuerySet, name: str, moment: datetime) -> EventDateQuerySet:
        return self.find_overlapping(dates)

    def filter_when(self, dates: EventDateQuerySet, name: str, when: str) -> EventDateQuerySet:
        now = timezone.now()
        return dates.filter(until__gt=now) if when == "upcoming" else dates.filter(until__lte=now)

    def filter_attendance(self, dates: EventDateQuerySet, name: str, chosen: list[str]) -> EventDateQuerySet:
        return dates.filter(event__attendance__in=chosen)

    def filter_topic(self, dates: EventDateQuerySet, name: str, slugs: list[str]) -> EventDateQuerySet:
        return dates.about(*slugs)


class EventFilterSet(DateFilterSet):
    """An event is upcoming until its last date is over, then past. It is upcoming if its dates are to be announced."""

    def filter_range(self, events: QuerySet[EventPage], name: str, moment: datetime) -> QuerySet[EventPage]:
        return events.filter(Exists(self.find_overlapping(EventDate.objects.filter(event=OuterRef("pk")))))

    def filter_when(self, events: QuerySet[EventPage], name: str, when: str) -> QuerySet[EventPage]:
        comes = Q(Exists(upcoming_dates_of_event())) | Q(dates_state=EventPage.DatesState.TO_BE_ANNOUNCED)
        return events.filter(comes) if when == "upcoming" else events.filter(~comes)

    def filter_attendance(self, events: QuerySet[EventPage], name: str, chosen: list[str]) -> QuerySet[EventPage]:
        return events.filter(attendance__in=chosen)

    def filter_topic(self, events: QuerySet[EventPage], name: str, slugs: list[str]) -> QuerySet[EventPage]:
        return events.filter(pk__in=EventTopic.objects.about(*slugs).values("event"))


def upcoming_dates_of_event() -> EventDateQuerySet:
    """Return the upcoming dates of the event in the outer query, soonest first."""
    return EventDate.objects.filter(event=OuterRef("pk"), until__gt=timezone.now()).order_by("start")


# Endpoints


class EventsAPIViewSet(PagesAPIViewSet):
    """Events only: upcoming ones by their next date, then past ones, latest first."""

    name = "events"
    model = EventPage
    filterset_class = EventFilterSet
    facets = {"attendance": count_choices("attendance"), "topic": count_topics_of, "locale": count_locales_of}
    listing_default_fields = [
        *PagesAPIViewSet.listing_default_fields,
        "summary",
        "hero",
        "attendance",
        "dates_state",
        "time_zone",
        "venue_name",
        "next_date",
        "topics",
    ]

    def get_queryset(self) -> QuerySet[EventPage]:
        latest = EventDate.objects.filter(event=OuterRef("pk")).order_by("-start").values("start")[:1]
        next_start, last_start = Subquery(upcoming_dates_of_event().values("start")[:1]), Subquery(latest)
        events = super().get_queryset().annotate(next_start=next_start, last_start=last_start)
        return events.order_by(F("next_start").asc(nulls_last=True), F("last_start").desc(nulls_last=True), "pk")

    def listing_view(self, request: Request) -> Response:
        public = EventDate.objects.filter(Exists(self.public_pages.type(EventPage).filter(pk=OuterRef("event"))))
        with untracked():
            limit_validity(request, public.find_next_end(timezone.now()))  # their order changes then
        track_sets(EventPage)
        return super().listing_view(request)


class EventDateSerializer(RepresentingSerializer):
    id = RepresentedField()
    start = RepresentedField()
    end = RepresentedField()
    all_day = RepresentedField()
    time_zone = RepresentedField()
    status = RepresentedField()
    place = RepresentedField()
    note = RepresentedField()
    moved_from = RepresentedField()
    sequence = RepresentedField()
    changed_at = RepresentedField()
    locale = RepresentedField()
    fallback_from = FallbackFromField(read_only=True)
    page = RepresentedField()
    attendance = RepresentedField()
    topics = RepresentedField()

    def make_representation(self, date: EventDate) -> EventDateRow:
        event = date.event
        return {
            **represent_event_date(date, self.context),
            "locale": event.locale.language_code,
            "page": represent_page(event, self.context),
            "attendance": event.attendance,
            "topics": [represent_topic(topic, self.context) for topic in event.topics_list],
        }


class EventDatesAPIViewSet(TranslatedAPIViewSet):
    """One row per date of a public event, ordered by start; ``locale`` filters by language."""

    is_of_site = True
    name = "event-dates"
    model = EventDate
    base_serializer_class = EventDateSerializer
    filter_backends = [ParametersFilter, LocaleFilter]
    filterset_class = EventDatesFilterSet
    body_fields = [*EventDateRepresentation.__annotations__, "page", "attendance", "topics"]
    meta_fields = ["type", "locale", "fallback_from"]
    listing_default_fields = [*body_fields, *meta_fields]
    site = PagesAPIViewSet.site
    is_open = PagesAPIViewSet.is_open
    public_pages = PagesAPIViewSet.public_pages

    @classmethod
    def get_urlpatterns(cls) -> list[Any]:
        return [pattern for pattern in super().get_urlpatterns() if pattern.name == "listing"]

    def list_parameters(self) -> list[Parameter]:
        return [*super().list_parameters(), site_parameter()]

    @classmethod
    def get_available_fields(cls, model: type[Model], db_fields_only: bool = False) -> list[str]:
        """Return the fields; only the declared filters are compared with columns."""
        return [] if db_fields_only else super().get_available_fields(model)

    def get_queryset(self) -> EventDateQuerySet:
        events = self.public_pages.type(EventPage).order_by().values("pk")
        return EventDate.objects.filter(event__in=events).select_related("event").order_by("start", "pk")

    def get_serializer(self, instances: Any, many: bool = False, **kwargs: Any) -> Any:
        dates = list(instances)
        events = share_events(dates)
        self.place_gaps(events)
        Loader(self.request, fields={"topics"}).load(events)
        return super().get_serializer(dates, many=many, **kwargs)

    def listing_view(self, request: Request) -> Response:
        if request.GET.get("when"):
            limit_validity(request, self.get_queryset().find_next_end(timezone.now()))
        return super().listing_view(request)
