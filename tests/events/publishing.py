"""What editors do with events in the tests."""

from wagtail.models import Locale

from events.models import EventPage


def translate(event: EventPage, locale: Locale, *, live: bool = True) -> EventPage:
    """Return a translation of the event whose first date has a note of its own."""
    page = event.copy_for_translation(locale, copy_parents=True)
    page.title = "Cyfnewid hadau"
    first = page.dates.first()
    first.note = "Dewch â hadau"
    page.dates.add(first)
    revision = page.save_revision()
    if live:
        revision.publish()
    return reload(page)


def reload(event: EventPage) -> EventPage:
    return EventPage.objects.get(pk=event.pk)


def change_first(event: EventPage, **values) -> EventPage:
    """Publish other values of the event's first date, as an editor does: from the newest draft."""
    change_draft(event, **values).publish()
    return reload(event)


def change_draft(event: EventPage, **values):
    page = reload(event).get_latest_revision_as_object()
    date = page.dates.all()[0]
    for name, value in values.items():
        setattr(date, name, value)
    page.dates.add(date)
    return page.save_revision()


def list_facts(event: EventPage) -> list[tuple]:
    return list(
        reload(event).dates.values_list(
            "translation_key",
            "start",
            "end",
            "all_day",
            "status",
            "until",
            "moved_from",
            "sequence",
            "changed_at",
        )
    )
