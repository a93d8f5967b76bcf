"""What holds for one of each thing that the API shows."""

from typing import Any

import pytest
from wagtail.contrib.redirects.models import Redirect

from tests import factories
from tests.api.asking import get
from tests.api.endpoints import VIEWSETS
from tests.garden.making import make_garden

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("everything")]

# The endpoints of pages, snippets and files; the rows of `event-dates` are none of these.
THINGS = [name for name in VIEWSETS if name != "event-dates"]


@pytest.fixture(scope="module")
def everything(module_transaction):
    """One of each thing that the API shows, in use."""
    update = factories.make_full_update(title="News")
    event = factories.make_event(title="Event")
    factories.make_notes(event, title="Notes")
    factories.make_document(public=True)
    make_garden()
    Redirect.add_redirect("/old/", event)
    return update


def find_things(data: Any) -> Any:
    """Yield every page, snippet, picture and document in an answer."""
    if isinstance(data, list):
        for item in data:
            yield from find_things(item)
    elif isinstance(data, dict):
        if "meta" in data and "total_count" not in data["meta"]:
            yield data
        for value in data.values():
            yield from find_things(value)


@pytest.mark.parametrize("fields", [None, "*", "_", "_,id", "_,detail_url", "_,type", "-type"])
def test_everything_has_its_type_at_the_top_whatever_fields_are_asked_for(fields, everything, client):
    parameters = {"fields": fields} if fields else {}
    for name in THINGS:
        listed = get(client, f"{name}/", **parameters)["items"]
        pk = get(client, f"{name}/", fields="_,id")["items"][0]["id"]
        detail = get(client, f"{name}/{pk}/", **parameters)

        assert listed, name
        for item in [*listed, detail]:
            assert item["type"], name
            if "meta" in item and "type" in item["meta"]:
                assert item["type"] == item["meta"]["type"]
        if fields == "_":
            assert list(detail) == ["id", "type", "meta"], name
            assert list(detail["meta"]) == ["detail_url"], name


def test_detail_addresses_are_those_of_the_typed_endpoint_everywhere(everything, client):
    update = everything
    answers = [
        get(client, "pages/"),
        get(client, "updates/"),
        get(client, "pages/", type="blog.UpdatePage", fields="*"),
        get(client, f"updates/{update.pk}/"),
        get(client, f"pages/{update.pk}/"),
        get(client, "pages/find/", html_path=update.get_url()),
        get(client, "pages/", child_of=update.get_parent().pk),
    ]

    found = [
        thing["meta"]["detail_url"]
        for answer in answers
        for thing in find_things(answer)
        if thing.get("type") == "blog.UpdatePage"
    ]

    assert len(found) >= 7
    assert set(found) == {f"http://localhost/api/v2/updates/{update.pk}/"}


def test_every_detail_address_answers(everything, client):
    for name in THINGS:
        for item in get(client, f"{name}/")["items"]:
            address = item["meta"]["detail_url"].removeprefix("http://localhost/api/v2/")
            assert get(client, address)["id"] == item["id"]


def test_every_address_is_whole(everything, client):
    def addresses(data: Any, key: str = "") -> Any:
        if isinstance(data, dict):
            for name, value in data.items():
                yield from addresses(value, name)
        elif isinstance(data, list):
            for value in data:
                yield from addresses(value, key)
        elif key.endswith("url") and data:
            yield data

    for name in VIEWSETS:
        found = list(addresses(get(client, f"{name}/", fields="*")))
        assert found
        assert not [url for url in found if not url.startswith(("http://", "https://", "mailto:", "tel:"))], name


def test_pages_of_every_type_are_listed(everything, client):
    types = {item["type"] for item in get(client, "pages/")["items"]}

    assert types == {
        "garden.GardenPage",
        "home.HomePage",
        "home.StandardPage",
        "blog.UpdateIndexPage",
        "blog.UpdatePage",
        "events.EventIndexPage",
        "events.EventPage",
        "events.MeetingNotesPage",
    }


@pytest.mark.sqlite
@pytest.mark.parametrize(
    "query",
    [
        "slug=a%00b",
        "title=%00",
        "search=*",
        "id=abc",
        "id=99999999999999999999",
    ],
)
def test_no_parameter_breaks_an_endpoint(query, everything, client):
    for name in VIEWSETS:
        response = client.get(f"/api/v2/{name}/?{query}")

        assert response.status_code in {200, 400}, (name, response.content)
        kind = "json" if response.status_code == 200 else "problem+json"
        assert response["Content-Type"] == f"application/{kind}"
