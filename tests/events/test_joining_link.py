"""The joining link of an online event is for its team: no public answer has it."""

import pytest
from django.core.management import call_command
from django.urls import reverse
from wagtail.models import Locale

from events.models import EventPage
from tests.events.walking import list_starts, walk
from tests.factories import block, make_date, make_event, make_notes, make_person, make_topic, make_update

pytestmark = pytest.mark.django_db

HOST = "meet.example.org"
WORD = "planted"


@pytest.fixture
def event(welsh: Locale) -> EventPage:
    """An online event that everything tells of, in two languages, with a link to join each and another in drafts."""
    dates = [make_date(days=-9), make_date(days=9), make_date(days=19, status="cancelled")]
    event = make_event(
        title="Call",
        slug="call",
        attendance="online",
        joining_link=f"https://{HOST}/{WORD}",
        dates=dates,
        topics=[make_topic()],
    )
    make_notes(event, title="Notes of the call", slug="notes", event_date=event.dates.all()[0])
    items = [block("event", {"page": event.pk, "date": None}, "all")]
    items += [block("event", {"page": event.pk, "date": date.pk}, str(date.pk)) for date in event.dates.all()]
    body = [
        block("events", {"heading": "Dates", "introduction": "", "items": items}),
        block("upcoming_events", {"heading": "Soon", "count": 3, "series": event.pk}),
    ]
    make_update(body=body, authors=[make_person()], topics=[make_topic("Seeds")])
    translation = event.copy_for_translation(welsh, copy_parents=True)
    translation.joining_link = f"https://{HOST}/{WORD}-welsh"
    translation.save_revision().publish()
    for page in (EventPage.objects.get(pk=event.pk), EventPage.objects.get(pk=translation.pk)):
        page.joining_link = f"https://{HOST}/{WORD}-draft"
        page.save_revision()
    make_event(live=False, title="Draft", attendance="online", joining_link=f"https://{HOST}/{WORD}-unpublished")
    call_command("rebuild_references_index", verbosity=0)
    return event


def test_the_joining_link_is_nowhere(client, event):
    answers = walk(client, list_starts("call"))

    told = [address for address, answer in answers.items() if HOST in answer or WORD in answer]
    assert told == []
    key = event.dates.all()[1].translation_key
    for address in (
        "/events/",
        "/events/past/",
        "/events/topic/food/",
        "/events/calendar.ics",
        "/events/topic/food/calendar.ics",
        "/events/call/event.ics",
        f"/events/call/dates/{key}/event.ics",
        "/events/call/notes/",
        "/cy/events/call/",
        "/cy/events/calendar.ics",
        "/updates/feed.atom",
        "/updates/feed.json",
        f"/api/v2/events/{event.pk}/?fields=*",
        "/api/v2/event-dates/?fields=*",
    ):
        assert address in answers, sorted(answers)
    assert "Notes of the call" in answers["/api/v2/search/?q=call"]
    assert '"Call"' in answers["/api/v2/search/suggest/?q=call"]
    assert "application/ld+json" in answers["/events/call/"]
    assert "Notes of the call" in answers["/search/?q=call"]


@pytest.mark.parametrize("word", [WORD, HOST])
def test_the_joining_link_is_not_searched(client, event, word):
    for language in ("", "/cy"):
        assert client.get(f"{language}/search/", {"q": word}).context["total"] == 0
    for address in ("/events/", "/events/past/"):
        assert "event-row" not in client.get(address, {"q": word}).content.decode()
    for endpoint in ("pages", "events"):
        assert client.get(f"/api/v2/{endpoint}/", {"search": word}).json()["meta"]["total_count"] == 0
    assert list(EventPage.objects.search(word)) == []


def test_the_joining_link_cannot_be_asked_for(client, event):
    link = f"https://{HOST}/{WORD}"
    for query in ("fields=joining_link", f"joining_link={link}", "order=joining_link"):
        for address in ("/api/v2/pages/?type=events.EventPage&", "/api/v2/events/?", f"/api/v2/events/{event.pk}/?"):
            assert client.get(address + query).status_code == 400, address + query


def test_drafts_with_the_joining_link_are_for_those_who_sign_in(client, event):
    for revision in event.revisions.all():
        response = client.get(reverse("wagtailadmin_pages:revisions_view", args=[event.pk, revision.pk]))

        assert (response.status_code, response.content) == (302, b"")
