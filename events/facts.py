"""Facts of events and their dates, which are the same in every language.

The facts are start, end, whole days and status of a date, and of its event ``EVENT_FACTS``; ``moved_from``,
``sequence``, ``changed_at`` and ``until`` are derived from them. One translation, the source, holds the facts; the
others have their own notes. Facts change only when they are published: the ``sequence`` and ``changed_at`` of a draft
are ignored, since they may be outdated.

Places are texts, so translations have their own. But none may name a place that is no longer right: when the source's
changes, translations have the new one as it is, until somebody translates it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from wagtail.models import Page, Revision
from wagtail.search import index

from cms.models.facts import find_holder, list_open_drafts, list_translations
from cms.upstream.modelcluster import get_serializable_data_for_fields
from events.models.dates import EventDate

if TYPE_CHECKING:
    from events.models.pages import EventPage

# Of the event itself, besides its dates.
EVENT_FACTS = (
    *("time_zone", "dates_state", "attendance", "joining_link", "sign_up_url", "sign_up_email"),
    *("map_url", "is_free"),
)
DATE_FACTS = ("start", "end", "all_day", "status")
# Calendars are notified of changes to these, and to the event's time zone.
CHANGES = (*DATE_FACTS, "place")
FACTS = (*DATE_FACTS, "until", "moved_from", "sequence", "changed_at")
# Where the event takes place, unless a date says otherwise.
VENUE = ("venue_name", "venue_address")


@dataclass(frozen=True)
class Places:
    """The places that an event has published: of the event, and of its dates by translation key."""

    venue: dict[str, str]
    dates: dict[Any, str]


def read_places(event: "EventPage") -> Places | None:
    """Return the published places of an event; ``None`` if it was never published."""
    published = type(event).objects.filter(pk=event.pk, last_published_at__isnull=False).first()
    if published is None:
        return None
    return Places(
        {name: getattr(published, name) for name in VENUE},
        {date.translation_key: date.place for date in published.dates.all()},
    )


def find_source(event: "EventPage") -> "EventPage":
    """Return the translation that holds the facts. Until one is published, each holds its own."""
    source: EventPage = find_holder(event) or event
    return source


def lock_facts(event: "EventPage") -> None:
    """Lock this event in all languages until the transaction ends: publishing two would write the same dates."""
    pages = type(event).objects.filter(translation_key=event.translation_key).order_by("pk")
    list(pages.select_for_update(of=("self",)).values_list("pk", flat=True))


def is_being_published(event: "EventPage") -> bool:
    """Return whether saving ``event`` publishes it: Wagtail sets the time and the revision before it saves."""
    if not event.live or event.alias_of_id or event.live_revision_id is None:
        return False
    stored = type(event).objects.filter(pk=event.pk, live_revision=event.live_revision_id)
    return not stored.filter(last_published_at=event.last_published_at).exists()


def apply_facts(*, event: "EventPage") -> None:
    """Set the published facts on an event that is about to be published, and on its revision."""
    source = find_source(event)
    if source.pk == event.pk:
        update_sequences(event)
    else:
        take_facts(event, source=source)
    revision, data = event.live_revision, event.serializable_data()
    for name in (*EVENT_FACTS, "dates"):
        revision.content[name] = data[name]
    revision.save(update_fields=["content"])


def update_sequences(event: "EventPage") -> None:
    """Update the derived values of ``event``'s dates, before it is saved, from those that are published.

    A changed date gets the next sequence number and the current time; the others keep their published values.
    """
    published = type(event).objects.filter(pk=event.pk, last_published_at__isnull=False).first()
    rows = {row.translation_key: row for row in published.dates.all()} if published else {}
    same_zone = published is not None and published.time_zone == event.time_zone
    now = timezone.now()
    for date in event.dates.all():
        old = rows.get(date.translation_key)
        date.until = date.find_until()
        if old is None:
            # A row with an ID was published before, and was restored from an older revision.
            date.sequence = date.sequence + 1 if published and date.pk else 0
            date.moved_from, date.changed_at = None, now
            continue
        date.pk = old.pk
        date.sequence, date.changed_at = old.sequence, old.changed_at
        date.moved_from = find_moved_from(date, old)
        if not same_zone or any(getattr(date, name) != getattr(old, name) for name in CHANGES):
            date.sequence, date.changed_at = old.sequence + 1, now


def find_moved_from(date: EventDate, old: EventDate) -> Any:
    """Return the original start of a moved date, None for any other status."""
    if date.status != EventDate.Status.MOVED:
        return None
    return old.start if date.start != old.start else old.moved_from


def take_facts(event: "EventPage", *, source: "EventPage") -> None:
    """Give ``event``, an unsaved translation, the dates of ``source`` with its own notes."""
    rows = {row.translation_key: row for row in event.dates.all()}
    ids = dict(EventDate.objects.filter(event=event.pk).values_list("translation_key", "pk"))
    dates = []
    for fact in source.dates.all():
        date = rows.get(fact.translation_key) or make_translation(fact, event)
        date.pk = ids.get(fact.translation_key)
        copy_facts(fact, date)
        dates.append(date)
    for name in EVENT_FACTS:
        setattr(event, name, getattr(source, name))
    event.dates.set(dates)


def make_translation(date: EventDate, event: "EventPage") -> EventDate:
    """Return a new row for ``date`` in a translation, with the source's texts until they are translated."""
    texts = {"place": date.place, "note": date.note}
    return EventDate(event=event, locale_id=event.locale_id, translation_key=date.translation_key, **texts)


def copy_facts(fact: EventDate, date: EventDate) -> None:
    for name in FACTS:
        setattr(date, name, getattr(fact, name))


def propagate_facts(*, event: "EventPage", before: Places | None = None) -> None:
    """Copy the published facts of ``event``, if it is the source, to its translations and their drafts.

    Places that differ from those ``before`` are copied too. The number of queries does not depend on the number of
    dates or translations, unless the venue has changed.
    """
    source = find_source(event)
    if source.pk != event.pk or not source.live:
        return
    translations = list(list_translations(source).exclude(pk=source.pk).select_related("locale"))
    if not translations:
        return
    facts = {row.translation_key: row for row in source.dates.all()}
    old = before.dates if before else {}
    moved = {key for key, row in facts.items() if key in old and row.place != old[key]}
    rows = write_rows(facts, translations, moved, old)
    venue = {name: getattr(source, name) for name in VENUE if before and before.venue[name] != getattr(source, name)}
    same = {**{name: getattr(source, name) for name in EVENT_FACTS}, **venue}
    type(source).objects.filter(pk__in=[page.pk for page in translations]).update(**same)
    write_drafts(source, translations, rows, moved, venue)
    places = {key: row.place for key, row in facts.items()}
    has_other_places = any(places.get(key, "") != old.get(key, "") for key in {*places, *old})
    for page in translations if venue or has_other_places else []:
        index.insert_or_update_object(type(page).objects.get(pk=page.pk))
    for page in type(source).objects.filter(pk__in=Page.objects.filter(alias_of__in=translations).values("alias_of")):
        page.update_aliases()


def write_rows(
    facts: dict[Any, EventDate], translations: "Iterable[EventPage]", moved: set[Any], old: dict[Any, str]
) -> list[EventDate]:
    """Set the dates of each translation to ``facts``, which are by translation key; return the rows.

    Those in ``moved`` and new ones have the place of the source, in the words that another date of the translation has
    for it if there is one.
    """
    existing = list(EventDate.objects.filter(event__in=translations))
    words = {
        (row.event_id, old[row.translation_key]): row.place
        for row in existing
        if row.place and row.translation_key in old and row.place != old[row.translation_key]
    }
    EventDate.objects.filter(event__in=translations).exclude(translation_key__in=facts).delete()
    rows = {(row.event_id, row.translation_key): row for row in existing if row.translation_key in facts}
    for (event_id, key), row in rows.items():
        copy_facts(facts[key], row)
        if key in moved or not facts[key].place:
            row.place = words.get((event_id, facts[key].place), facts[key].place)
    EventDate.objects.bulk_update(rows.values(), [*FACTS, "place"])
    missing = []
    for page in translations:
        for key, fact in facts.items():
            if (page.pk, key) not in rows:
                row = make_translation(fact, page)
                row.place = words.get((page.pk, fact.place), fact.place)
                copy_facts(fact, row)
                missing.append(row)
    return [*rows.values(), *EventDate.objects.bulk_create(missing)]


def write_drafts(
    source: "EventPage",
    translations: "list[EventPage]",
    rows: Iterable[EventDate],
    moved: set[Any],
    venue: dict[str, str],
) -> None:
    """Update the facts in the versions of each translation that may be published."""
    drafts = list(list_open_drafts(translations))
    by_event: dict[str, list[EventDate]] = {}
    for row in rows:
        by_event.setdefault(str(row.event_id), []).append(row)
    for draft in drafts:
        drafted = {data["translation_key"]: data for data in draft.content.get("dates", [])}
        draft.content.update({**{name: getattr(source, name) for name in EVENT_FACTS}, **venue})
        draft.content["dates"] = [
            describe_row(row, drafted.get(str(row.translation_key), {}), is_moved=row.translation_key in moved)
            for row in by_event.get(draft.object_id, [])
        ]
    Revision.objects.bulk_update(drafts, ["content"])


def describe_row(row: EventDate, drafted: dict[str, Any], *, is_moved: bool) -> dict[str, Any]:
    """Return a row in the format of a revision, with the note of the draft, and its place if that is still right."""
    data = get_serializable_data_for_fields(row)
    keeps_place = not is_moved and bool(row.place)
    texts = ("note", "place") if keeps_place else ("note",)
    return {**data, **{name: drafted.get(name, data[name]) for name in texts}}
