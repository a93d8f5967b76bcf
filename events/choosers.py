"""Choosing one date of an event in the admin."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.chooser import BaseChooseView, ChooseResultsView, ChooseView
from wagtail.admin.viewsets.chooser import ChooserViewSet


class NewestFirst(BaseChooseView):
    """Lists the dates of the event that is chosen beside them, else of every event, the latest first.

    Only those of the source language: translations follow them.
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
