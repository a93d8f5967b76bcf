"""Edit forms of events: dates in local time, their time zone, and the rule that adds many dates."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm

from cms.blocks.dates import DayField, MomentField
from cms.models.forms import PageForm
from cms.upstream.django import WEEKDAYS
from cms.upstream.wagtail_forms import AdminDateTimeInput
from events.calendars import TAKES_PLACE
from events.facts import DATE_FACTS, EVENT_FACTS, find_source
from events.models.dates import EventDate
from events.rules import LAST, MAX_DATES, Occurrence, Repeat, Rule, list_occurrences
from events.zones import find_day, find_moment, list_zone_choices, list_zones

TO_BE_ANNOUNCED = "to_be_announced"
# Marks a time as written, without a time zone.
AS_WRITTEN = ZoneInfo("UTC")


class ZoneField(forms.ChoiceField):
    """The name of a time zone. Any is valid; those named after a place are offered."""

    default_error_messages = {"invalid_choice": gettext_lazy("There is no time zone called “%(value)s”.")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=list_zone_choices, **kwargs)

    def valid_value(self, value: Any) -> bool:
        return value in list_zones()

    def offer(self, name: str) -> None:
        """Add a zone with another name, such as “GB”, to the choices."""
        offered = {value for _area, places in list_zone_choices() for value, _place in places}
        if name not in offered:
            self.choices = [(name, name), *list_zone_choices()]


class ZonedDateTimeField(MomentField):
    """A local time in ``zone``; with ``whole_days``, only its day counts."""

    def __init__(self, **kwargs: Any) -> None:
        # The form shows the weekday and the length of both times in a line of its own.
        super().__init__(widget=AdminDateTimeInput(attrs={"data-own-line": ""}), **kwargs)
        self.zone: ZoneInfo | None = None
        self.whole_days = False

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, datetime):
            return value
        local = timezone.localtime(value, self.zone).replace(tzinfo=None)
        return local.strftime(settings.WAGTAIL_DATE_FORMAT) if self.whole_days else local

    def to_python(self, value: Any) -> datetime | None:
        if isinstance(value, str) and not self.whole_days and is_day(value):
            raise ValidationError(_("Add the time, such as 19:00, or tick “Whole days”."), code="no_time")
        with timezone.override(AS_WRITTEN):
            written = super().to_python(value)
        if written is None or self.zone is None:
            return written
        if self.whole_days:
            return find_day(written.date(), self.zone)
        written = written.replace(second=0, microsecond=0)  # the form would not show seconds when it is opened again
        # A value with its own UTC offset is already unambiguous.
        return find_moment(written.replace(tzinfo=None), self.zone) if written.tzinfo is AS_WRITTEN else written


def is_day(text: str) -> bool:
    """Whether a date was typed without a time."""
    try:
        return DayField(required=False).clean(text) is not None
    except ValidationError:
        return False


class EventDateForm(WagtailAdminModelForm):
    """A date, in the time zone of its event's form. In a translation only its place and note can be edited."""

    start = ZonedDateTimeField(
        label=gettext_lazy("Start"), error_messages={"required": gettext_lazy("Enter when it starts.")}
    )
    end = ZonedDateTimeField(label=gettext_lazy("End"), required=False)

    def __init__(self, *args: Any, zone: ZoneInfo | None = None, takes_facts: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("start", "end"):
            self.fields[name].zone = zone
            self.fields[name].whole_days = bool(self["all_day"].value())
        if takes_facts:
            for name in DATE_FACTS:
                self.fields[name].disabled = True

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if cleaned.get("all_day") and cleaned.get("start") == cleaned.get("end"):
            cleaned["end"] = None  # a single whole day
        return cleaned


class EventPageForm(PageForm):
    """The edit form of an event. It reads the zone before the dates, which are local times in it."""

    time_zone = ZoneField(
        label=gettext_lazy("Time zone"),
        help_text=gettext_lazy(
            "The times below are what clocks show there, in summer and in winter. Change it, and they stay as written."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "time_zone" in self.fields:
            self.fields["time_zone"].offer(self.instance.time_zone)
        if "dates_state" in self.fields:
            self.fields["dates_state"].required = False  # its column has a default
        for name in EVENT_FACTS:
            if name in self.fields:
                self.fields[name].disabled = self.takes_facts
        if dates := self.formsets.get("dates"):
            dates.error_messages["too_few_forms"] = _("Add at least one date, or choose “To be announced”.")
            if self["dates_state"].value() == TO_BE_ANNOUNCED:
                dates.min_num = 0

    def clean(self) -> dict[str, Any]:
        super().clean()
        is_open = self.cleaned_data.get("dates_state") == TO_BE_ANNOUNCED
        if is_open and not self.takes_facts and self.has_dates_to_come():
            self.add_error("dates_state", _("There are dates to come below. Remove them, or choose “Scheduled”."))
        return self.cleaned_data

    def clean_dates_state(self) -> str:
        return str(self.cleaned_data["dates_state"] or EventDate.Status.SCHEDULED)

    def has_dates_to_come(self) -> bool:
        """Whether a date will take place, as far as the dates are valid."""
        rows = [form.cleaned_data for form in self.formsets["dates"].forms if form.is_valid()]
        return any(
            row["start"] > timezone.now()
            for row in rows
            if row.get("start") and not row.get("DELETE") and row.get("status") in TAKES_PLACE
        )

    @cached_property
    def takes_facts(self) -> bool:
        """Whether another translation holds the facts."""
        return find_source(self.instance).pk != self.instance.pk

    @property
    def zone(self) -> ZoneInfo:
        """The submitted zone, if it is valid and may be changed, else the event's."""
        posted = self.data.get(self.add_prefix("time_zone"), "")
        return ZoneInfo(posted) if posted in list_zones() and not self.takes_facts else self.instance.zone


class DayInput(forms.DateInput):
    input_type = "date"


class ClockInput(forms.TimeInput):
    input_type = "time"


class EventDateChoiceField(forms.ModelChoiceField):
    def label_from_instance(self, date: EventDate) -> str:
        return date.describe_start()


class MeetingNotesPageForm(PageForm):
    """The edit form of meeting notes, which offers the dates of their parent event."""

    event_date = EventDateChoiceField(
        queryset=EventDate.objects.none(),
        required=False,
        label=gettext_lazy("Date of the event"),
        help_text=gettext_lazy("The date of the series that these notes are about."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "event_date" in self.fields and self.parent_page:
            dates = EventDate.objects.filter(event=self.parent_page.pk)
            self.fields["event_date"].queryset = dates.select_related("event").order_by("-start")


class RuleForm(forms.Form):
    """A rule for dates; if it is valid, ``occurrences`` are the resulting dates."""

    # No form has this ID, so browsers do not submit these fields with the page's form, which contains them.
    OWNER = "event-rule"

    occurrences: list[Occurrence]

    first = forms.DateField(label=gettext_lazy("First day"), widget=DayInput)
    whole_days = forms.BooleanField(label=gettext_lazy("Whole days"), required=False)
    starts = forms.TimeField(label=gettext_lazy("Starts at"), required=False, widget=ClockInput)
    ends = forms.TimeField(label=gettext_lazy("Ends at"), required=False, widget=ClockInput)
    every = forms.IntegerField(label=gettext_lazy("Every"), initial=1, min_value=1, max_value=MAX_DATES)
    repeat = forms.ChoiceField(
        label=gettext_lazy("Unit"),
        initial=Repeat.WEEKS,
        choices=[
            (Repeat.DAYS, gettext_lazy("days")),
            (Repeat.WEEKS, gettext_lazy("weeks")),
            (Repeat.MONTHS, gettext_lazy("months")),
        ],
    )
    weekdays = forms.TypedMultipleChoiceField(
        label=gettext_lazy("On"),
        help_text=gettext_lazy("Leave empty to use the first day's weekday."),
        required=False,
        coerce=int,
        choices=list(WEEKDAYS.items()),
        widget=forms.CheckboxSelectMultiple,
    )
    ordinal = forms.TypedChoiceField(
        label=gettext_lazy("On the"),
        coerce=int,
        initial=1,
        choices=[
            (1, gettext_lazy("first")),
            (2, gettext_lazy("second")),
            (3, gettext_lazy("third")),
            (4, gettext_lazy("fourth")),
            (LAST, gettext_lazy("last")),
        ],
    )
    weekday = forms.TypedChoiceField(label=gettext_lazy("Weekday"), coerce=int, choices=list(WEEKDAYS.items()))
    until = forms.DateField(label=gettext_lazy("Until"), required=False, widget=DayInput)
    count = forms.IntegerField(label=gettext_lazy("Or how many"), required=False, min_value=1, max_value=MAX_DATES)
    time_zone = ZoneField()

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, prefix="rule")
        for field in self.fields.values():
            field.widget.attrs["form"] = self.OWNER

    def clean(self) -> dict[str, Any]:
        super().clean()
        cleaned = self.cleaned_data
        if cleaned.get("whole_days"):
            cleaned["starts"] = cleaned["ends"] = None
        elif "starts" in cleaned and cleaned["starts"] is None:
            self.add_error("starts", _("Say at what time, or tick “Whole days”."))
        if not self.errors:
            try:
                self.occurrences = list_occurrences(self.make_rule(), ZoneInfo(cleaned["time_zone"]))
            except ValidationError as error:
                self.add_error(None, error)
        return cleaned

    def make_rule(self) -> Rule:
        values = self.cleaned_data
        repeat = Repeat(values["repeat"])
        return Rule(
            repeat=repeat,
            weekdays=(values["weekday"],) if repeat is Repeat.MONTHS else tuple(values["weekdays"]),
            **{name: values[name] for name in ("first", "every", "ordinal", "starts", "ends", "until", "count")},
        )
