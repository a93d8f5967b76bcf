"""The draft of a month's update, with all that is known before somebody writes."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.log_actions import log
from wagtail.models import Page
from wagtail.query import PageQuerySet

from blog.models import UpdatePage, UpdateTemplate
from blog.months import add_month, list_children, suggest_month
from blog.notes import find_notes, make_rows
from cms.models import CallToAction
from cms.people.models import Person
from cms.represent.site_context import SiteContext
from cms.represent.visibility import live
from events.models import EventPage

Block = dict[str, Any]

WEEKS = 6
MOST_EVENTS, MOST_CALLS = 10, 2
# Blocks of an earlier update that are taken as they are: what they say holds for the next month too.
STANDING = {"heading", "shared_call_to_action"}


def find_begun(parent: Page) -> UpdatePage | None:
    """Return the update of a month, last month at the earliest, that somebody has begun and nobody published yet."""
    return list_begun([parent]).first()


def list_begun(parents: Iterable[Page]) -> "PageQuerySet[UpdatePage]":
    """Return these updates below several pages, the earliest month first."""
    recent = add_month(timezone.localdate().replace(day=1), -1)
    drafts = list_children(parents).filter(~live(), period__gte=recent, first_published_at=None)
    return drafts.order_by("period", "path")


def start_update(parent: Page, user: Any, *, like: UpdatePage | None = None) -> tuple[UpdatePage, bool]:
    """Return the draft of the next update of a month, and whether this call made it.

    There is one for each month, language and parent: a second call returns the first one's draft. ``like`` is an
    earlier update, whose structure takes the place of the template's.
    """
    with transaction.atomic():
        Page.objects.select_for_update().get(pk=parent.pk)  # two people may press the button at once
        if begun := find_begun(parent):
            return begun, False
        with override(parent.locale.language_code):
            update = make_update(parent, suggest_month(parent), like)
        update.owner = user
        parent.add_child(instance=update)
        update.meeting_notes = make_rows(update, find_notes(update))
        log(instance=update, action="wagtail.create", user=user, content_changed=True)
        update.save_revision(user=user)
        return update, True


def make_update(parent: Page, period: date, like: UpdatePage | None) -> UpdatePage:
    template = find_template(parent)
    blocks = blank(like) if like else read_template(template) if template else suggest_sections(parent.locale_id)
    weeks = template.weeks if template else WEEKS
    return UpdatePage(
        title=_("%(month)s update") % {"month": date_format(period, "F Y")},
        kind=UpdatePage.Kind.MONTHLY_UPDATE,
        period=period,
        locale=parent.locale,
        live=False,
        body=list(fill(blocks, parent, weeks)),
    )


def find_template(parent: Page) -> UpdateTemplate | None:
    return UpdateTemplate.objects.filter(site=parent.get_site(), locale=parent.locale_id).first()


def read_template(template: UpdateTemplate) -> Iterator[Block]:
    for block in template.body.raw_data:
        yield with_new_ids(block)


def suggest_sections(locale_id: int) -> Iterator[Block]:
    """Yield the sections of an update where nobody has made a template."""
    yield make_block("heading", {"text": _("What we did"), "level": "2"})
    yield make_block("paragraph", "")
    yield make_block("newcomers", None)
    yield make_block("coming_events", None)
    calls = CallToAction.objects.filter(live(), locale=locale_id).order_by("pk")
    for key in calls.values_list("pk", flat=True)[:MOST_CALLS]:
        yield make_block("shared_call_to_action", key)


def blank(update: UpdatePage) -> Iterator[Block]:
    """Yield the blocks of an earlier update without what they said: only headings and standing calls to action stay."""
    places = {"events": "coming_events", "upcoming_events": "coming_events", "team_intro": "newcomers"}
    filled = set()
    for child in update.body:
        block = child.block
        if place := places.get(child.block_type):
            if place not in filled:
                filled.add(place)
                yield make_block(place, None)
            continue
        value = block.get_prep_value(child.value)
        if child.block_type not in STANDING:
            empty = block.get_prep_value(block.normalize(block.get_default()))
            value = {**empty, "heading": value["heading"]} if is_headed(value) else empty
        yield with_new_ids(make_block(child.block_type, value))


def is_headed(value: Any) -> bool:
    return isinstance(value, dict) and "heading" in value


def fill(blocks: Iterator[Block], parent: Page, weeks: int) -> Iterator[Block]:
    """Yield blocks with what belongs into the places of events and of new people."""
    for block in blocks:
        if block["type"] == "coming_events":
            yield from announce_events(parent, weeks)
        elif block["type"] == "newcomers":
            yield from introduce_newcomers(parent)
        else:
            yield block


def announce_events(parent: Page, weeks: int) -> Iterator[Block]:
    """Yield a block of the events with a date in the coming weeks, the next one first; none if there are none."""
    events = list_coming_events(parent.locale_id, weeks)
    keys = list(dict.fromkeys(events.values_list("pk", flat=True)))[:MOST_EVENTS]
    if keys:
        items = [make_block("event", {"page": key, "date": None}) for key in keys]
        yield make_block("events", {"heading": _("Coming up"), "introduction": "", "items": items})


def list_coming_events(locale_id: int, weeks: int) -> "PageQuerySet[EventPage]":
    """Return the public events with a date in the coming weeks, once for each of these, the next one first."""
    now = timezone.now()
    in_time = Q(dates__until__gt=now, dates__start__lt=now + timedelta(weeks=weeks)) & ~Q(dates__status="cancelled")
    public = SiteContext.of(None).visibility.pages()
    return EventPage.objects.filter(public, in_time, locale=locale_id).order_by("dates__start")


def introduce_newcomers(parent: Page) -> Iterator[Block]:
    """Yield an introduction of everybody who joined since the last update of a month and was not introduced there."""
    today = timezone.localdate()
    updates = UpdatePage.objects.child_of(parent).filter(live(), kind=UpdatePage.Kind.MONTHLY_UPDATE)
    last = updates.order_by("-first_published_at").first()
    since = timezone.localdate(last.first_published_at) if last else today.replace(day=1)
    known = {block["value"].get("person") for block in last.body.raw_data if is_introduction(block)} if last else set()
    joined = Person.objects.filter(live(), locale=parent.locale_id, joined__gte=since, joined__lte=today)
    for person in joined.exclude(pk__in=known - {None}).order_by("joined", "name"):
        heading = _("Say hello to %(name)s") % {"name": person.name}
        value = {"heading": heading, "person": person.pk, "introduction": "", "own_words": ""}
        yield make_block("team_intro", value)


def is_introduction(block: Block) -> bool:
    return block["type"] == "team_intro" and isinstance(block["value"], dict)


def make_block(name: str, value: Any) -> Block:
    return {"type": name, "value": value, "id": str(uuid4())}


def with_new_ids(data: Any) -> Any:
    """Return the stored form of a block with new IDs for it and for all blocks and items in it."""
    if isinstance(data, list):
        return [with_new_ids(one) for one in data]
    if not isinstance(data, dict):
        return data
    changed = {name: with_new_ids(value) for name, value in data.items()}
    return {**changed, "id": str(uuid4())} if {"type", "value", "id"} <= data.keys() else changed
