"""One truth for all languages: when and where each date is, and what calendars are told of changes."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from wagtail.actions.copy_page import CopyPageAction
from wagtail.actions.publish_page_revision import PublishPageRevisionAction

from tests.events.days import NOON
from tests.events.publishing import change_draft, change_first, list_facts, reload, translate
from tests.factories import make_event

pytestmark = pytest.mark.django_db

LATER = datetime(2030, 2, 1, 9, 30, tzinfo=UTC)


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
