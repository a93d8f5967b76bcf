"""An event is translated as an editor does it, in the translation editor; when and where it is follows by itself."""

from datetime import timedelta

import icalendar
import pytest
from django.urls import reverse
from django.utils import translation
from wagtail_localize.models import StringSegment, Translation

from events.models import EventPage
from tests.events.days import NOON
from tests.events.publishing import change_first, list_facts, reload
from tests.factories import block, get_home, make_date, make_event

pytestmark = pytest.mark.django_db

WELSH = {
    "title": "Cyfnewid hadau",
    "slug": "cyfnewid-hadau",
    "summary": "Dewch â hadau.",
    "venue_name": "Y neuadd",
    "cost": "Am ddim",
}


class Editor:
    """Somebody who has signed in; what waits for a commit is done after each request."""

    def __init__(self, client, commit) -> None:
        self.client = client
        self.commit = commit

    def post(self, name: str, *args, status: int = 302, **data) -> None:
        with self.commit(execute=True):
            response = self.client.post(reverse(name, args=args), data)
        assert response.status_code == status, response.content


@pytest.fixture
def editor(client, admin_user, django_capture_on_commit_callbacks) -> Editor:
    client.force_login(admin_user)
    return Editor(client, django_capture_on_commit_callbacks)


@pytest.fixture
def event(welsh) -> EventPage:
    return make_event(
        title="Seed swap",
        slug="seed-swap",
        cost="Free",
        dates=[make_date(start=NOON, note="Bring pots."), make_date(start=NOON + timedelta(days=30))],
        body=[block("paragraph", "<p>All of it is free.</p>")],
    )


def write_segments(editor, source, words: dict[str, str]) -> None:
    """Translate the texts at these places; a place is a field, or ``note`` for the notes of dates."""
    task = Translation.objects.get(source__object_id=source.translation_key)
    for segment in StringSegment.objects.filter(source=task.source).select_related("context"):
        path = segment.context.path
        place = "note" if path.startswith("dates") else path.partition(".")[0]
        if place in words:
            editor.post("translation_text", task.pk, segment.pk, status=200, value=words[place])


def publish(editor, page) -> None:
    task = Translation.objects.get(source__object_id=page.translation_key)
    editor.post("translation_screen", task.pk, action="publish", with_gaps="on")


def translate(editor, event, locale) -> EventPage:
    """Send an event and the pages above it for translation, translate it, publish it."""
    for page in (get_home(), event.get_parent(), event):
        editor.post("wagtail_localize:submit_page_translation", page.pk, locales=[locale.pk])
    for page in (get_home(), event.get_parent()):
        publish(editor, page.get_translation(locale))
    write_segments(editor, event, {**WELSH, "note": "Dewch â photiau.", "body": "Mae’r cyfan am ddim."})
    publish(editor, event.get_translation(locale))
    return EventPage.objects.get(translation_key=event.translation_key, locale=locale)


def test_a_translated_event_has_words_of_its_own_and_the_dates_of_its_source(editor, event, welsh):
    page = translate(editor, event, welsh)

    assert {name: getattr(page, name) for name in WELSH} == WELSH
    assert "Mae’r cyfan am ddim." in str(page.body)
    assert page.live
    assert list_facts(page) == list_facts(event)
    assert [date.note for date in page.dates.all()] == ["Dewch â photiau.", ""]


def test_a_date_that_is_cancelled_in_english_is_cancelled_in_welsh_untouched(editor, client, event, welsh):
    page = translate(editor, event, welsh)

    change_first(event, status="cancelled")

    with translation.override("en"):
        html = client.get("/cy/events/cyfnewid-hadau/").content.decode()
        data = client.get(f"/api/v2/events/{page.pk}/").json()
        calendar = icalendar.Calendar.from_ical(client.get("/cy/events/cyfnewid-hadau/event.ics").content)
    assert "Wedi’i ganslo" in html
    assert [date["status"] for date in data["dates"]] == ["cancelled", "scheduled"]
    assert [str(entry["STATUS"]) for entry in calendar.events] == ["CANCELLED", "CONFIRMED"]
    assert page.title == "Cyfnewid hadau"
    assert reload(page).latest_revision_id == page.latest_revision_id


def test_publishing_the_translation_again_brings_nothing_back(editor, event, welsh):
    page = translate(editor, event, welsh)
    change_first(event, status="cancelled")

    publish(editor, page)

    page = reload(page)
    assert list_facts(page) == list_facts(event)
    assert page.dates.all()[0].status == "cancelled"
    assert page.dates.all()[0].note == "Dewch â photiau."


def test_new_facts_follow_at_once_and_new_texts_when_somebody_publishes_them(editor, event, welsh):
    page = translate(editor, event, welsh)
    source = reload(event)
    source.dates.add(make_date(start=NOON + timedelta(days=60), note="In the garden."))
    source.access_notes = "Step-free."
    source.save_revision().publish()
    task = Translation.objects.get(source__object_id=event.translation_key)

    editor.post("wagtail_localize:update_translations", task.source_id, publish_translations="on")

    assert "Step-free." not in reload(page).access_notes
    assert len(list_facts(reload(page))) == 3

    publish(editor, page)

    page = reload(page)
    assert list_facts(page) == list_facts(event)
    assert (page.title, page.access_notes) == ("Cyfnewid hadau", "Step-free.")
    assert [date.note for date in page.dates.all()] == ["Dewch â photiau.", "", "In the garden."]
