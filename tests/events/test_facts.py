"""One truth for all languages: when and where each date is, and what calendars are told of changes."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from wagtail.actions.copy_page import CopyPageAction
from wagtail.actions.create_alias import CreatePageAliasAction
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.models import Locale

from events.facts import carry_facts
from events.models import EventDate, EventPage
from tests.factories import make_date, make_event, make_notes

pytestmark = pytest.mark.django_db

NOON = datetime(2027, 3, 6, 12, tzinfo=UTC)
LATER = datetime(2027, 2, 1, 9, 30, tzinfo=UTC)


@pytest.fixture
def welsh() -> Locale:
    return Locale.objects.get_or_create(language_code="cy")[0]


@pytest.fixture
def event() -> EventPage:
    return make_event(dates=[make_date(start=NOON), make_date(start=NOON + timedelta(days=30))])


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
            "place",
            "until",
            "moved_from",
            "sequence",
            "changed_at",
        )
    )


class TestSequence:
    def test_the_first_publication_counts_nothing(self, event):
        assert [date.sequence for date in event.dates.all()] == [0, 0]

    @pytest.mark.parametrize(
        "change",
        [
            {"start": NOON + timedelta(hours=1)},
            {"end": NOON + timedelta(hours=3)},
            {"end": None},
            {"all_day": True},
            {"status": "cancelled"},
            {"place": "The chapel"},
        ],
        ids=lambda change: next(iter(change)),
    )
    def test_a_change_of_time_place_or_status_is_counted_at_that_date_alone(self, event, change):
        with time_machine.travel(LATER, tick=False):
            event = change_first(event, **change)

        first, second = event.dates.all()
        assert (first.sequence, first.changed_at) == (1, LATER)
        assert second.sequence == 0
        assert second.changed_at != LATER

    def test_the_way_that_the_editor_publishes_counts_too(self, event):
        revision = change_draft(event, status="cancelled")

        PublishPageRevisionAction(revision).execute(skip_permission_checks=True)

        assert reload(event).dates.first().sequence == 1

    def test_a_note_a_new_title_and_a_new_address_are_not_counted(self, event):
        before = list_facts(event)

        page = reload(event)
        page.title, page.slug = "Seeds and more", "seeds-and-more"
        page.save_revision().publish()
        change_first(event, note="Bring boots")

        assert list_facts(event) == before

    def test_another_zone_is_counted_at_every_date(self, event):
        page = reload(event)
        page.time_zone = "America/New_York"
        page.save_revision().publish()

        assert [date.sequence for date in reload(event).dates.all()] == [1, 1]

    def test_a_draft_older_than_what_is_published_does_not_set_the_count_back(self, event):
        stale = event.get_latest_revision()
        change_first(event, status="postponed")
        change_first(event, status="scheduled", place="The chapel")

        stale.publish()

        assert reload(event).dates.first().sequence == 3

    def test_edits_of_a_draft_before_its_first_publication_are_not_counted(self):
        draft = make_event(live=False)

        event = change_first(draft, place="The chapel")

        assert event.dates.get().sequence == 0

    def test_a_date_that_was_taken_out_and_comes_back_counts_on(self, event):
        change_first(event, place="The chapel")
        whole = reload(event).get_latest_revision()
        page = reload(event)
        page.dates.remove(page.dates.first())
        page.save_revision().publish()

        whole.publish()

        assert reload(event).dates.first().sequence == 2


class TestMovedDate:
    def test_it_says_what_it_was(self, event):
        event = change_first(event, status="moved", start=NOON + timedelta(days=1), end=None)

        assert event.dates.first().moved_from == NOON

    def test_it_keeps_that_when_something_else_changes(self, event):
        change_first(event, status="moved", start=NOON + timedelta(days=1), end=None)

        event = change_first(event, place="The chapel")

        assert event.dates.first().moved_from == NOON

    def test_moved_again_it_says_where_it_was_last(self, event):
        change_first(event, status="moved", start=NOON + timedelta(days=1), end=None)

        event = change_first(event, start=NOON + timedelta(days=2))

        assert event.dates.first().moved_from == NOON + timedelta(days=1)

    def test_cancelled_it_is_no_longer_moved(self, event):
        change_first(event, status="moved", start=NOON + timedelta(days=1), end=None)

        event = change_first(event, status="cancelled")

        assert event.dates.first().moved_from is None


class TestTranslations:
    def test_a_date_cancelled_in_english_is_cancelled_in_welsh(self, event, welsh, client):
        page = translate(event, welsh)

        change_first(event, status="cancelled")

        assert list_facts(page) == list_facts(event)
        with translation.override("cy"):  # the page of another language leaves it on
            answer = client.get(f"/api/v2/pages/{page.pk}/").json()
            html = client.get(page.url).content.decode()
            calendar = client.get(f"{page.url}event.ics").content.decode()
        assert [date["status"] for date in answer["dates"]] == ["cancelled", "scheduled"]
        assert "event-status--cancelled" in html
        assert calendar.count("STATUS:CANCELLED") == 1

    def test_a_translation_keeps_its_own_notes(self, event, welsh):
        page = translate(event, welsh)

        change_first(event, note="Bring seeds", place="The chapel")

        assert reload(page).dates.first().note == "Dewch â hadau"
        assert reload(page).get_latest_revision_as_object().dates.first().note == "Dewch â hadau"

    def test_new_and_removed_dates_are_carried_too(self, event, welsh):
        page = translate(event, welsh)
        source = reload(event)
        source.dates.remove(source.dates.first())
        source.dates.add(make_date(start=NOON + timedelta(days=60), note="In the garden"))

        source.save_revision().publish()

        assert list_facts(page) == list_facts(event)
        assert {date.locale for date in reload(page).dates.all()} == {welsh}
        assert reload(page).dates.last().note == "In the garden"

    def test_the_zone_is_carried(self, event, welsh):
        page = translate(event, welsh)
        source = reload(event)
        source.time_zone = "Asia/Kathmandu"

        source.save_revision().publish()

        assert reload(page).time_zone == "Asia/Kathmandu"
        assert reload(page).get_latest_revision_as_object().time_zone == "Asia/Kathmandu"

    def test_the_draft_of_a_translation_starts_from_the_new_facts(self, event, welsh):
        page = translate(event, welsh)
        draft = reload(page)
        draft.title = "Teitl newydd"
        draft.save_revision()

        change_first(event, status="cancelled")

        latest = reload(page).get_latest_revision_as_object()
        assert latest.title == "Teitl newydd"
        assert latest.dates.first().status == "cancelled"
        assert {date.pk for date in latest.dates.all()} == {date.pk for date in reload(page).dates.all()}

    def test_publishing_an_old_draft_of_a_translation_brings_back_nothing(self, event, welsh):
        page = translate(event, welsh)
        stale = page.get_latest_revision()
        source = reload(event)
        source.dates.add(make_date(start=NOON + timedelta(days=60)))
        source.save_revision().publish()
        change_first(event, status="cancelled")
        stale.refresh_from_db()
        stale.content["dates"] = stale.content["dates"][:1]
        stale.content["dates"][0] |= {"status": "scheduled", "place": "Nowhere", "sequence": 9}
        stale.save()

        stale.publish()

        assert list_facts(page) == list_facts(event)
        assert reload(page).dates.first().note == "Dewch â hadau"

    def test_publishing_a_translation_changes_nothing_in_the_source(self, event, welsh):
        page = translate(event, welsh)
        before = list_facts(event)

        change_first(page, place="Y capel", status="cancelled")

        assert list_facts(event) == before
        assert list_facts(page) == before

    def test_a_draft_of_the_source_changes_no_translation(self, event, welsh):
        page = translate(event, welsh)
        before = list_facts(page)

        change_draft(event, status="cancelled")

        assert list_facts(page) == before

    def test_a_scheduled_change_waits_for_its_time_in_every_language(self, event, welsh):
        page = translate(event, welsh)
        before = list_facts(page)
        source = reload(event)
        first = source.dates.all()[0]
        first.status = "cancelled"
        source.dates.add(first)
        source.go_live_at = datetime.now(UTC) + timedelta(days=1)

        revision = source.save_revision()
        revision.publish()

        assert list_facts(page) == before
        with time_machine.travel(source.go_live_at + timedelta(minutes=1)):
            revision.refresh_from_db()
            revision.publish()
        assert reload(page).dates.first().status == "cancelled"
        assert list_facts(page) == list_facts(event)

    def test_a_translation_that_is_only_a_draft_is_carried_along(self, event, welsh):
        page = translate(event, welsh, live=False)

        change_first(event, status="cancelled")

        assert list_facts(page) == list_facts(event)

    def test_notes_of_a_meeting_lose_a_date_that_is_no_more(self, event, welsh):
        page = translate(event, welsh)
        notes = make_notes(page, event_date=page.dates.first(), locale=welsh)
        source = reload(event)
        source.dates.remove(source.dates.first())

        source.save_revision().publish()

        notes.refresh_from_db()
        assert notes.event_date is None

    def test_translated_notes_of_a_meeting_are_about_the_same_date(self, event, welsh):
        page = translate(event, welsh)
        notes = make_notes(event, event_date=event.dates.last())

        copy = notes.copy_for_translation(welsh)
        copy.save_revision().publish()

        copy.refresh_from_db()
        assert copy.event_date == page.dates.last()

    def test_an_alias_in_another_language_follows(self, event, welsh):
        alias = event.copy_for_translation(welsh, copy_parents=True, alias=True)

        change_first(event, status="cancelled")

        assert list_facts(alias) == list_facts(event)

    def test_an_alias_of_a_translation_follows(self, event, welsh):
        page = translate(event, welsh)
        alias = CreatePageAliasAction(page, update_slug="arall", user=None).execute(skip_permission_checks=True)

        change_first(event, status="cancelled")

        assert reload(alias).dates.first().status == "cancelled"

    def test_without_the_default_language_the_oldest_holds_the_facts(self, welsh):
        event = make_event()
        event.locale = welsh
        EventPage.objects.filter(pk=event.pk).update(locale=welsh)
        EventDate.objects.update(locale=welsh)
        Locale.objects.get_or_create(language_code="en")

        event = change_first(reload(event), status="cancelled")

        assert (event.dates.get().status, event.dates.get().sequence) == ("cancelled", 1)

    def test_the_number_of_queries_does_not_grow_with_the_dates(self, welsh):
        def count(dates: int) -> int:
            event = make_event(dates=[make_date(days=number + 1) for number in range(dates)])
            translate(event, welsh)
            with CaptureQueriesContext(connection) as queries:
                carry_facts(event=reload(event))
            return len(queries)

        assert count(1) == count(10)


class TestIdentifiers:
    def test_they_outlive_a_rename_a_move_and_a_new_address(self, event):
        keys = [date.translation_key for date in event.dates.all()]
        other = make_event(title="Elsewhere").get_parent()
        page = reload(event)
        page.title, page.slug = "Seeds", "seeds"
        page.save_revision().publish()

        page = reload(event)
        page.move(other, pos="first-child")
        reload(event).save()

        assert [date.translation_key for date in reload(event).dates.all()] == keys

    def test_a_translation_has_the_same(self, event, welsh):
        page = translate(event, welsh)

        keys = [date.translation_key for date in page.dates.all()]
        assert keys == [date.translation_key for date in event.dates.all()]

    def test_a_copy_has_its_own_and_starts_to_count_anew(self, event):
        event = change_first(event, status="moved", start=NOON + timedelta(days=1), end=None)

        copy = CopyPageAction(event, update_attrs={"slug": f"copy-{uuid.uuid4()}"}, keep_live=False, user=None).execute(
            skip_permission_checks=True
        )
        copy.get_latest_revision().publish()

        keys = {date.translation_key for date in event.dates.all()}
        dates = list(reload(copy).dates.all())
        assert len(dates) == 2
        assert not keys & {date.translation_key for date in dates}
        assert [(date.sequence, date.moved_from) for date in dates] == [(0, None), (0, None)]
