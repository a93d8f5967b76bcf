from wagtail import hooks

from events.admin import EventListing
from events.choosers import event_date_chooser


@hooks.register("register_admin_viewset")
def register_event_date_chooser() -> object:
    return event_date_chooser


@hooks.register("register_admin_viewset")
def register_event_listing() -> EventListing:
    return EventListing()
