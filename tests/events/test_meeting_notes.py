"""The notes of meetings: whose date they are about, where they are shown, how they are chosen."""

import json
import re
from datetime import date, datetime
from html import unescape
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from wagtail.actions.copy_page import CopyPageAction

from blog.models import UpdateMeetingNotes, UpdatePage
from events.models import EventDate, EventPage, MeetingNotesPage
from tests.factories import add_page, make_date, make_event, make_notes, make_update

pytestmark = pytest.mark.django_db
LONDON = ZoneInfo("Europe/London")


def test_notes_stand_on_their_event_and_on_updates_that_name_them(client):
    event = make_event()
    older = make_notes(event, title="Older notes", date=date(2026, 1, 1))
    newer = make_notes(event, title="Newer notes", date=date(2026, 2, 1))
    add_page(event, MeetingNotesPage(title="Draft notes", date=date(2026, 3, 1)), live=False)
    update = make_update()
    update.meeting_notes.set([UpdateMeetingNotes(notes=older)])
    update.save_revision().publish()

    html = client.get(event.get_url()).content.decode()

    assert re.findall(r"(\w+) notes</a>", html) == ["Newer", "Older"]
    assert older.get_url() in client.get(update.get_url()).content.decode()
    assert newer.get_url() not in client.get(update.get_url()).content.decode()
    assert [n["id"] for n in client.get(f"/api/v2/updates/{update.pk}/").json()["meeting_notes"]] == [older.pk]


def test_notes_lead_to_the_public_ones_before_and_after_them(client):
    event = make_event()
    first, third, second = (make_notes(event, title=f"Notes {n}", date=date(2026, n, 1)) for n in (1, 3, 2))
    make_notes(event, title="Draft", date=date(2026, 2, 15), live=False)
    make_notes(make_event(), title="Others", date=date(2026, 2, 2))

    def list_links(notes):
        html = client.get(notes.get_url()).content.decode()
        return re.findall(r'href="([^"]+)"\s+rel="(prev|next)"', html)

    assert list_links(first) == [(second.get_url(), "next")]
    assert list_links(second) == [(first.get_url(), "prev"), (third.get_url(), "next")]
    assert list_links(third) == [(second.get_url(), "prev")]


def test_notes_are_about_a_date_of_their_own_event():
    event, other = make_event(), make_event()
    notes = make_notes(event)
    notes.event_date = event.dates.first()
    notes.full_clean()

    notes.event_date = other.dates.first()

    with pytest.raises(ValidationError) as error:
        notes.full_clean()
    assert list(error.value.message_dict) == ["event_date"]


def test_notes_outlive_the_date_they_are_about(client):
    event = make_event()
    notes = make_notes(event, event_date=event.dates.first())

    EventDate.objects.all().delete()

    assert client.get(notes.get_url()).status_code == 200
    assert client.get(EventPage.objects.get().get_url()).status_code == 200


@pytest.mark.parametrize("keep_live", [True, False])
def test_notes_that_are_copied_with_their_event_are_about_its_own_date(keep_live):
    event = make_event(slug="supper", dates=[make_date(days=-3), make_date(days=4)])
    make_notes(event, event_date=event.dates.last())

    copy = CopyPageAction(event, recursive=True, keep_live=keep_live, update_attrs={"slug": "copy"}, user=None).execute(
        skip_permission_checks=True
    )
    notes = copy.get_children().get().specific

    assert notes.event_date == copy.dates.last()
    notes.get_latest_revision().publish()
    notes.refresh_from_db()
    assert notes.event_date == copy.dates.last()


def test_notes_that_are_copied_below_another_event_are_about_none_of_its_dates():
    event, other = make_event(), make_event(dates=[make_date(days=90)])
    notes = make_notes(event, event_date=event.dates.first())

    copy = notes.copy(to=other, update_attrs={"slug": "copy"})

    assert copy.event_date is None


class TestMeetingNotes:
    def make_form(self, event: EventPage):
        form_class = MeetingNotesPage.get_edit_handler().get_form_class()
        return form_class(instance=MeetingNotesPage(), parent_page=event)

    def test_they_choose_among_the_dates_of_their_event(self):
        event = make_event(dates=[make_date(start=datetime(2027, 5, day, 10, tzinfo=LONDON)) for day in (1, 8)])
        make_event()

        labels = [label for value, label in self.make_form(event).fields["event_date"].choices if value]

        assert labels == ["Sat 8 May 2027, 10:00", "Sat 1 May 2027, 10:00"]

    def test_an_update_is_offered_those_of_its_month_first(self, admin_client):
        event = make_event()
        for month in (1, 2, 3):
            make_notes(event, title=f"Notes of month {month}", date=date(2027, month, 5))

        answer = admin_client.get(reverse("meeting_notes_chooser:choose_results"), {"period": "2027-02"})

        titles = [notes.title for notes in answer.context["results"]]
        assert titles == ["Notes of month 2", "Notes of month 3", "Notes of month 1"]

    @pytest.mark.parametrize("period", ["", "soon", "2027-99"])
    def test_without_a_month_the_latest_come_first(self, admin_client, period):
        event = make_event()
        for month in (1, 2):
            make_notes(event, title=f"Notes of month {month}", date=date(2027, month, 5))

        answer = admin_client.get(reverse("meeting_notes_chooser:choose_results"), {"period": period})

        assert [notes.date.month for notes in answer.context["results"]] == [2, 1]

    def test_the_form_of_an_update_names_the_field_of_its_month(self, admin_client):
        update = make_update(kind=UpdatePage.Kind.MONTHLY_UPDATE, period=date(2027, 2, 1))

        html = unescape(admin_client.get(reverse("wagtailadmin_pages:edit", args=[update.pk])).content.decode())

        assert json.dumps({"linkedFields": {"period": "#id_period"}})[1:-1] in html
        assert 'id="id_period"' in html
