"""The dates of events."""

from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, F, Q, When, Window
from django.db.models.functions import RowNumber
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import TranslatableMixin

from cms.models.facts import declare_facts
from cms.represent.visibility import Visibility

if TYPE_CHECKING:
    from events.models.pages import EventPage


def name_zone(time_zone: str) -> str:
    """Return a readable time zone: ``America/New_York`` is “New York time”."""
    place = time_zone.rsplit("/", maxsplit=1)[-1].replace("_", " ")
    return gettext("%(place)s time") % {"place": place}


class EventDateQuerySet(models.QuerySet["EventDate"]):
    def public(self, visibility: Visibility) -> "EventDateQuerySet":
        """Return the dates of public events."""
        return self.filter(visibility.pages("event__"))

    def upcoming(self, visibility: Visibility, *, now: datetime | None = None) -> "EventDateQuerySet":
        """Return the public dates that are not over, soonest first."""
        dates = self.filter(until__gt=now or timezone.now())
        return dates.public(visibility).order_by("start", "pk")

    def past(self, visibility: Visibility, *, now: datetime | None = None) -> "EventDateQuerySet":
        """Return the public dates that are over, latest first."""
        dates = self.filter(until__lte=now or timezone.now())
        return dates.public(visibility).order_by("-start", "pk")

    def overlapping(self, first: datetime | None, last: datetime | None) -> "EventDateQuerySet":
        """Return the dates that overlap the range from ``first`` to just before ``last``; ``None`` is no limit."""
        dates = self
        if first:
            dates = dates.filter(Q(until__gt=first) | Q(start=first))
        return dates.filter(start__lt=last) if last else dates

    def about(self, *slugs: str) -> "EventDateQuerySet":
        """Return the dates of events on one of some topics, given by their slugs in any language."""
        from events.models.relations import EventTopic

        return self.filter(event__in=EventTopic.objects.about(*slugs).values("event"))

    def with_place(self) -> "EventDateQuerySet":
        """Add ``where_it_is``: the place of each date, or else the venue of its event."""
        venue = Case(When(place="", then=F("event__venue_name")), default=F("place"))
        return self.annotate(where_it_is=venue)

    def at(self, place: str) -> "EventDateQuerySet":
        """Return the dates at a place, given by its name; those that are only online are nowhere."""
        there = Q(place=place) | Q(place="", event__venue_name=place)
        return self.filter(there).exclude(event__attendance="online")

    def mentioning(self, text: str) -> "EventDateQuerySet":
        """Return the dates that contain every word of ``text`` in the place, or in the event's title or summary."""
        dates = self
        for word in text.split():
            in_event = Q(event__title__icontains=word) | Q(event__summary__icontains=word)
            dates = dates.filter(in_event | Q(event__venue_name__icontains=word) | Q(place__icontains=word))
        return dates

    def find_next_end(self, now: datetime) -> datetime | None:
        """Return the moment when the next of these dates is over."""
        return self.filter(until__gt=now).order_by("until").values_list("until", flat=True).first()

    def first_of_each_locale(self, count: int) -> "EventDateQuerySet":
        """Return the first ``count`` dates in each language, with their events."""
        return self._first_of_each("event__locale", count)

    def first_of_each_event(self, count: int) -> "EventDateQuerySet":
        """Return the first ``count`` dates of each event, with their events."""
        return self._first_of_each("event", count)

    def next_of_each_event(self) -> "EventDateQuerySet":
        """Return only the first of these dates of each event, soonest first."""
        number = Window(RowNumber(), partition_by=F("event"), order_by=["start", "pk"])
        return self.annotate(place_in_series=number).filter(place_in_series=1).order_by("start", "pk")

    def _first_of_each(self, partition: str, count: int) -> "EventDateQuerySet":
        number = Window(RowNumber(), partition_by=F(partition), order_by="start")
        numbered = self.filter(event__alias_of__isnull=True).annotate(number=number)
        return numbered.filter(number__lte=count).select_related("event").order_by("start", "pk")


def share_events(dates: "Iterable[EventDate]") -> "list[EventPage]":
    """Make the dates of an event share one instance of it, and return the events, for loading."""
    events: dict[int, EventPage] = {}
    for date in dates:
        date.event = events.setdefault(date.event.pk, date.event)
    return list(events.values())


class EventDate(TranslatableMixin):
    """A date of an event; its translation key is its public identifier, in every language."""

    class Status(models.TextChoices):
        SCHEDULED = "scheduled", _("Scheduled")
        CANCELLED = "cancelled", _("Cancelled")
        POSTPONED = "postponed", _("Postponed")
        MOVED = "moved", _("Moved")

    event: "ParentalKey[EventPage]" = ParentalKey("events.EventPage", on_delete=models.CASCADE, related_name="dates")
    start = models.DateTimeField(_("start"))
    end = models.DateTimeField(_("end"), null=True, blank=True)
    all_day = models.BooleanField(
        _("whole days"), default=False, help_text=_("Without times. The last day is one of them.")
    )
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.SCHEDULED)
    place = models.CharField(
        _("place"), max_length=200, blank=True, help_text=_("Leave empty for the event's own venue.")
    )
    note = models.CharField(_("note"), max_length=200, blank=True, help_text=_("For example “Bring boots”."))
    # When it is over: the end, or the start if there is no end; for whole days, midnight after the last one.
    until = models.DateTimeField(editable=False)
    moved_from = models.DateTimeField(null=True, blank=True, editable=False)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)

    # The dates after this one in words, where a list has this one for the whole series.
    then: str = ""

    objects = EventDateQuerySet.as_manager()

    override_translatable_fields = declare_facts("start", "end", "all_day", "status")
    panels = [
        FieldRowPanel([FieldPanel("start"), FieldPanel("end")]),
        FieldRowPanel([FieldPanel("all_day"), FieldPanel("status")]),
        FieldRowPanel([FieldPanel("place"), FieldPanel("note")]),
    ]

    class Meta(TranslatableMixin.Meta):
        ordering = ["start", "pk"]
        verbose_name = _("date")
        verbose_name_plural = _("dates")
        indexes = [
            models.Index(fields=["start"]),
            models.Index(fields=["until"]),
            models.Index(fields=["event", "start", "until"]),  # orders events by their next and last date
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(end__isnull=True) | Q(end__gt=F("start")),
                name="event_date_ends_after_it_starts",
                violation_error_message=_("The end must be after the start."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.event.title}: {self.describe_start()}" if self.event_id else self.describe_start()

    def describe_start(self) -> str:
        """Return a short local date and time: “Fri 6 March 2026, 19:00”."""
        return date_format(self.local_start, "D j F Y" if self.all_day else "D j F Y, H:i")

    def reject_ambiguous_times(self) -> None:
        """Raise ValidationError, by field, for local times that do not exist or are ambiguous."""
        naive = [name for name in ("start", "end") if (value := getattr(self, name)) and timezone.is_naive(value)]
        if naive:
            raise ValidationError(dict.fromkeys(naive, _("Say which time zone this time is in.")))

    def clean(self) -> None:
        super().clean()
        self.reject_ambiguous_times()
        start: datetime | None = self.start  # missing if the form has an error there
        if start and self.end and self.end <= start:
            raise ValidationError({"end": _("The end must be after the start.")})

    @property
    def local_start(self) -> datetime:
        return timezone.localtime(self.start, self.event.zone)

    @property
    def local_end(self) -> datetime | None:
        return timezone.localtime(self.end, self.event.zone) if self.end else None

    @property
    def is_past(self) -> bool:
        return self.find_until() <= timezone.now()

    def find_until(self) -> datetime:
        """Return the moment from which this date is over, in UTC."""
        if not self.all_day:
            return self.end or self.start
        last_day = (self.local_end or self.local_start).date()
        midnight = datetime.combine(last_day + timedelta(days=1), time.min, tzinfo=self.event.zone)
        return midnight.astimezone(UTC)

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.reject_ambiguous_times()
        self.until = self.find_until()
        super().save(*args, **kwargs)

    @property
    def zone_name(self) -> str:
        """The event's time zone, such as “New York time”; empty if it is the site's own."""
        zone = self.event.zone.key
        return name_zone(zone) if zone != settings.TIME_ZONE else ""

    @property
    def where(self) -> str:
        """The place of this date: its own, or the event's venue."""
        return self.place or self.event.venue_name
