"""What a result shows beside its title and excerpt: when it is or was, and a picture."""

from collections.abc import Iterable
from datetime import date
from functools import reduce
from operator import or_
from typing import Any, NamedTuple

from django.db.models import Case, F, OuterRef, Q, Subquery, When
from django.utils import timezone
from django.utils.dateparse import parse_date
from wagtail.models import Page, get_page_models

from blog.models import UpdatePage
from cms.freshness.validity import limit_validity
from cms.models import HeroPage, Image
from cms.people.models import Person
from cms.represent.bulk import Part, Table, Values, keys_in, made_once, moment_in
from cms.represent.site_context import SiteContext
from cms.represent.sources import renditions_of
from events.models import EventDate, EventPage, MeetingNotesPage


class Details(NamedTuple):
    """``event_date`` is the next date of an event, else its last; ``month`` or ``day`` is that of any other page."""

    picture: Image | None = None
    event_date: EventDate | None = None
    month: date | None = None
    day: date | None = None


def detail_parts(pages: set[int], people: set[int]) -> list[Part]:
    """Return the parts of a statement that find the details of these pages and people."""
    named = {"keys": pages, "people": people, "now": timezone.now()}
    return [(part, named) for part in (dates_table(), days(), heroes(), pictures_table())] if pages or people else []


def list_details(found: Any, pages: Iterable[Page], people: Iterable[Person], request: Any) -> dict[Any, Details]:
    """Return the details of pages and people from what these parts have found. The next date limits the validity."""
    visibility = SiteContext.of(request).visibility
    pictures = {image.pk: image for image in found.get(pictures_table(), ()) if visibility.shows(image)}
    shown = {page: pictures.get(image) for page, image in found.get(heroes(), ())}
    dates = {row.event_id: row for row in found.get(dates_table(), ())}
    named = {page: parse_date(day[:10]) for page, day in found.get(days(), ()) if day}
    for row in dates.values():
        row.event = EventPage(pk=row.event_id, time_zone=row.time_zone)
        if not row.is_past:
            limit_validity(request, row.until)
    details: dict[Any, Details] = {
        page: Details(shown.get(page.pk), dates.get(page.pk), *date_page(page, named.get(page.pk))) for page in pages
    }
    return details | {person: Details(pictures.get(person.photo_id)) for person in people}


def date_page(page: Page, day: date | None) -> tuple[date | None, date | None]:
    """Return the month that a page is about, or its day."""
    if page.specific_class is not UpdatePage:
        return None, day
    return (day, None) if day else (None, timezone.localdate(page.first_published_at))


@made_once
def dates_table() -> Table:
    """Return the part for the next date of each event, or for its last one if all are over."""
    is_over = Q(until__lte=moment_in("now"))
    coming = Case(When(is_over, then=None), default=F("start"))
    nearest = EventDate.objects.filter(event=OuterRef("event")).order_by(coming.asc(nulls_last=True), "-start")
    dates = EventDate.objects.filter(event__in=keys_in("keys"), pk=Subquery(nearest.values("pk")[:1]))
    return Table(dates, {"time_zone": F("event__time_zone")})


@made_once
def days() -> Values:
    """Return the part for the months of updates, and the days of meetings."""
    months = UpdatePage.objects.filter(pk__in=keys_in("keys")).order_by().values_list("pk", "period")
    meetings = MeetingNotesPage.objects.filter(pk__in=keys_in("keys")).order_by().values_list("pk", "date")
    return Values(months.union(meetings, all=True), ["page", "day"])


def list_hero_rows(name: str) -> list[Any]:
    models: list[Any] = [model for model in get_page_models() if issubclass(model, HeroPage)]
    return [model.objects.filter(pk__in=keys_in(name), hero_image__isnull=False).order_by() for model in models]


@made_once
def heroes() -> Values:
    """Return the part for the keys of the pages' pictures."""
    first, *others = [rows.values_list("pk", "hero_image_id") for rows in list_hero_rows("keys")]
    return Values(first.union(*others, all=True), ["page", "image"])


@made_once
def pictures_table() -> Table:
    shown = [Q(pk__in=rows.values("hero_image_id")) for rows in list_hero_rows("keys")]
    photos = Person.objects.filter(pk__in=keys_in("people"), photo__isnull=False).order_by().values("photo_id")
    images = Image.objects.filter(reduce(or_, shown, Q(pk__in=photos)))
    return Table(images, {"loaded_renditions": renditions_of(Image)})
