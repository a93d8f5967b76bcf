"""Every language says the same of when and where each date is, in the transaction that publishes it."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from wagtail.actions.create_alias import CreatePageAliasAction
from wagtail.models import Locale

from events.facts import propagate_facts
from events.models import EventDate, EventPage
from tests.events.days import NOON
from tests.events.publishing import change_draft, change_first, list_facts, reload, translate
from tests.factories import make_date, make_event, make_notes

pytestmark = pytest.mark.django_db


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
                propagate_facts(event=reload(event))
            return len(queries)

        assert count(1) == count(10)
