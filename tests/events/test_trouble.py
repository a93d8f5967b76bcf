"""What must not break events: zones that vanish, many dates, two editors at once, things that are deleted."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from wagtail.actions.create_alias import CreatePageAliasAction
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.models import Revision
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from blog.models import UpdateMeetingNotes, UpdatePage
from events.models import EventPage
from tests.events.publishing import change_first, reload
from tests.factories import make_date, make_event, make_event_index, make_notes, make_update

pytestmark = pytest.mark.django_db

SOON = datetime(2030, 6, 4, 18, tzinfo=UTC)


def list_facts(event: EventPage) -> list[tuple]:
    return list(reload(event).dates.values_list("translation_key", "status", "sequence"))


def post_dates(event: EventPage, dates: list[dict], *, initial: int = 0) -> dict:
    return nested_form_data(
        {
            "title": event.title,
            "slug": event.slug,
            "summary": event.summary,
            "time_zone": event.time_zone,
            "attendance": event.attendance,
            "body": streamfield([]),
            "dates": inline_formset(dates, initial=initial),
            "hosts": inline_formset([]),
            "topics": inline_formset([]),
            "comments": inline_formset([]),
            "action-publish": "action-publish",
        }
    )


# A zone that the time zone database does not have any more


@pytest.fixture
def lost() -> EventPage:
    event = make_event(title="Lost in time", slug="lost", dates=[make_date(days=30)])
    EventPage.objects.filter(pk=event.pk).update(time_zone="Europe/Atlantis")
    return event


@pytest.mark.parametrize(
    "path", ["/", "/events/", "/events/lost/", "/events/lost/event.ics", "/events/calendar.ics", "/api/v2/event-dates/"]
)
def test_an_event_in_a_lost_zone_is_shown_in_the_zone_of_the_site(client, lost, path):
    response = client.get(path)

    assert response.status_code == 200
    assert "Lost in time" in response.content.decode()


def test_an_editor_chooses_another_zone_for_it(client, admin_user, lost):
    client.force_login(admin_user)
    url = reverse("wagtailadmin_pages:edit", args=[lost.pk])

    page = client.get(url).content.decode()
    refused = client.post(url, post_dates(reload(lost), [{"start": "2030-06-04 19:00", "status": "scheduled"}]))

    assert "Europe/Atlantis" in page
    assert "There is no time zone called “Europe/Atlantis”." in refused.content.decode()


# Forms


@pytest.mark.proof
def test_a_thousand_dates_are_saved_from_one_form(client, admin_user):
    client.force_login(admin_user)
    event = make_event()
    days = [datetime(2030, 1, 1, tzinfo=UTC) + timedelta(days=day) for day in range(1000)]
    rows = [{"start": f"{day:%Y-%m-%d} 12:00", "end": "", "status": "scheduled"} for day in days]

    response = client.post(reverse("wagtailadmin_pages:edit", args=[event.pk]), post_dates(event, rows))

    assert response.status_code == 302
    assert reload(event).dates.filter(start__year__gte=2030).count() == 1000


def test_seconds_are_left_out(client, admin_user):
    client.force_login(admin_user)
    event = make_event()
    rows = [{"start": "2030-06-04 19:00:59", "end": "2030-06-04 20:00:01", "status": "scheduled"}]

    client.post(reverse("wagtailadmin_pages:edit", args=[event.pk]), post_dates(event, rows))

    date = reload(event).dates.last()
    assert (date.start, date.end) == (SOON, SOON + timedelta(hours=1))


# Coming and going


def test_unpublished_and_published_again_a_date_is_the_same(client):
    event = make_event(dates=[make_date(start=SOON)])
    change_first(event, status="cancelled")
    before = list_facts(event)

    reload(event).unpublish()
    assert client.get("/api/v2/event-dates/").json()["items"] == []
    reload(event).get_latest_revision().publish()

    assert list_facts(event) == before


def test_an_older_version_brings_back_its_times_and_counts_on():
    event = make_event(dates=[make_date(start=SOON), make_date(start=SOON + timedelta(days=7))])
    older = Revision.objects.filter(object_id=str(event.pk)).latest("pk")
    key, other = (date.translation_key for date in event.dates.all())
    change_first(event, status="cancelled")

    older.as_object().save_revision(previous_revision=older).publish()

    assert list_facts(event) == [(key, "scheduled", 2), (other, "scheduled", 0)]


def test_an_alias_in_another_place_has_dates_that_follow(client):
    event = make_event(title="Supper", dates=[make_date(start=SOON)])
    elsewhere = make_event_index(title="Elsewhere", slug="elsewhere")
    alias = CreatePageAliasAction(event, parent=elsewhere, update_slug="supper", user=None).execute(
        skip_permission_checks=True
    )

    change_first(event, status="cancelled")

    assert [status for _key, status, _sequence in list_facts(alias)] == ["cancelled"]
    assert client.get("/elsewhere/").status_code == 200


def test_an_update_outlives_the_event_whose_notes_it_names(client):
    event = make_event()
    notes = make_notes(event)
    update = make_update(slug="news")
    update.meeting_notes.set([UpdateMeetingNotes(notes=notes)])
    update.save_revision().publish()
    draft = UpdatePage.objects.get(pk=update.pk).save_revision()

    reload(event).delete()

    assert "Meeting notes" not in client.get("/updates/news/").content.decode()
    assert client.get(f"/api/v2/updates/{update.pk}/").json()["meeting_notes"] == []
    draft.publish()
    assert client.get("/updates/news/").status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/events/calendar.ics?topic=%00",
        "/events/?q=%00&topic=%00",
        "/events/?page=%00",
        "/events/?page=99999999999999999999",
        "/events/topic/%00/",
        "/api/v2/events/?topic=%00",
        "/api/v2/event-dates/?id=%00",
    ],
)
def test_what_no_database_can_be_asked_for_is_no_error_of_the_server(client, path):
    make_event()

    assert client.get(path).status_code in {200, 400, 404}


# Two editors at once


def publish_by_action(event: EventPage) -> None:
    PublishPageRevisionAction(event.save_revision()).execute(skip_permission_checks=True)


def publish_by_code(event: EventPage) -> None:
    event.save_revision().publish()


def publish_at_once(event: EventPage) -> None:
    """Save and publish in one transaction: what the first locks, the second still holds."""
    with transaction.atomic():
        publish_by_action(event)


def publish_autosaved(event: EventPage) -> None:
    """Publish at once what autosave has written into the newest revision."""
    with transaction.atomic():
        revision = event.save_revision(overwrite_revision=event.get_latest_revision())
        PublishPageRevisionAction(revision).execute(skip_permission_checks=True)


def publish_by_form(event: EventPage) -> None:
    """Press the editor's button."""
    client = Client()
    client.force_login(User.objects.get(username="admin"))
    row = {"id": event.dates.get().pk, "start": "2030-06-04 19:00", "end": "2030-06-04 21:00"}
    dates = [{**row, "status": event.dates.get().status, "ORDER": "1"}]

    response = client.post(reverse("wagtailadmin_pages:edit", args=[event.pk]), post_dates(event, dates, initial=1))

    assert response.status_code == 302


PUBLISHING = [publish_by_action, publish_by_code, publish_at_once, publish_autosaved, publish_by_form]


@pytest.mark.parametrize("publish", PUBLISHING)
@pytest.mark.django_db(transaction=True)
def test_two_languages_published_at_once_have_the_facts_of_the_source(publish, admin_user, welsh):
    event = make_event(dates=[make_date(start=SOON)])
    page = event.copy_for_translation(welsh, copy_parents=True)
    page.save_revision().publish()
    rounds, errors = 4, []
    start = threading.Barrier(2, timeout=30)

    def repeat(pk: int) -> None:
        try:
            for number in range(rounds):
                start.wait()
                edited = EventPage.objects.get(pk=pk)
                first = edited.dates.all()[0]
                first.status = "cancelled" if number % 2 else "scheduled"
                edited.dates.add(first)
                publish(edited)
        except Exception as error:
            errors.append(error)
            start.abort()
        finally:
            connection.close()

    editors = [threading.Thread(target=repeat, args=[pk]) for pk in (event.pk, page.pk)]
    for editor in editors:
        editor.start()
    for editor in editors:
        editor.join()

    assert errors == []
    assert list_facts(event) == list_facts(page) == [(event.dates.get().translation_key, "cancelled", rounds - 1)]
