from django.urls import URLPattern, path
from wagtail import hooks

from events.admin import EventListing
from events.choosers import event_date_chooser, meeting_notes_chooser
from events.views import list_dates


@hooks.register("register_admin_viewset")
def register_event_choosers() -> list[object]:
    return [event_date_chooser, meeting_notes_chooser]


@hooks.register("register_admin_viewset")
def register_event_listing() -> EventListing:
    return EventListing()


@hooks.register("register_admin_urls")
def register_event_views() -> list[URLPattern]:
    return [path("events/dates/", list_dates, name="events_list_dates")]
