"""What updates show of the events that they announced, and events whose date is to be announced."""

import re
from html import unescape

import pytest
from django.urls import reverse

from cms.represent.loader import Loader
from events.models import EventPage
from tests import factories
from tests.cms.languages import make_welsh, welsh_home
from tests.events.days import on
from tests.events.test_event_pages import list_titles, read
from tests.events.test_forms import fill_form, list_errors, read_form
from tests.factories import block, make_event, make_event_index, make_update
from tests.schema_org import read_things

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]

SIGN_UP = "https://example.org/sign-up"


def announce(event: EventPage, date: int | None = None, *, published: str = "2026-05-20T09:00:00Z"):
    """Return an update that announces an event, or one of its dates."""
    chosen = None if date is None else event.dates.all()[date].pk
    items = [block("event", {"page": event.pk, "date": chosen}, "one")]
    body = [block("events", {"heading": "Dates", "introduction": "", "items": items})]
    return make_update(body=body, first_published_at=published)


def read_card(client, update) -> str:
    """Return the card of the event as text without tags."""
    html = client.get(update.get_url()).content.decode()
    card = re.search(r'(?s)<div class="event">(.*?)</li>\s*</ul>\s*</section>', html).group(1)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", card)).split())


class TestThePast:
    def test_an_event_that_is_over_shows_its_dates_as_they_were(self, client):
        update = announce(make_event(dates=[on(6, 1), on(6, 8)]))

        text = read_card(client, update)

        assert text.count("Ended") == 2
        assert "Ended Monday 1 June 2026, 11am" in text
        assert "Ended Monday 8 June 2026, 11am" in text
        assert "earlier" not in text

    def test_dates_that_were_announced_stay_beside_those_to_come(self, client):
        update = announce(make_event(dates=[on(5, 1), on(6, 1), on(7, 9)]))

        text = read_card(client, update)

        assert text.index("9 July 2026") < text.index("1 earlier date") < text.index("Ended Monday 1 June 2026")
        assert "1 May 2026" not in text  # was over when the update came out

    def test_an_update_about_what_was_over_shows_it_all_the_same(self, client):
        update = announce(make_event(dates=[on(5, 1)]))

        assert "Ended Friday 1 May 2026" in read_card(client, update)

    def test_the_number_of_dates_does_not_promise_others(self, client):
        text = read_card(client, announce(make_event(dates=[on(6, 1)])))

        assert "date yet" not in text
        assert "No " not in text


class TestSigningUp:
    @pytest.mark.parametrize(
        ("dates", "chosen", "shown"),
        [
            ([on(7, 9)], None, True),
            ([on(7, 9)], 0, True),
            ([on(6, 1)], None, False),
            ([on(6, 1)], 0, False),
            ([on(6, 1), on(7, 9)], 0, False),
            ([on(6, 1), on(7, 9)], None, True),
            ([on(7, 9, status="cancelled")], None, False),
            ([on(7, 9, status="cancelled")], 0, False),
        ],
    )
    def test_a_card_offers_it_while_it_is_possible(self, client, dates, chosen, shown):
        event = make_event(dates=dates, sign_up_url=SIGN_UP, sign_up_email="hall@example.org")

        text = read_card(client, announce(event, chosen))

        assert ("Sign up" in text) == shown
        assert ("hall@example.org" in text) == shown

    def test_the_api_has_its_fields(self, client):
        event = make_event(dates=[on(6, 1)], sign_up_url=SIGN_UP, sign_up_email="hall@example.org")

        data = client.get(f"/api/v2/updates/{announce(event).pk}/").json()

        (item,) = data["body"][0]["value"]["items"]
        names = ("dates_state", "sign_up_url", "sign_up_email")
        assert [item["value"][name] for name in names] == ["scheduled", SIGN_UP, "hall@example.org"]


class TestToBeAnnounced:
    @pytest.fixture
    def event(self) -> EventPage:
        return make_event(title="Summer fair", dates=[], dates_state="to_be_announced", sign_up_url=SIGN_UP)

    def test_the_page_says_so_and_takes_sign_ups(self, client, event):
        text = read(client, event.get_url())

        assert text.count("Date to be announced") == 1
        assert "Sign up" in text
        assert "No more dates yet" not in text

    def test_the_list_shows_it_after_the_dates(self, client, event):
        make_event(title="Walk", dates=[on(7, 9)])

        assert list_titles(client) == ["Walk", "Summer fair"]
        assert list_titles(client, q="fair") == ["Summer fair"]
        assert list_titles(client, q="walk") == ["Walk"]
        assert list_titles(client, attendance="online") == []
        assert "Date to be announced" in read(client, "/events/")
        assert "Nothing is planned" not in read(client, "/events/?q=fair")

    def test_a_card_says_so(self, client, event):
        text = read_card(client, announce(event))

        assert "Date to be announced" in text
        assert "Sign up" in text

    def test_the_api_says_so(self, client, event):
        over = make_event(title="Over", dates=[on(6, 1)])

        data = client.get(f"/api/v2/events/{event.pk}/").json()
        assert (data["dates_state"], data["dates"], data["next_date"]) == ("to_be_announced", [], None)
        found = {when: client.get(f"/api/v2/events/?when={when}").json()["items"] for when in ("upcoming", "past")}
        assert [item["title"] for item in found["upcoming"]] == ["Summer fair"]
        assert [item["id"] for item in found["past"]] == [over.pk]
        assert client.get("/api/v2/events/?dates_state=to_be_announced").json()["meta"]["total_count"] == 1

    def test_so_does_the_structured_data_without_a_date(self, client, event):
        html = client.get(event.get_url()).content.decode()

        (data,) = read_things(html, "Event")
        assert (data["@type"], data["name"]) == ("Event", "Summer fair")
        assert "startDate" not in data

    def test_calendars_leave_it_out(self, client, event):
        html = client.get(event.get_url()).content.decode()

        assert "Summer fair" not in client.get("/events/calendar.ics").content.decode()
        assert client.get(f"{event.get_url()}event.ics").status_code == 404
        assert "event.ics" not in html

    def test_it_is_so_in_every_language(self, event):
        welsh_home()
        translation = make_welsh(event, title="Ffair haf", slug="ffair-haf")
        assert translation.dates_state == "to_be_announced"

        event.dates_state = "scheduled"
        event.dates.set([on(8, 1)])
        event.save_revision().publish()

        translation = EventPage.objects.get(pk=translation.pk)
        assert (translation.dates_state, translation.dates.count()) == ("scheduled", 1)
        assert translation.get_latest_revision().content["dates_state"] == "scheduled"

    def test_the_list_of_the_admin_says_so(self, admin_client, event):
        html = admin_client.get(reverse("events:index"), {"when": "coming"}).content.decode()

        assert "Summer fair" in html
        assert "To be announced" in html


class TestTheForm:
    def test_a_date_is_asked_for_in_plain_words(self):
        form = read_form()

        assert not form.is_valid()
        assert form.formsets["dates"].non_form_errors() == ["Add at least one date, or choose “To be announced”."]

    def test_to_be_announced_needs_none(self):
        form = read_form(dates_state="to_be_announced")

        assert form.is_valid(), (form.errors, form.formsets["dates"].non_form_errors())

    def test_dates_to_come_contradict_it(self):
        errors = list_errors(read_form({"start": "01/07/2099 10:00"}, dates_state="to_be_announced"))

        assert errors["dates_state"] == ["There are dates to come below. Remove them, or choose “Scheduled”."]

    def test_dates_that_are_over_or_cancelled_do_not(self):
        over, cancelled = {"start": "01/07/2020 10:00"}, {"start": "01/07/2099 10:00", "status": "cancelled"}

        assert read_form(over, cancelled, dates_state="to_be_announced").is_valid()

    def test_it_is_published(self, admin_client):
        parent = make_event_index().pk
        form = fill_form(dates_state="to_be_announced") | {"action-publish": "1"}

        admin_client.post(reverse("wagtailadmin_pages:add", args=["events", "eventpage", parent]), form)

        event = EventPage.objects.get()
        assert (event.live, event.dates.count()) == (True, 0)


def test_drafts_show_what_they_will_announce():
    event = make_event(dates=[on(6, 1), on(7, 9)])
    update = factories.make_update(live=False)
    Loader(None).load([event])
    value = update.body.stream_block.child_blocks["events"].child_blocks["items"].child_blocks["event"]
    context = value.get_context(value.to_python({"page": event.pk, "date": None}), {"page": update})

    assert [date.local_start.month for date in context["announced"].upcoming] == [7]
    assert context["announced"].past == []
