"""The block that announces an event of this site."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

from django.apps import apps
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from typing_extensions import TypedDict
from wagtail.blocks import ChooserBlock, PageChooserBlock, StructBlock, StructBlockValidationError, StructValue

from cms.freshness.validity import limit_validity
from cms.represent.pages import PageReference, represent_page
from cms.represent.sources import Rows
from cms.represent.types import Identifier, column
from events.representations import EventDateRepresentation, represent_event_date

if TYPE_CHECKING:
    from cms.represent.loader import Loader
    from cms.represent.values import Reference
    from events.models import EventDate


class EventChooserBlock(PageChooserBlock):
    """Chooses an event, or makes one. Translations of a page are edited with Wagtail's chooser of pages."""

    @cached_property
    def widget(self) -> Any:
        from events.event_chooser import event_chooser

        return event_chooser.widget_class()

    def get_form_state(self, value: Any) -> Any:
        return self.widget.get_value_data(value)


class EventDateChooserBlock(ChooserBlock):
    """Chooses a date of an event. A translation chooses the same one: a date says when, which no language changes."""

    def get_translatable_segments(self, value: Any) -> list[Any]:
        return []

    def restore_translated_segments(self, value: Any, segments: Any) -> Any:
        return value

    @cached_property
    def target_model(self) -> Any:
        return apps.get_model("events", "EventDate")

    @cached_property
    def widget(self) -> Any:
        from events.choosers import event_date_chooser

        # The dates offered are those of the event in the field before this one.
        event = {"match": r"^.+-value-", "append": "page"}
        return event_date_chooser.widget_class(linked_fields={"event": event})

    class Meta:
        icon = "date"


class Announcement(NamedTuple):
    """What a card shows: the dates to come, those that are over, and whether people can sign up."""

    upcoming: "list[EventDate]"
    past: "list[EventDate]"
    takes_sign_ups: bool


class EventValue(StructValue):
    """A chosen event; ``dates`` are those to show, once loaded."""

    @property
    def dates(self) -> "list[EventDate]":
        return [self["date"]] if self["date"] else list(self["page"].dates.all())

    def announce(self, since: datetime) -> Announcement:
        """Return what an update of this moment announces: dates that were over then only if there is no other."""
        upcoming = [date for date in self.dates if not date.is_past]
        over = [date for date in self.dates if date.is_past]
        past = [date for date in over if date.until > since]
        takes_place = any(date.status != date.Status.CANCELLED for date in upcoming)
        return Announcement(
            upcoming, past if past or upcoming else over, takes_place or self["page"].is_to_be_announced
        )


def find_date(page: Any, chosen: "EventDate") -> "EventDate":
    """Return a date as the shown translation of the event has it."""
    same = (date for date in page.dates.all() if date.translation_key == chosen.translation_key)
    date = next(same, chosen)
    date.event = page
    return date


class AnnouncedEvent(TypedDict):
    """An event; ``date`` is the ID of the one date to announce, null for all; ``dates`` are the dates to show."""

    page: PageReference
    date: Identifier | None
    dates: list[EventDateRepresentation]
    dates_state: Annotated[str, column("events.EventPage.dates_state")]
    sign_up_url: Annotated[str, column("events.EventPage.sign_up_url")]
    sign_up_email: Annotated[str, column("events.EventPage.sign_up_email")]


class EventBlock(StructBlock):
    page = EventChooserBlock("events.EventPage", label=_("Event"))
    date = EventDateChooserBlock(
        required=False,
        default=None,
        label=_("Only this date"),
        help_text=_("Leave empty to announce all its dates."),
    )

    def clean(self, value: StructValue) -> StructValue:
        value = super().clean(value)
        page, date = value.get("page"), value.get("date")
        if page and date and date.event_id != page.pk:
            message = _("This is a date of another event. Choose one of this event's dates.")
            raise StructBlockValidationError(block_errors={"date": ValidationError(message)})
        return value

    def is_complete(self, value: StructValue, raw: Mapping[str, Any]) -> bool:
        """Whether the chosen date still exists: without it, the block would announce all others."""
        return bool(value["date"]) or not raw.get("date")

    def find_more(self, raw: Mapping[str, Any]) -> "Iterator[Reference]":
        dates = apps.get_model("events", "EventDate")._meta.get_field("event")
        yield Rows(dates, chosen=True), raw.get("page")

    def load_values(self, values: "list[tuple[StructValue, int | None]]", loader: "Loader") -> None:
        for value, _locale in values:
            if value["date"]:
                value["date"] = find_date(value["page"], value["date"])
            limit_validity(loader.request, *(date.until for date in value.dates if not date.is_past))

    def get_context(self, value: EventValue, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context)
        page = context.get("page")
        if value["page"]:
            context["announced"] = value.announce(getattr(page, "first_published_at", None) or timezone.now())
        return context

    def get_api_representation(self, value: EventValue, context: dict[str, Any] | None = None) -> AnnouncedEvent:
        page = value["page"]
        return {
            "page": represent_page(page, context or {}),
            "date": str(value["date"].translation_key) if value["date"] else None,
            "dates": [represent_event_date(date, context or {}) for date in value.dates],
            "dates_state": page.dates_state,
            "sign_up_url": page.sign_up_url,
            "sign_up_email": page.sign_up_email,
        }

    class Meta:
        icon = "date"
        label = _("Event on this site")
        value_class = EventValue
        template = "events/blocks/event.html"
