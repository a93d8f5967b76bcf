"""People and topics in the API: those that are live, and public or used by what everybody may read."""

from datetime import date
from typing import Any

import pytest
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction

from cms.people.models import Person
from tests import factories
from tests.cms.languages import welsh

pytestmark = pytest.mark.django_db

MAKERS = {"people": factories.make_person, "topics": factories.make_topic}


def list_names(client: Any, endpoint: str, query: str = "") -> list[str]:
    answer = client.get(f"/api/v2/{endpoint}/?{query}").json()
    assert answer["meta"]["total_count"] == len(answer["items"])
    return [item["name"] for item in answer["items"]]


def use(endpoint: str, snippet: Any, **kwargs: Any) -> Any:
    """Make an update that names the snippet."""
    relation = {"people": "authors", "topics": "topics"}[endpoint]
    return factories.make_update(**{relation: [snippet]}, **kwargs)


@pytest.mark.parametrize("endpoint", MAKERS)
def test_what_no_page_names_is_absent_unless_it_is_public(endpoint, client):
    unused = MAKERS[endpoint]("Unused")
    MAKERS[endpoint]("Listed", public=True)

    assert list_names(client, endpoint) == ["Listed"]
    assert client.get(f"/api/v2/{endpoint}/{unused.pk}/").status_code == 404


@pytest.mark.parametrize("endpoint", MAKERS)
def test_what_a_live_page_names_is_shown_until_the_page_is_hidden(endpoint, client):
    snippet = MAKERS[endpoint]("Used")
    update = use(endpoint, snippet)
    assert list_names(client, endpoint) == ["Used"]

    PageViewRestriction.objects.create(page=update.get_parent(), restriction_type=PageViewRestriction.LOGIN)

    assert list_names(client, endpoint) == []
    assert client.get(f"/api/v2/{endpoint}/{snippet.pk}/").status_code == 404


@pytest.mark.parametrize("endpoint", MAKERS)
def test_what_only_a_draft_names_is_absent(endpoint, client):
    use(endpoint, MAKERS[endpoint]("Next month"), live=False)

    assert list_names(client, endpoint) == []


@pytest.mark.parametrize("endpoint", MAKERS)
def test_a_snippet_that_is_not_published_is_absent_even_if_public(endpoint, client):
    snippet = MAKERS[endpoint]("Draft", public=True, live=False)
    use(endpoint, snippet)

    assert list_names(client, endpoint) == []
    assert client.get(f"/api/v2/{endpoint}/{snippet.pk}/").status_code == 404


def test_a_person_whom_only_a_block_introduces_is_shown(client):
    person = factories.make_person("Introduced")
    value = {"heading": "Hello", "person": person.pk, "introduction": "<p>New.</p>", "own_words": ""}
    factories.make_update(body=[factories.block("team_intro", value)])

    assert list_names(client, "people") == ["Introduced"]


def test_a_draft_changes_nothing_that_the_api_says_of_a_person(client):
    person = factories.make_person("Mair", role="Cook", public=True)
    person.role = "Baker"
    person.save_revision()

    assert client.get(f"/api/v2/people/{person.pk}/").json()["role"] == "Cook"


def test_the_detail_of_a_person_is_complete(client):
    image = factories.make_image(renditions=True, size=(400, 400))
    page = factories.make_standard_page()
    person = factories.make_person(
        "Mair",
        pronouns="she/her",
        role="Cook",
        group=Person.Group.MEMBER,
        biography="Cooks for forty.",
        photo=image,
        links=[factories.block("link", factories.link("About us", page=page.pk))],
        joined=date(2026, 3, 1),
        public=True,
    )

    answer = client.get(f"/api/v2/people/{person.pk}/").json()

    assert {key: answer[key] for key in ("id", "type", "name", "pronouns", "role", "group", "biography", "joined")} == {
        "id": person.pk,
        "type": "people.Person",
        "name": "Mair",
        "pronouns": "she/her",
        "role": "Cook",
        "group": "member",
        "biography": "Cooks for forty.",
        "joined": "2026-03-01",
    }
    assert answer["meta"]["locale"] == "en"
    assert (answer["photo"]["id"], answer["photo"]["alt"]) == (image.pk, "Mair")
    assert answer["photo"]["renditions"]
    assert [(link["label"], link["kind"], link["page"]["id"]) for link in answer["links"]] == [
        ("About us", "page", page.pk)
    ]


def test_the_detail_of_a_topic_is_complete(client):
    topic = factories.make_topic("Food", slug="food", description="What we grow.", public=True)

    answer = client.get(f"/api/v2/topics/{topic.pk}/").json()

    assert {key: answer[key] for key in ("type", "name", "slug", "description")} == {
        "type": "cms.Topic",
        "name": "Food",
        "slug": "food",
        "description": "What we grow.",
    }


@pytest.mark.parametrize("endpoint", MAKERS)
def test_a_language_is_chosen_by_parameter(endpoint, client):
    MAKERS[endpoint]("English", public=True)
    MAKERS[endpoint]("Cymraeg", locale=welsh(), public=True)

    assert list_names(client, endpoint, "locale=cy") == ["Cymraeg"]
    assert list_names(client, endpoint, "locale=en") == ["English"]


def test_nobody_is_found_by_a_photo_that_is_not_public(client):
    photo = factories.make_image(collection=Collection.get_first_root_node().add_child(name="Faces"))
    factories.make_person(photo=photo, public=True)

    def count():
        return client.get(f"/api/v2/people/?photo={photo.pk}").json()["meta"]["total_count"]

    assert count() == 1

    CollectionViewRestriction.objects.create(collection=photo.collection, restriction_type="login")

    assert count() == 0
