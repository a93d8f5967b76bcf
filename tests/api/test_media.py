"""``images/`` and ``documents/``: what a public page uses or an editor marked public."""

import pytest
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction

from cms.api.filters import MAX_TAGS
from tests import factories

pytestmark = pytest.mark.django_db


def is_listed(client, thing) -> bool:
    name = {"Image": "images", "Document": "documents"}[type(thing).__name__]
    listed = thing.pk in [item["id"] for item in client.get(f"/api/v2/{name}/").json()["items"]]
    assert (client.get(f"/api/v2/{name}/{thing.pk}/").status_code == 200) == listed
    return listed


def use(thing, **kwargs):
    if type(thing).__name__ == "Image":
        return factories.make_update(hero_image=thing, **kwargs)
    paper = factories.item({"document": thing.pk, "label": "", "summary": ""})
    return factories.make_update(body=[factories.block("documents", {"heading": "Papers", "items": [paper]})], **kwargs)


@pytest.fixture(params=[factories.make_image, factories.make_document], ids=["image", "document"])
def make(request):
    return request.param


def test_what_nothing_uses_is_absent_unless_it_is_public(make, client):
    assert not is_listed(client, make())
    assert is_listed(client, make(public=True))


def test_what_a_live_page_uses_is_shown_until_it_is_hidden(make, client):
    thing = make()
    page = use(thing)
    assert is_listed(client, thing)

    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)

    assert not is_listed(client, thing)


def test_what_only_a_draft_uses_is_absent(make, client):
    thing = make()
    use(thing, live=False)

    assert not is_listed(client, thing)


@pytest.mark.parametrize("below", [False, True])
def test_private_collections_are_absent_even_if_public(below, make, client):
    private = Collection.get_first_root_node().add_child(name="Private")
    CollectionViewRestriction.objects.create(collection=private, restriction_type="login")
    thing = make(public=True, collection=private.add_child(name="Below") if below else private)
    use(thing)

    assert not is_listed(client, thing)


def test_a_portrait_is_used_through_a_person(client):
    image = factories.make_image()
    person = factories.make_person(photo=image)
    assert not is_listed(client, image)

    factories.make_update(authors=[person])

    assert is_listed(client, image)


def test_a_document_of_an_unused_call_to_action_is_absent(client):
    document = factories.make_document()
    links = [factories.block("link", factories.link(document=document.pk))]
    action = factories.make_call_to_action(links=links)
    assert not is_listed(client, document)

    factories.make_update(body=[factories.block("shared_call_to_action", action.pk)])

    assert is_listed(client, document)


@pytest.mark.parametrize("path", ["images", "documents"])
def test_as_many_tags_as_are_allowed_can_be_asked_for(path, client):
    tags = ",".join(f"tag{number}" for number in range(MAX_TAGS))

    assert client.get(f"/api/v2/{path}/", {"tags": tags, "search": "beds"}).status_code == 200
    assert client.get(f"/api/v2/{path}/", {"tags": f"{tags},more"}).status_code == 400
