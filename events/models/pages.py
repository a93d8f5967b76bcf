"""The page of an event."""

from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.forms import RadioSelect
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, MultipleChooserPanel
from wagtail.api import APIField
from wagtail.contrib.routable_page.models import RoutablePageMixin, re_path
from wagtail.models import Revision
from wagtail.search import index

from cms.blocks.fields import StreamField
from cms.models import HeroPage
from cms.models.facts import declare_facts
from cms.models.searching import LabelledField
from cms.people.fields import PeopleField
from cms.represent.content import list_rows
from cms.represent.fields import ImageField, TopicsField
from cms.represent.loader import Loader
from cms.streams import SharedBody
from events.calendars import serve_event_calendar
from events.facts import EVENT_FACTS, apply_facts, is_being_published, lock_facts, propagate_facts, read_places
from events.fields import EventDatesField, NextDateField
from events.forms import EventPageForm
from events.listing import describe_event
from events.models.dates import EventDate
from events.models.notes import MeetingNotesPage
from events.panels import DatesPanel, RulePanel
from events.zones import find_zone, list_zones


def default_time_zone() -> str:
    return settings.TIME_ZONE


def validate_time_zone(name: str) -> None:
    if name not in list_zones():
        raise ValidationError(_("There is no time zone called %(name)s."), params={"name": name})


class EventPage(RoutablePageMixin, HeroPage):
    """An event, or a series of meetings with several dates."""

    twin_template = "events/event_twin.html"

    class Attendance(models.TextChoices):
        IN_PERSON = "in_person", _("In person")
        ONLINE = "online", _("Online")
        MIXED = "mixed", _("In person and online")

    class DatesState(models.TextChoices):
        SCHEDULED = "scheduled", _("Scheduled")
        TO_BE_ANNOUNCED = "to_be_announced", _("To be announced")

    summary = models.TextField(
        _("summary"), max_length=300, help_text=_("One or two sentences for lists and calendars.")
    )
    body = StreamField(SharedBody(), blank=True, verbose_name=_("body"))
    attendance = models.CharField(_("attendance"), max_length=10, choices=Attendance, default=Attendance.IN_PERSON)
    dates_state = models.CharField(
        _("dates"),
        max_length=20,
        choices=DatesState,
        default=DatesState.SCHEDULED,
        db_default=DatesState.SCHEDULED,
        help_text=_("“To be announced” needs no date. Readers see that it will come, and can sign up."),
    )
    time_zone = models.CharField(
        _("time zone"),
        max_length=60,
        default=default_time_zone,
        validators=[validate_time_zone],
    )
    venue_name = models.CharField(_("venue"), max_length=150, blank=True)
    venue_address = models.TextField(_("address"), blank=True)
    map_url = models.URLField(
        _("address of a map"),
        blank=True,
        default="",
        db_default="",
        help_text=_("A page with a map of the venue. Leave it empty to search OpenStreetMap for the address."),
    )
    map_image = models.ForeignKey(
        "cms.Image",
        verbose_name=_("picture of the map"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("A small map of the way there, drawn by you or free to use. Nothing is loaded from a map service."),
    )
    map_alt = models.CharField(
        _("alt text of the map"),
        max_length=300,
        blank=True,
        default="",
        db_default="",
        help_text=_("The way there in words, for readers who cannot see the map."),
    )
    access_notes = models.TextField(
        _("access notes"), blank=True, help_text=_("Steps, lifts, toilets, hearing loop, parking.")
    )
    joining_link = models.URLField(
        _("joining link"),
        blank=True,
        help_text=_("For the team only: never shown on the site, in the API or in calendars."),
    )
    sign_up_url = models.URLField(_("sign-up address"), blank=True)
    sign_up_email = models.EmailField(_("sign-up email"), blank=True)
    cost = models.CharField(
        _("cost"), max_length=100, blank=True, help_text=_("For example “Free” or “£3, children free”.")
    )
    is_free = models.BooleanField(
        _("free for everybody"),
        default=False,
        db_default=False,
        help_text=_("Readers who look for free events find this one."),
    )

    private_fields = ["joining_link"]
    unlisted_fields = [
        *HeroPage.unlisted_fields,
        *("summary", "body", "venue_address", "access_notes", "sign_up_url", "sign_up_email", "cost"),
        *("map_url", "map_alt"),
    ]
    base_form_class = EventPageForm
    override_translatable_fields = declare_facts(*EVENT_FACTS)
    content_panels = [
        *HeroPage.content_panels,
        FieldPanel("summary"),
        MultiFieldPanel(
            [
                FieldPanel("dates_state", heading=_("Is the date known?"), widget=RadioSelect),
                FieldPanel("time_zone"),
                RulePanel(),
                DatesPanel("dates", heading=_("Each date"), label=_("Date"), min_num=1),
            ],
            heading=_("Dates"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("attendance"),
                FieldPanel("venue_name"),
                FieldPanel("venue_address"),
                FieldPanel("map_url"),
                FieldRowPanel([FieldPanel("map_image"), FieldPanel("map_alt")]),
                FieldPanel("access_notes"),
                FieldPanel("joining_link"),
            ],
            heading=_("Where"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("sign_up_url"), FieldPanel("sign_up_email")]),
                FieldPanel("cost"),
                FieldPanel("is_free"),
            ],
            heading=_("Taking part"),
        ),
        HeroPage.hero_panel,
        FieldPanel("body"),
        MultipleChooserPanel("hosts", chooser_field_name="person", heading=_("Hosts"), label=_("Host")),
    ]
    promote_panels = [
        MultipleChooserPanel("topics", chooser_field_name="topic", heading=_("Topics"), label=_("Topic")),
        *HeroPage.promote_panels,
    ]
    search_fields = [
        *HeroPage.search_fields,
        index.SearchField("summary", boost=2),
        index.SearchField("body"),
        index.SearchField("venue_name", boost=2),
        index.SearchField("venue_address"),
        LabelledField("access_notes", label=_("Access")),
        LabelledField("cost", label=_("Cost")),
        index.RelatedFields("dates", [index.SearchField("place"), index.SearchField("note")]),
        index.RelatedFields("hosts", [index.RelatedFields("person", [index.SearchField("name")])]),
        index.FilterField("attendance"),
    ]
    api_fields = [
        APIField("summary"),
        HeroPage.hero_api_field,
        APIField("attendance"),
        APIField("dates_state"),
        APIField("time_zone"),
        APIField("venue_name"),
        APIField("venue_address"),
        APIField("map_url"),
        APIField("map_image", serializer=ImageField("map_image", alt_from="map_alt")),
        APIField("access_notes"),
        APIField("sign_up_url"),
        APIField("sign_up_email"),
        APIField("cost"),
        APIField("is_free"),
        APIField("next_date", serializer=NextDateField()),
        APIField("dates", serializer=EventDatesField()),
        APIField("hosts", serializer=PeopleField("hosts", "person")),
        APIField("topics", serializer=TopicsField("topics", "topic")),
        APIField("body"),
    ]
    parent_page_types = ["events.EventIndexPage"]
    subpage_types = ["events.MeetingNotesPage"]

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")

    def save_revision(self, *args: Any, **kwargs: Any) -> Revision:
        """Save a revision. It may be published next in the same transaction, so lock the facts first."""
        with transaction.atomic():
            lock_facts(self)
            return super().save_revision(*args, **kwargs)

    def publish(self, *args: Any, **kwargs: Any) -> Any:
        """Publish a revision. Lock the facts first, to avoid a deadlock between two translations."""
        with transaction.atomic():
            lock_facts(self)
            return super().publish(*args, **kwargs)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save the page; publishing it copies the facts to all translations, in the same transaction.

        All ways to publish end here, while the editor's button bypasses ``publish()``.
        """
        if kwargs.get("update_fields") is not None or not is_being_published(self):
            super().save(*args, **kwargs)
            return
        with transaction.atomic():
            lock_facts(self)
            before = read_places(self)
            apply_facts(event=self)
            super().save(*args, **kwargs)
            propagate_facts(event=self, before=before)

    @property
    def zone(self) -> ZoneInfo:
        return find_zone(self.time_zone)

    @property
    def summary_text(self) -> str:
        return self.summary

    @property
    def upcoming_dates(self) -> list[EventDate]:
        return [date for date in list_rows(self, "dates") if not date.is_past]

    @property
    def past_dates(self) -> list[EventDate]:
        return [date for date in reversed(list_rows(self, "dates")) if date.is_past]

    @property
    def is_to_be_announced(self) -> bool:
        return self.dates_state == self.DatesState.TO_BE_ANNOUNCED

    @property
    def hosts_list(self) -> list[Any]:
        return [row.person for row in list_rows(self, "hosts") if row.person]

    @property
    def topics_list(self) -> list[Any]:
        return [row.topic for row in list_rows(self, "topics") if row.topic]

    @re_path(r"^event\.ics/?$")
    def show_calendar(self, request: HttpRequest) -> HttpResponse:
        return serve_event_calendar(self, request)

    @re_path(r"^dates/(?P<key>[0-9a-f-]{36})/event\.ics/?$")
    def show_date_calendar(self, request: HttpRequest, key: str) -> HttpResponse:
        return serve_event_calendar(self, request, key=key)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        notes = MeetingNotesPage.objects.child_of(self) if self.pk else MeetingNotesPage.objects.none()
        loader = Loader(request, fields=())
        shown = notes.filter(loader.visibility.pages()).order_by("-date").select_related("event_date")
        notes = list(shown.defer_streamfields())
        loader.load(notes)
        return {**context, **describe_event(self, request, notes=notes)}
