from typing import Any

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from cms.checking.checks import Check
from cms.importing.kinds import Kind
from events import checks
from events.admin import EventListing
from events.api import EventDatesAPIViewSet, EventsAPIViewSet
from events.choosers import event_date_chooser, meeting_notes_chooser
from events.event_chooser import event_chooser
from events.imports import EventsKind
from events.models import EventPage
from events.views import list_dates


@hooks.register("register_admin_viewset")
def register_event_choosers() -> list[object]:
    return [event_chooser, event_date_chooser, meeting_notes_chooser]


@hooks.register("register_admin_viewset")
def register_event_listing() -> EventListing:
    return EventListing()


@hooks.register("register_admin_urls")
def register_event_views() -> list[URLPattern]:
    return [path("events/dates/", list_dates, name="events_list_dates")]


@hooks.register("register_api_endpoints")
def register_endpoints() -> list[tuple[str, Any]]:
    return [("events", EventsAPIViewSet), ("event-dates", EventDatesAPIViewSet)]


@hooks.register("register_start_tasks", order=2)
def register_start_tasks() -> list[tuple[Any, ...]]:
    return [
        (
            EventPage,
            "events:choose_parent",
            _("Announce an event"),
            _("With one date or many. It also appears in the calendars of people who follow yours."),
        )
    ]


@hooks.register("register_stylesheets")
def register_stylesheets() -> list[str]:
    return ["events/css/events.css", "events/css/month.css"]


@hooks.register("register_import_kinds", order=0)
def register_import_kinds() -> list[Kind]:
    return [EventsKind()]


@hooks.register("register_guide_sections")
def register_guide_sections() -> dict[str, str]:
    return {
        "dates": "events",
        "events": "events",
        "joining_link": "events",
        "upcoming_events": "events",
    }


@hooks.register("register_checks")
def register_checks() -> list[type[Check]]:
    return checks.CHECKS


@hooks.register("register_names")
def register_names() -> list[tuple[str, Any]]:
    return [("all_events", _("All events"))]
