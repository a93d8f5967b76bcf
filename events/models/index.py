"""The page that lists events."""

from typing import Any

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.api import APIField
from wagtail.contrib.routable_page.models import path, re_path
from wagtail.search import index

from cms.models import BasePage
from cms.models.routes import LocalRoutes
from events.calendars import serve_index_calendar
from events.listing import list_past, list_upcoming
from events.models.dates import EventDate, EventDateQuerySet
from events.models.pages import EventPage
from events.month_view import list_month


class EventIndexPage(LocalRoutes, BasePage):
    """The list of events: upcoming by month, past by year, and each month as a table."""

    index_of = "events"
    twin_template = "events/event_index_twin.html"

    introduction = models.TextField(_("introduction"), blank=True, max_length=300)

    unlisted_fields = [*BasePage.unlisted_fields, "introduction"]
    content_panels = [*BasePage.content_panels, FieldPanel("introduction")]
    search_fields = [*BasePage.search_fields, index.SearchField("introduction", boost=2)]
    api_fields = [APIField("introduction")]
    parent_page_types = ["home.HomePage"]
    subpage_types = ["events.EventPage"]

    class Meta:
        verbose_name = _("events")

    @property
    def summary_text(self) -> str:
        return self.introduction

    @property
    def dates(self) -> EventDateQuerySet:
        """The dates of all events below this page, public or not."""
        return EventDate.objects.filter(event__path__startswith=self.path)

    @property
    def events_to_be_announced(self) -> Any:
        """The events below this page without a date as yet, public or not."""
        return EventPage.objects.child_of(self).filter(dates_state=EventPage.DatesState.TO_BE_ANNOUNCED)

    @property
    def attendances(self) -> list[tuple[str, Any]]:
        return EventPage.Attendance.choices

    @path("")
    def show_upcoming(self, request: HttpRequest) -> HttpResponse:
        return self.render(request, context_overrides=list_upcoming(self, request))

    @path("topic/<slug:slug>/")
    def show_topic(self, request: HttpRequest, slug: str) -> HttpResponse:
        return self.render(request, context_overrides=list_upcoming(self, request, topic=slug))

    @path("past/")
    @path("past/<int:year>/")
    def show_past(self, request: HttpRequest, year: int | None = None) -> HttpResponse:
        return self.render(request, context_overrides=list_past(self, request, year=year))

    @path("<int:year>/<int:month>/")
    def show_month(self, request: HttpRequest, year: int, month: int) -> HttpResponse:
        return self.render(request, context_overrides=list_month(self, request, year=year, month=month))

    @re_path(r"^calendar\.ics/?$")
    @re_path(r"^topic/(?P<topic>[\w-]+)/calendar\.ics/?$")
    def show_calendar(self, request: HttpRequest, topic: str = "") -> HttpResponse:
        return serve_index_calendar(self, request, topic=topic or request.GET.get("topic", ""))
