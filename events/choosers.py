"""Choosers for a date of an event, and for meeting notes, in the admin."""

import re
from typing import Any

from django.db.models import Case, Value, When
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.viewsets.chooser import ChooserViewSet

from cms.upstream.wagtail_forms import BaseChooseView, ChooseResultsView, ChooseView


class NewestFirst(BaseChooseView):
    """Lists the dates of the event chosen in the same form, or else of all events, latest first.

    Only dates in the source language are listed: translations follow them.
    """

    ordering = "-start"

    @property
    def columns(self) -> list[Column]:
        return [*super().columns, Column("status", label=_("Status"), accessor="get_status_display")]

    def get_object_list(self) -> Any:
        dates = super().get_object_list().select_related("event").filter(event__alias_of__isnull=True)
        event = self.request.GET.get("event", "")
        return dates.filter(event=int(event)) if event.isdecimal() else dates


class EventDateChooseView(NewestFirst, ChooseView):
    pass


class EventDateChooseResultsView(NewestFirst, ChooseResultsView):
    pass


class EventDateChooserViewSet(ChooserViewSet):
    model = "events.EventDate"
    icon = "date"
    choose_one_text = _("Choose a date")
    choose_another_text = _("Choose another date")
    choose_view_class = EventDateChooseView
    choose_results_view_class = EventDateChooseResultsView
    preserve_url_parameters = ["multiple", "event"]
    per_page = 20


event_date_chooser = EventDateChooserViewSet("event_date_chooser")


class CoveredMonthFirst(BaseChooseView):
    """Lists meeting notes: those of the month that the update covers first, then the latest first."""

    @property
    def columns(self) -> list[Column]:
        title, *others = super().columns
        event = Column("event", label=_("Event"), accessor=lambda notes: notes.get_parent().title)
        return [title, event, DateColumn("date", label=_("Date"), width="20%"), *others]

    def get_object_list(self) -> Any:
        return super().get_object_list().filter(alias_of__isnull=True)

    def apply_object_list_ordering(self, objects: Any) -> Any:
        month = re.match(r"(\d{4})-(\d{2})", self.request.GET.get("period", ""))
        if month is None:
            return objects.order_by("-date", "pk")
        year, number = map(int, month.groups())
        covered = Case(When(date__year=year, date__month=number, then=Value(0)), default=Value(1))
        return objects.order_by(covered, "-date", "pk")


class MeetingNotesChooseView(CoveredMonthFirst, ChooseView):
    pass


class MeetingNotesChooseResultsView(CoveredMonthFirst, ChooseResultsView):
    pass


class MeetingNotesChooserViewSet(ChooserViewSet):
    """With ``linked_fields={"period": …}``, its widget suggests the notes of the month in that field first."""

    model = "events.MeetingNotesPage"
    register_widget = False  # for every form; the translation editor expects Wagtail's page chooser for pages
    icon = "doc-full"
    choose_one_text = _("Choose meeting notes")
    choose_another_text = _("Choose other meeting notes")
    choose_view_class = MeetingNotesChooseView
    choose_results_view_class = MeetingNotesChooseResultsView
    preserve_url_parameters = ["multiple", "period"]
    per_page = 20


meeting_notes_chooser = MeetingNotesChooserViewSet("meeting_notes_chooser")
