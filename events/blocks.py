"""Blocks that announce events."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, ClassVar

from django.apps import apps
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from typing_extensions import TypedDict
from wagtail.blocks import (
    BooleanBlock,
    CharBlock,
    IntegerBlock,
    StreamValue,
    StructBlock,
    StructBlockValidationError,
    StructValue,
    TextBlock,
    URLBlock,
)

from cms.blocks import DateTimeBlock, StreamBlock
from cms.freshness.validity import limit_validity
from cms.represent.pages import PageReference, represent_page
from cms.represent.types import Moment
from cms.represent.visibility import Visibility
from events.announcements import EventBlock, EventChooserBlock, EventDateChooserBlock
from events.representations import EventDateRepresentation, represent_event_date
from events.upcoming import MAX_UPCOMING, UpcomingDates

if TYPE_CHECKING:
    from cms.represent.loader import Loader
    from cms.represent.values import Reference
    from events.models import EventDate


# Migrations import the chooser from here.
__all__ = ["EventDateChooserBlock", "EventsBlock", "UpcomingEventsBlock"]


class ExternalEventRepresentation(TypedDict):
    """An event that is not on this site."""

    title: str
    organiser: str
    start: Moment
    end: Moment | None
    place: str
    online: bool
    url: str


class ExternalEventBlock(StructBlock):
    title = CharBlock(max_length=150, label=_("Title"))
    organiser = CharBlock(required=False, default="", max_length=150, label=_("Organiser"))
    start = DateTimeBlock(label=_("Start"))
    end = DateTimeBlock(required=False, default=None, label=_("End"))
    place = CharBlock(required=False, default="", max_length=200, label=_("Place"))
    online = BooleanBlock(required=False, default=False, label=_("It is online"))
    url = URLBlock(required=False, default="", label=_("More about it"))

    facts = ("start", "end", "online")

    def clean(self, value: StructValue) -> StructValue:
        value = super().clean(value)
        if value.get("start") and value.get("end") and value["end"] <= value["start"]:
            raise StructBlockValidationError(
                block_errors={"end": ValidationError(_("The end must be after the start."))}
            )
        return value

    def get_api_representation(
        self, value: StructValue, context: dict[str, Any] | None = None
    ) -> ExternalEventRepresentation:
        return {
            "title": value["title"],
            "organiser": value["organiser"],
            "start": value["start"].isoformat(),
            "end": value["end"].isoformat() if value["end"] else None,
            "place": value["place"],
            "online": value["online"],
            "url": value["url"],
        }

    class Meta:
        icon = "link-external"
        label = _("Event elsewhere")
        label_format = "{title}"
        template = "events/blocks/external_event.html"


class EventItemsBlock(StreamBlock):
    event = EventBlock()
    external_event = ExternalEventBlock()

    def clean(self, value: StreamValue) -> StreamValue:
        """Leave out an event that was not chosen, if there are other items: the form offers one from the beginning."""
        filled = [child for child in value if child.block_type != "event" or child.value["page"] or child.value["date"]]
        if 0 < len(filled) < len(value):
            with suppress(ValidationError):  # its errors would stand beside other items than those of the form
                return super().clean(StreamValue(self, [(one.block_type, one.value, one.id) for one in filled]))
        return super().clean(value)

    class Meta:
        icon = "date"
        min_num = 1
        too_few = _("Add at least one event.")
        default: list[Any] = [("event", {})]  # ready to choose one


class EventsBlock(StructBlock):
    heading = CharBlock(max_length=150, label=_("Heading"))
    introduction = TextBlock(required=False, default="", label=_("Introduction"))
    items = EventItemsBlock(label=_("Items"))

    class Meta:
        icon = "date"
        group = _("Events")
        label = _("Events")
        description = _("Dates to announce, ours and other people's.")
        label_format = "{heading}"
        template = "events/blocks/events.html"
        preview_value = {
            "heading": _("Next in the hall"),
            "introduction": _("All free, all with tea."),
            "items": [
                (
                    "external_event",
                    {
                        "title": _("Seed swap"),
                        "organiser": _("The allotment society"),
                        "start": datetime(2027, 3, 13, 10, tzinfo=UTC),
                        "end": datetime(2027, 3, 13, 13, tzinfo=UTC),
                        "place": _("The old chapel"),
                        "online": False,
                        "url": "https://example.org/",
                    },
                )
            ],
        }


class UpcomingEventsValue(StructValue):
    """``dates`` are the upcoming dates, soonest first, set by the loader."""

    dates: "list[EventDate]"

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.dates = []


class UpcomingDate(TypedDict):
    page: PageReference
    date: EventDateRepresentation


class UpcomingEventsRepresentation(TypedDict):
    """``items`` are the next dates of all events, or of one ``series``, at most ``count``."""

    heading: str
    count: int
    series: PageReference | None
    items: list[UpcomingDate]


class UpcomingEventsBlock(StructBlock):
    heading = CharBlock(max_length=150, label=_("Heading"))
    count = IntegerBlock(min_value=1, max_value=MAX_UPCOMING, default=3, label=_("Count"))
    series = EventChooserBlock(
        "events.EventPage",
        required=False,
        default=None,
        help_text=_("Only dates of this event. Leave empty for all events."),
        label=_("Series"),
    )

    computed: ClassVar[dict[str, object]] = {"items": []}

    def is_complete(self, value: StructValue, raw: Mapping[str, Any]) -> bool:
        """Whether the chosen series still exists: without it, the block would show all events."""
        return bool(value["series"]) or not raw.get("series")

    def find_more(self, raw: Mapping[str, Any]) -> "Iterator[Reference]":
        series = raw.get("series")
        yield UpcomingDates(of_series=bool(series)), series or 0

    def load_values(self, values: "list[tuple[UpcomingEventsValue, int | None]]", loader: "Loader") -> None:
        dates = {of_series: UpcomingDates(of_series).list_dates(loader) for of_series in (False, True)}
        for value, locale in values:
            chosen = value["series"]
            value.dates = [
                date
                for date in dates[bool(chosen)]
                if (date.event == chosen if chosen else date.event.locale_id == locale)
            ][: value["count"]]
            limit_validity(loader.request, *(date.until for date in value.dates))

    def get_api_representation(
        self, value: UpcomingEventsValue, context: dict[str, Any] | None = None
    ) -> UpcomingEventsRepresentation:
        context = context or {}
        return {
            "heading": value["heading"],
            "count": value["count"],
            "series": represent_page(value["series"], context) if value["series"] else None,
            "items": [
                {"page": represent_page(date.event, context), "date": represent_event_date(date, context)}
                for date in value.dates
            ],
        }

    def get_preview_value(self) -> UpcomingEventsValue:
        value = super().get_preview_value()
        dates = apps.get_model("events", "EventDate").objects.upcoming(Visibility())  # editors also see private ones
        value.dates = list(dates.select_related("event").order_by("start")[:3])
        return value

    class Meta:
        icon = "calendar-alt"
        group = _("Events")
        label = _("Upcoming events")
        description = _("The next dates, updated automatically.")
        label_format = "{heading}"
        value_class = UpcomingEventsValue
        template = "events/blocks/upcoming_events.html"
        preview_value = {"heading": _("Coming up"), "count": 3, "series": None}
