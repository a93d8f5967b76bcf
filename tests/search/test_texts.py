"""What is found, and what an excerpt says: the words that readers read."""

import pytest

from events.models import EventPage
from events.models.relations import EventHost
from search.models import Entry
from tests import factories
from tests.cms.languages import make_welsh, welsh_home

pytestmark = pytest.mark.django_db


def read_entry(page) -> str:
    entry = Entry.objects.get(object_id=page.pk, content_type__model="page")
    return f"{entry.title} | {entry.introduction} | {entry.body}"


def find(client, query: str, path: str = "/search/") -> list[str]:
    return [result["title"] for result in client.get(path, {"q": query}).context["results"]]


def test_a_heading_is_told_from_what_is_below_it_and_has_no_label():
    page = factories.make_standard_page(
        title="Beans",
        body=[
            factories.block("heading", {"text": "Money", "level": "2"}),
            factories.block("paragraph", "<p>Delyth read it out.</p>"),
        ],
    )

    assert read_entry(page) == "Beans |  | Money · Delyth read it out."


def test_where_a_link_leads_is_no_text():
    link = factories.link("Ring us", telephone="01632 960 147")
    value = {"heading": "Come", "text": "", "links": [factories.item(link)]}

    page = factories.make_standard_page(title="Beans", body=[factories.block("call_to_action", value)])

    assert read_entry(page) == "Beans |  | Come · Ring us"


def test_an_event_is_found_by_all_that_its_page_says_of_it(client):
    event = factories.make_event(
        title="Supper",
        venue_name="Ferry Hall",
        venue_address="3 Weir Lane",
        access_notes="Ramp at the back.",
        cost="£3, or nothing",
        dates=[factories.make_date(days=3, place="The library", note="Bring boots.")],
        hosts=[EventHost(person=factories.make_person("Amina Yusuf"))],
    )

    queries = ["ferry hall", "weir lane", "ramp", "access ramp", "cost", "£3", "library", "boots", "amina yusuf supper"]
    for query in queries:
        assert event.title in find(client, query), query


def test_labels_are_in_the_language_of_the_page(client):
    welsh_home()
    event = factories.make_event(title="Supper", access_notes="A ramp.")

    make_welsh(event, title="Swper", access_notes="Ramp.")

    assert find(client, "access", "/cy/search/") == []
    assert find(client, "mynediad", "/cy/search/") == ["Swper"]


def test_a_host_is_found_by_the_name_of_today_and_not_as_a_draft(client):
    person = factories.make_person("Amina")
    factories.make_event(title="Supper", hosts=[EventHost(person=person)])

    person.name = "Zahra"
    person.save()

    assert (find(client, "amina"), find(client, "zahra")) == ([], ["Supper"])

    person.unpublish()
    assert find(client, "zahra") == []

    person.delete()
    assert EventPage.objects.get().hosts.count() == 0


def test_a_translation_is_found_by_where_its_dates_take_place(client):
    welsh_home()
    event = factories.make_event(title="Supper", dates=[factories.make_date(days=3)])
    make_welsh(event, title="Swper")
    event = EventPage.objects.get(pk=event.pk)

    date = event.dates.get()
    date.place = "Boathouse"
    event.dates.set([date])
    event.save_revision().publish()

    assert find(client, "boathouse", "/cy/search/") == ["Swper"]
