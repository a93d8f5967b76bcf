"""Choosing one date of an event in the admin."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.chooser import BaseChooseView, ChooseResultsViewMixin, ChooseViewMixin
from wagtail.admin.viewsets.chooser import ChooserViewSet


class NewestFirst(BaseChooseView):
    """Lists the dates of the source language, the latest first: translations follow them."""

    ordering = "-start"

    @property
    def columns(self) -> list[Column]:
        return [*super().columns, Column("status", label=_("Status"), accessor="get_status_display")]

    def get_object_list(self) -> Any:
        return super().get_object_list().select_related("event").filter(event__alias_of__isnull=True)


class EventDateChooseView(ChooseViewMixin, NewestFirst):
    pass


class EventDateChooseResultsView(ChooseResultsViewMixin, NewestFirst):
    pass


class EventDateChooserViewSet(ChooserViewSet):
    model = "events.EventDate"
    icon = "date"
    choose_one_text = _("Choose a date")
    choose_another_text = _("Choose another date")
    choose_view_class = EventDateChooseView
    choose_results_view_class = EventDateChooseResultsView
    per_page = 20


event_date_chooser = EventDateChooserViewSet("event_date_chooser")
