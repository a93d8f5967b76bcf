"""``pages/``: every live public page, typed."""

from typing import Any

import pytest
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from home.models import StandardPage
from tests import factories
from tests.api.asking import get
from tests.api.endpoints import VIEWSETS, list_endpoints
from tests.cms.languages import make_welsh, welsh_home

pytestmark = pytest.mark.django_db

# The endpoints of pages, snippets and files; the rows of `event-dates` are none of these.
THINGS = [name for name in VIEWSETS if name != "event-dates"]


def titles(client, path: str = "pages/", **parameters: Any) -> list[str]:
    data = get(client, path, **parameters)
    assert data["meta"]["total_count"] == len(data["items"])
    return [item["title"] for item in data["items"]]


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
