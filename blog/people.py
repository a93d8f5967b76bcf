"""Pages about people: the team by group, and the events that somebody hosts."""

from typing import Any, NamedTuple

from django.http import HttpRequest
from django.utils.translation import gettext_lazy
from wagtail.models import Page

from cms.freshness.validity import limit_validity
from cms.people.models import Person
from cms.represent.languages import choose_translations
from cms.represent.loader import Loader
from cms.represent.site_context import SiteContext
from cms.represent.visibility import live
from events.models import EventDate, EventHost
from events.models.dates import EventDateQuerySet, share_events
from events.series import add_rest

HEADINGS = {
    Person.Group.TEAM: gettext_lazy("Team"),
    Person.Group.CO_PRODUCER: gettext_lazy("Co-producers"),
    Person.Group.MEMBER: gettext_lazy("Members"),
    Person.Group.PARTNER: gettext_lazy("Partners"),
}
LAST = 2**15  # after every place that an editor can give
DATES_OF_TOPIC = 4


class Group(NamedTuple):
    label: str
    key: str
    people: list[Person]


def list_groups(index: Page, request: HttpRequest) -> list[Group]:
    """Return the people whom editors marked as public, by group, in the order that editors gave them."""
    shown = choose_translations(Person.objects.filter(live(), public=True).order_by("pk"), index.locale_id)
    Loader(request).load(shown)
    shown.sort(key=lambda person: (LAST if person.position is None else person.position, person.name.lower()))
    groups = [Group(str(label), key, [one for one in shown if one.group == key]) for key, label in HEADINGS.items()]
    return [group for group in groups if group.people]


def find_dates(index: Page, request: HttpRequest) -> EventDateQuerySet:
    """Return the public dates to come of the site, in the language of an archive of updates."""
    home = index.path[: -index.steplen]
    return EventDate.objects.upcoming(SiteContext.of(request).visibility).filter(event__path__startswith=home)


def find_hosted(index: Page, request: HttpRequest, person: Person) -> EventDateQuerySet:
    """Return the dates to come of events that a person hosts."""
    hosted = EventHost.objects.filter(person__translation_key=person.translation_key)
    return find_dates(index, request).filter(event__in=hosted.values("event"))


def show_dates(dates: EventDateQuerySet, request: HttpRequest, *, limit: int | None = None) -> list[Any]:
    """Return the next date of each event, loaded; the response holds until one of their dates is over."""
    shown = list(dates.next_of_each_event().select_related("event")[:limit])
    Loader(request, fields={"topics", "dates"}).load(share_events(shown))
    limit_validity(request, *(one.until for date in shown for one in date.event.upcoming_dates))
    add_rest(shown)
    return shown


def describe_topic(index: Page, request: HttpRequest, topic: Any) -> dict[str, Any]:
    """Return what the page of a topic shows besides its updates: its picture, its next events, ways to follow it."""
    Loader(request).load([topic])
    return {"topic_dates": show_dates(find_dates(index, request).about(topic.slug), request, limit=DATES_OF_TOPIC)}
