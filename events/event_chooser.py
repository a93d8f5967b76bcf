"""The chooser of an event: those to come first, with their dates, and a form for a new one."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import F, OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail import hooks
from wagtail.admin.ui.tables import Column, LiveStatusTagColumn
from wagtail.admin.viewsets.chooser import ChooserViewSet

from cms.upstream.wagtail_choosers import CreateView, CreationFormMixin
from cms.upstream.wagtail_forms import BaseChooseView, ChooseResultsView, ChooseView
from events.forms import ZonedDateTimeField
from events.models import EventDate, EventIndexPage, EventPage
from events.zones import find_zone

EVENT_FIELDS = ("title", "summary", "venue_name", "sign_up_email", "sign_up_url")


class NewEventForm(forms.Form):
    """What a new event cannot do without; everything else is added in its own form."""

    parent = forms.ModelChoiceField(EventIndexPage.objects.none(), label=_("List of events"), empty_label=None)
    title = forms.CharField(label=_("Title"), max_length=255)
    summary = forms.CharField(
        label=_("Summary"),
        max_length=300,
        help_text=_("One or two sentences for lists and calendars."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    start = ZonedDateTimeField(label=_("Start"), error_messages={"required": _("Enter when it starts.")})
    end = ZonedDateTimeField(label=_("End"), required=False)
    venue_name = forms.CharField(label=_("Place"), max_length=150, required=False)
    sign_up_email = forms.EmailField(label=_("Sign-up email"), required=False)
    sign_up_url = forms.URLField(label=_("Sign-up address"), required=False, assume_scheme="https")

    def __init__(self, *args: Any, parents: list[EventIndexPage], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parent: Any = self.fields["parent"]
        parent.queryset = EventIndexPage.objects.filter(pk__in=[page.pk for page in parents])
        parent.initial = parents[0] if parents else None
        if len(parents) == 1:
            parent.widget = forms.HiddenInput()
        times: list[Any] = [self.fields["start"], self.fields["end"]]
        for field in times:
            field.zone = find_zone(settings.TIME_ZONE)
            field.widget.attrs.pop("data-own-line")  # the weekday stands below the field

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("start") and cleaned.get("end") and cleaned["end"] <= cleaned["start"]:
            self.add_error("end", _("The end must be after the start."))
        return cleaned

    def make_event(self) -> EventPage:
        values = {name: self.cleaned_data[name] for name in EVENT_FIELDS}
        event = EventPage(live=False, **values)
        event.dates.set([EventDate(start=self.cleaned_data["start"], end=self.cleaned_data["end"])])
        return event


def list_parents(request: HttpRequest) -> Iterator[EventIndexPage]:
    """Yield the lists to which somebody may add an event, in the language of the page that is being edited."""
    parents = EventIndexPage.objects.filter(alias_of__isnull=True).order_by("path")
    own = parents.filter(locale__language_code=request.GET.get("locale", ""))
    for page in own if own.exists() else parents:
        if page.permissions_for_user(request.user).can_add_subpage():
            yield page


class EventCreation(CreationFormMixin):
    request: HttpRequest

    def can_create(self) -> bool:
        return any(list_parents(self.request))

    def get_creation_form_class(self) -> type[NewEventForm]:
        return NewEventForm

    def get_creation_form_kwargs(self) -> dict[str, Any]:
        own = {"parents": list(list_parents(self.request)), "prefix": "new"}
        return {**super().get_creation_form_kwargs(), **own}


class ComingFirst(EventCreation, BaseChooseView):
    """Lists the events to come, the soonest first, and then those that are over, the latest first."""

    @property
    def columns(self) -> list[Column]:
        title, *others = super().columns
        dates = Column("dates", label=_("Dates"), accessor=describe_dates, width="35%")
        return [title, dates, *others, LiveStatusTagColumn(label=_("Status"), sort_key=None)]

    def get_object_list(self) -> "QuerySet[EventPage]":
        dates = EventDate.objects.filter(event=OuterRef("pk"))
        coming = dates.filter(until__gt=timezone.now()).order_by("start").values("start")[:1]
        last = dates.order_by("-start").values("start")[:1]
        events = EventPage.objects.filter(alias_of__isnull=True).prefetch_related("dates")
        return events.annotate(next_start=Subquery(coming), last_start=Subquery(last))

    def apply_object_list_ordering(self, objects: "QuerySet[EventPage]") -> "QuerySet[EventPage]":
        return objects.order_by(F("next_start").asc(nulls_last=True), F("last_start").desc(nulls_last=True), "pk")


def describe_dates(event: EventPage) -> str:
    """Return the next date and how many follow, or else the last one."""
    dates = event.upcoming_dates or event.past_dates[:1]
    if not dates:
        return str(event.get_dates_state_display()) if event.is_to_be_announced else "–"
    start = dates[0].describe_start()
    more = len(dates) - 1
    return f"{start} {ngettext('and %d more', 'and %d more', more) % more}" if more else start


class EventChooseView(ComingFirst, ChooseView):
    pass


class EventChooseResultsView(ComingFirst, ChooseResultsView):
    pass


class EventCreateView(EventCreation, CreateView):
    """Saves a draft, also of somebody who may publish it: an event would be in the public list at once."""

    def save_form(self, form: NewEventForm) -> EventPage:
        event = form.make_event()
        event.owner = self.request.user
        form.cleaned_data["parent"].add_child(instance=event)
        event.save_revision(user=self.request.user)
        for hook in hooks.get_hooks("after_create_page"):  # makes its aliases in other languages
            hook(self.request, event)
        return event


class EventChooserViewSet(ChooserViewSet):
    model = EventPage
    icon = "date"
    choose_one_text = _("Choose an event")
    choose_another_text = _("Choose another event")
    edit_item_text = _("Edit this event")
    create_action_label = _("Create")
    creation_tab_label = _("New event")
    choose_view_class = EventChooseView
    choose_results_view_class = EventChooseResultsView
    create_view_class = EventCreateView
    preserve_url_parameters = ["multiple", "locale"]
    per_page = 20
    register_widget = False  # foreign keys to pages keep Wagtail's chooser, as translations of them expect


event_chooser = EventChooserViewSet("event_chooser")
