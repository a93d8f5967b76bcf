"""Updates as Atom and JSON Feed."""

import re
from datetime import UTC, datetime, timedelta

import feedparser
import pytest
from django.db import connection
from django.db.models import JSONField, Value
from django.test.utils import CaptureQueriesContext
from wagtail.models import Site

from blog.models import UpdateIndexPage, UpdatePage
from cms.models import Organisation, Topic
from cms.people.models import Person
from tests.factories import (
    block,
    make_full_update,
    make_person,
    make_topic,
    make_update,
    make_update_index,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisation():
    return Organisation.objects.create(site=Site.objects.get(is_default_site=True), name="Both Banks")


def read_atom(client, path="/updates/feed.atom"):
    response = client.get(path)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    parsed = feedparser.parse(response.content)
    assert not parsed.bozo, parsed.bozo_exception
    return parsed


def test_an_update_is_in_the_feed_whole(client, organisation):
    update = make_full_update()
    published = datetime(2026, 5, 3, 9, tzinfo=UTC)
    UpdatePage.objects.filter(pk=update.pk).update(
        first_published_at=published, last_published_at=published + timedelta(days=2)
    )

    feed = read_atom(client)

    assert feed.feed.title == "Both Banks – Updates"
    assert feed.feed.links[0].href == "http://localhost/updates/"
    (entry,) = feed.entries
    assert entry.title == "May in the garden"
    assert entry.link == update.full_url
    assert entry.summary == "A warm month."
    assert entry.published == "2026-05-03T09:00:00+00:00"
    assert entry.updated == "2026-05-05T09:00:00+00:00"
    assert [author.name for author in entry.authors] == ["Mair"]
    assert [tag.term for tag in entry.tags] == ["Food"]
    assert "We argued." in entry.content[0].value


def test_every_address_in_the_content_is_absolute(client, organisation):
    make_full_update()

    content = client.get("/updates/feed.json").json()["items"][0]["content_html"]

    addresses = re.findall(r'\b(?:href|src)="([^"]*)"', content)
    sources = [source for sources in re.findall(r'\bsrcset="([^"]*)"', content) for source in sources.split(", ")]
    assert len(addresses) > 5
    assert sources
    assert not [address for address in [*addresses, *sources] if address.startswith("/")]


def test_no_player_and_no_icon_is_in_the_content(client, organisation):
    make_full_update()

    content = client.get("/updates/feed.json").json()["items"][0]["content_html"]

    assert "https://vimeo.com/76979871" in content
    assert not [tag for tag in ("<iframe", "<svg", "video__player") if tag in content]
    assert "We start at the gate." in content


def test_the_json_feed_says_the_same(client, organisation):
    update = make_full_update()

    response = client.get("/updates/feed.json")

    assert response["Content-Type"] == "application/feed+json; charset=utf-8"
    document = response.json()
    (item,) = document["items"]
    atom = read_atom(client)
    assert document["version"] == "https://jsonfeed.org/version/1.1"
    assert document["feed_url"] == "http://localhost/updates/feed.json"
    assert item["id"] == atom.entries[0].id
    assert item["url"] == update.full_url
    assert item["authors"] == [{"name": "Mair"}]
    assert item["image"].endswith(".jpg")


def test_no_character_of_a_text_breaks_a_feed(client, organisation):
    odd = "".join(map(chr, range(1, 32))) + "\x7f\x85\u2028\ufffe<&]]>"
    text = f"Before{odd}after"
    topic, person = make_topic(), make_person()
    body = [block("paragraph", f"<p>{text}</p>"), block("heading", {"text": text, "level": "2"})]
    make_update(topics=[topic], authors=[person])
    # Written past ``save()``, which would have cleaned them.
    UpdatePage.objects.update(title=text, introduction=text, body=Value(body, JSONField()))
    Topic.objects.update(name=text)
    Person.objects.update(name=text)
    UpdateIndexPage.objects.update(title=text, introduction=text)
    Organisation.objects.update(name=text)

    (entry,) = read_atom(client).entries

    assert entry.title.endswith("after")
    assert client.get("/updates/feed.json").json()["items"][0]["title"] == text


def test_an_entry_keeps_its_id_when_its_page_moves(client, organisation):
    update = make_update(title="Keys")
    before = read_atom(client).entries[0]

    update.slug = "we-have-the-keys"
    update.save_revision().publish()

    after = read_atom(client).entries[0]
    assert after.id == before.id
    assert after.link != before.link


def test_a_topic_has_a_feed_of_its_own(client, organisation):
    food = make_topic("Food")
    make_update(title="Soup", topics=[food])
    make_update(title="Boats")

    feed = read_atom(client, "/updates/topic/food/feed.atom")

    assert [entry.title for entry in feed.entries] == ["Soup"]
    assert feed.feed.title == "Both Banks – Updates: Food"
    assert client.get("/updates/topic/nothing/feed.atom").status_code == 404


def test_an_empty_archive_has_an_empty_feed(client, organisation):
    make_update_index()

    assert read_atom(client).entries == []
    assert client.get("/updates/feed.json").json()["items"] == []


def test_drafts_are_in_no_feed(client, organisation):
    make_update(title="Secret plan", live=False)

    assert b"Secret plan" not in client.get("/updates/feed.atom").content
    assert b"Secret plan" not in client.get("/updates/feed.json").content


def test_pages_name_the_feeds(client, organisation):
    make_update_index()

    html = client.get("/").content.decode()

    assert 'href="/updates/feed.atom"' in html
    assert 'href="/updates/feed.json"' in html


def test_the_feed_costs_the_same_for_one_update_and_for_five(client, organisation):
    make_full_update()
    client.get("/updates/feed.atom")
    with CaptureQueriesContext(connection) as one:
        client.get("/updates/feed.atom")
    body = UpdatePage.objects.get().body.get_prep_value()
    person = make_person("Amina")
    for number in range(4):
        make_update(title=f"Update {number}", body=body, authors=[person])
    with CaptureQueriesContext(connection) as five:
        client.get("/updates/feed.atom")

    assert len(five) == len(one)


def test_an_empty_feed_does_not_change_by_the_clock(client, organisation):
    archive = make_update_index()
    archive.save_revision().publish()
    archive.refresh_from_db()

    feed = feedparser.parse(client.get("/updates/feed.atom").content)

    assert feed.feed.updated == archive.last_published_at.isoformat()
