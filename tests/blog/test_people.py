"""The people of an organisation, somebody's own page, and the page of a topic."""

import re

import pytest

from events.models import EventHost
from tests.cms.languages import make_welsh, welsh, welsh_home
from tests.factories import make_date, make_event, make_person, make_topic, make_update, make_update_index

pytestmark = pytest.mark.django_db


def list_names(body: str) -> list[tuple[str, str]]:
    return re.findall(r"(?s)people-group__title[^>]*>\s*([^<]+?)\s*<|person-card__link[^>]*>([^<]+)<", body)


def read_groups(client, path: str = "/updates/people/") -> list[str]:
    """Return the headings and names of the page of people, in order."""
    return [heading or name for heading, name in list_names(client.get(path).content.decode())]


def host(event, person):
    event.hosts.add(EventHost(person=person))
    event.save_revision().publish()
    return event


def test_people_stand_by_group_in_the_order_that_editors_gave_them(client) -> None:
    make_update_index()
    make_person("Zoe", public=True, position=1)
    make_person("Ann", public=True)
    make_person("Bob", public=True, position=2)
    make_person("Cai", public=True, group="partner")
    make_person("Hidden")
    make_person("Draft", public=True, live=False)

    assert read_groups(client) == ["Team", "Zoe", "Bob", "Ann", "Partners", "Cai"]


def test_people_stand_in_the_language_of_the_page(client) -> None:
    welsh_home()
    make_welsh(make_update_index(), title="Diweddariadau", slug="diweddariadau")
    person = make_person("Mair", public=True, role="Cook")
    translated = person.copy_for_translation(welsh())
    translated.role = "Cogydd"
    translated.save()

    body = client.get("/cy/diweddariadau/pobl/").content.decode()

    assert read_groups(client, "/cy/diweddariadau/pobl/")[1:] == ["Mair"]
    assert "Cogydd" in body
    assert "Cook" not in body


def test_a_person_leads_back_to_all_people_in_the_language_of_the_page(client) -> None:
    welsh_home()
    make_welsh(make_update_index(), title="Diweddariadau", slug="diweddariadau")
    person = make_person("Mair", public=True)
    make_welsh(person)

    body = client.get(f"/cy/diweddariadau/pobl/{person.slug}/").content.decode()

    assert re.findall(r'breadcrumbs__link" href="([^"]+)"', body)[1:] == [
        "/cy/diweddariadau/",
        "/cy/diweddariadau/pobl/",
    ]
    assert 'href="/cy/diweddariadau/people/"' not in body
    assert 'href="/cy/diweddariadau/people/"' not in client.get("/cy/diweddariadau/").content.decode()


def test_nobody_public_leaves_a_way_on(client) -> None:
    make_update_index()

    assert "Nobody is introduced here yet" in client.get("/updates/people/").content.decode()


def test_a_person_has_their_words_and_the_events_that_they_host(client) -> None:
    make_update_index()
    mair = make_person("Mair", own_words="Come and see.")
    host(make_event(title="Garden", dates=[make_date(days=2), make_date(days=9)]), mair)
    host(make_event(title="Long ago", dates=[make_date(days=-9)]), mair)

    body = client.get(f"/updates/people/{mair.slug}/").content.decode()

    assert re.search(r"<blockquote[^>]*>\s*<p>Come and see.</p>", body)
    assert re.findall(r'event-row__link"[^>]*>([^<]+)<', body) == ["Garden"]
    assert "then " in body


def test_the_page_of_a_topic_has_its_events_and_ways_to_follow_it(client) -> None:
    topic = make_topic()
    make_update(topics=[topic])
    make_event(title="Supper", topics=[topic])
    make_event(title="Other")

    body = client.get("/updates/topic/food/").content.decode()

    assert re.findall(r'event-row__link"[^>]*>([^<]+)<', body) == ["Supper"]
    for address in ("/updates/topic/food/feed.atom", "/events/topic/food/calendar.ics", "/events/topic/food/"):
        assert f'href="{address}"' in body
