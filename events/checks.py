"""The checks of what announces events."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.timezone import is_naive, localtime, make_aware, now
from django.utils.translation import gettext_lazy as _

from cms.checking.checks import Check, Finding
from cms.checking.content import Content, Part
from events.announcements import EventBlock
from events.blocks import ExternalEventBlock
from events.models import EventDate, EventPage

BOOK = r"(?:book|register|reserve|rsvp|sign[ -]?up|tickets?)"
DROP_IN = re.compile(
    rf"""
    \b(?:drop(?:ping)?[ -]in | (?:just|simply)\ (?:come|drop|turn\ up) | walk[ -]ins?
    | no\ (?:need\ to\ {BOOK} | {BOOK}(?:ing|ation|s)?\b) | without\ {BOOK}(?:ing|ation)?\b
    | (?:no|don['’]t|do\ not|needn['’]t|need\ not)\ (?:(?:need|have)\ to\ )?{BOOK}\b
    | g?alw(?:ch)?\ (?:heibio|i\ mewn)
    | (?:dim|nid\ oes|heb)\ (?:(?:angen|rhaid)\ )?(?:archebu|bwcio|cofrestru))
    """,
    re.IGNORECASE | re.VERBOSE,
)


def list_announced(content: Content) -> Iterator[tuple[Part, int, int | None]]:
    """Yield each announcement of an event of this site, with the key of the event and of the one date, if any."""
    for part in content.parts:
        if isinstance(part.block, EventBlock) and isinstance(part.value, Mapping) and part.value.get("page"):
            yield part, part.value["page"], part.value.get("date")


class PastEvent(Check):
    name = "past_event"
    label = _("Events that have ended")
    problem = _("“%(title)s” has ended: it was on %(day)s.")
    reason = _("Readers plan with what a page announces.")
    remedy = _("Remove it, choose a later date, or write about how it went.")

    def load(self, contents: Sequence[Content]) -> list[EventDate]:
        announced = [(key, date) for content in contents for _part, key, date in list_announced(content)]
        chosen = Q(event__in={key for key, _date in announced}) | Q(pk__in={date for _key, date in announced if date})
        found = EventDate.objects.filter(chosen).select_related("event").only("until", "event__title")
        return list(found) if announced else []

    def find(self, content: Content, loaded: list[EventDate]) -> Iterator[Finding]:
        for part, event, date in list_announced(content):
            dates = [one for one in loaded if (one.pk == date if date else one.event_id == event)]
            last = max(dates, key=lambda one: one.until, default=None)
            if last is not None and last.until <= content.moment:
                yield Finding(part.place, {"title": last.event.title, "day": write_day(last.until)})
        for block, value, place in content.parts:
            if isinstance(block, ExternalEventBlock) and isinstance(value, Mapping):
                end = read_moment(value.get("end") or value.get("start"))
                if end is not None and end <= content.moment:
                    yield Finding(place, {"title": value.get("title", ""), "day": write_day(end)})


def read_moment(value: Any) -> datetime | None:
    """Return a moment as streams store it."""
    moment = parse_datetime(value) if isinstance(value, str) else value
    return make_aware(moment) if isinstance(moment, datetime) and is_naive(moment) else moment


def write_day(moment: datetime) -> str:
    return date_format(localtime(moment), "j F Y")


class NoSignUp(Check):
    name = "no_sign_up"
    label = _("Events without sign-up")
    problem = _("Nobody can sign up for “%(title)s”.")
    reason = _("People who want to come look for a way to say so.")
    remedy = _("Add a sign-up address or email to the event, or write in its text that people can “just drop in”.")

    def load(self, contents: Sequence[Content]) -> dict[int, str]:
        keys = {key for content in contents for _part, key, _date in list_announced(content)}
        without = EventPage.objects.filter(pk__in=keys, sign_up_url="", sign_up_email="")
        upcoming = EventDate.objects.filter(until__gt=now()).exclude(status=EventDate.Status.CANCELLED)
        events = without.filter(dates__in=upcoming).only("title", "summary", "cost", "body") if keys else ()
        return {event.pk: event.title for event in events if not is_open(event)}

    def find(self, content: Content, loaded: dict[int, str]) -> Iterator[Finding]:
        for part, event, _date in list_announced(content):
            if event in loaded:
                yield Finding(part.place, {"title": loaded[event]})


def is_open(event: EventPage) -> bool:
    """Whether an event says that people can come without a word before."""
    body = json.dumps(event.body.get_prep_value(), ensure_ascii=False)
    return DROP_IN.search(" ".join([event.title, event.summary, event.cost, body])) is not None


CHECKS: list[type[Check]] = [PastEvent, NoSignUp]
