"""``pages/``: every live public page, typed."""

from typing import Any

import pytest
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageViewRestriction

from home.models import StandardPage
from tests import factories
from tests.api.asking import get
from tests.api.endpoints import VIEWSETS, list_endpoints
from tests.cms.languages import make_welsh, welsh_home
from tests.garden.making import make_garden

pytestmark = pytest.mark.django_db

# The endpoints of pages, snippets and files; the rows of `event-dates` are none of these.
THINGS = [name for name in VIEWSETS if name != "event-dates"]


def titles(client, path: str = "pages/", **parameters: Any) -> list[str]:
    data = get(client, path, **parameters)
    assert data["meta"]["total_count"] == len(data["items"])
    return [item["title"] for item in data["items"]]


@pytest.fixture
def everything():
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
            assert list(detail) == ["type"]


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


def hide_nothing(page: Page) -> None:
    """Leave it."""


def unpublish(page: Page) -> None:
    page.unpublish()


def expire(page: Page) -> None:
    page.unpublish(set_expired=True)


def restrict(page: Page) -> None:
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)


def restrict_parent(page: Page) -> None:
    restrict(page.get_parent())


def restrict_by_password(page: Page) -> None:
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.PASSWORD, password="x")


@pytest.mark.sqlite
@pytest.mark.parametrize("hide", [unpublish, expire, restrict, restrict_parent, restrict_by_password])
def test_a_hidden_page_is_absent_from_every_list_count_and_detail(hide, client):
    section = factories.make_standard_page(title="Section", slug="section")
    page = factories.make_standard_page(section, title="Hidden", slug="hidden")
    below = factories.make_standard_page(section, title="Sibling", slug="sibling")
    before = get(client, "pages/")["meta"]["total_count"]

    hide(page)

    assert get(client, "pages/")["meta"]["total_count"] < before
    for parameters in (
        {},
        {"type": "home.StandardPage"},
        {"child_of": section.pk},
        {"descendant_of": factories.get_home().pk},
        {"search": "hidden"},
        {"slug": "hidden"},
        {"title": "Hidden"},
        {"ancestor_of": below.pk},
    ):
        response = client.get("/api/v2/pages/", parameters)
        # A section that is private itself is unknown as an ancestor: that is a bad request upstream.
        assert response.status_code in {200, 400}
        assert "Hidden" not in response.content.decode(), parameters
    for path in (f"pages/{page.pk}/", f"pages/find/?id={page.pk}", f"pages/find/?html_path={page.get_url()}"):
        assert client.get(f"/api/v2/{path}").status_code == 404, path


def test_a_scheduled_page_is_absent(client):
    page = factories.make_standard_page(title="To come")
    page.unpublish()
    page.go_live_at = timezone.now() + timezone.timedelta(days=1)
    page.save_revision().publish()

    assert "To come" not in titles(client)


def test_what_a_draft_changes_is_not_shown(client):
    page = factories.make_standard_page(title="As published")
    page.title, page.introduction = "As drafted", "Drafted"
    page.save_revision()

    data = get(client, f"pages/{page.pk}/")

    assert (data["title"], data["introduction"]) == ("As published", "")
    assert titles(client, type="home.StandardPage") == ["As published"]


def test_a_hidden_parent_is_not_named(client):
    section = factories.make_standard_page(title="Section")
    page = factories.make_standard_page(section, title="Below")
    assert get(client, f"pages/{page.pk}/")["meta"]["parent"]["title"] == "Section"
    assert get(client, f"pages/{page.pk}/")["meta"]["parent"]["type"] == "home.StandardPage"

    section.unpublish()

    assert get(client, f"pages/{page.pk}/")["meta"]["parent"] is None


def test_the_home_page_has_no_parent(client):
    assert get(client, f"pages/{factories.get_home().pk}/")["meta"]["parent"] is None


def test_the_root_of_all_sites_is_not_a_page(client):
    root = Page.objects.get(depth=1)

    assert client.get(f"/api/v2/pages/{root.pk}/").status_code == 404


def test_an_alias_names_its_source_and_is_hidden_with_it(client):
    page = factories.make_standard_page(title="Source", slug="source")
    alias = page.create_alias(update_slug="alias")
    assert get(client, f"pages/{alias.pk}/")["meta"]["alias_of"]["id"] == page.pk

    restrict(page)

    assert client.get(f"/api/v2/pages/{alias.pk}/").status_code == 404


@pytest.mark.sqlite
def test_languages_are_chosen_by_parameter(client):
    welsh_home()
    page = factories.make_standard_page(title="About")
    translation = make_welsh(page, title="Amdanom", slug="amdanom")

    assert titles(client, type="home.StandardPage", locale="cy") == ["Amdanom"]
    assert titles(client, type="home.StandardPage", locale="en") == ["About"]
    assert set(titles(client, type="home.StandardPage")) == {"About", "Amdanom"}
    assert titles(client, type="home.StandardPage", translation_of=page.pk) == ["Amdanom"]
    assert get(client, f"pages/{translation.pk}/")["meta"]["locale"] == "cy"
    assert get(client, f"pages/{translation.pk}/")["meta"]["html_url"] == "http://localhost/cy/amdanom/"


@pytest.mark.sqlite
def test_wagtails_parameters_work(client):
    for number in range(5):
        factories.make_standard_page(title=f"Page {number}", slug=f"p-{number}")

    assert [i["title"] for i in get(client, "pages/", type="home.StandardPage", limit=2, offset=1)["items"]] == [
        "Page 1",
        "Page 2",
    ]
    assert titles(client, type="home.StandardPage", order="-title")[0] == "Page 4"
    assert titles(client, slug="p-3") == ["Page 3"]
    assert titles(client, search="page 2") == ["Page 2"]


@pytest.mark.parametrize(
    "query",
    [
        "limit=101",
        "limit=-1",
        "limit=x",
        "offset=-1",
        "offset=x",
        "type=no.Model",
        "type=auth.User",
        "type=nonsense",
        "colour=red",
        "fields=colour",
        "fields=(",
        "order=colour",
        "child_of=x",
        "child_of=999999",
        "locale=xx",
        "translation_of=x",
    ],
)
def test_what_cannot_be_answered_is_refused_with_a_message(query, client):
    response = client.get(f"/api/v2/pages/?{query}")

    assert response.status_code in {400, 404}, response.content
    assert response.json()["message"]


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
        assert response["Content-Type"] == "application/json"


@pytest.mark.parametrize("pk", ["0", "999999", "abc", "-1", "1.5"])
@pytest.mark.parametrize("name", list(VIEWSETS))
def test_a_detail_that_is_not_there_is_not_found(name, pk, client):
    assert client.get(f"/api/v2/{name}/{pk}/").status_code == 404


@pytest.mark.parametrize("name", list(VIEWSETS))
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_the_api_only_reads(name, method, client):
    assert getattr(client, method)(f"/api/v2/{name}/").status_code == 405


def test_another_sites_pages_are_not_listed(client):
    root = factories.get_home().get_parent()
    other = factories.add_page(root, type(factories.get_home())(title="Other", slug="other"))
    factories.add_page(other, StandardPage(title="Elsewhere", slug="elsewhere"))

    assert titles(client, type="home.StandardPage") == []


@pytest.mark.parametrize("parameters", [{"site": "nowhere.example.org"}, {"site": "localhost:81"}])
def test_an_unknown_site_is_refused(parameters, client):
    response = client.get("/api/v2/pages/", parameters)

    assert response.status_code in {400, 404}
    assert "message" in response.json()


def test_no_cache_keeps_an_order_by_chance(client):
    factories.make_update()
    shuffled = [endpoint for endpoint in list_endpoints() if "random" in str(endpoint.parameters.get("order"))]

    assert len(shuffled) >= len(THINGS)
    for endpoint in shuffled:
        response = client.get(endpoint.path, {"order": "random", **endpoint.required})
        assert (response.status_code, response["Cache-Control"]) == (200, "no-store"), endpoint
        assert not {"ETag", "Cache-Tag", "CDN-Cache-Control"} & response.headers.keys(), endpoint
