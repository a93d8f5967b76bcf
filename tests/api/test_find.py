"""``pages/find/``: the page at a path."""

import pytest
from wagtail.models import PageViewRestriction, Site

from home.models import StandardPage
from tests import factories
from tests.cms.languages import make_welsh, welsh, welsh_home

pytestmark = pytest.mark.django_db


def find(client, **parameters):
    return client.get("/api/v2/pages/find/", parameters)


def test_the_page_itself_is_the_answer(client):
    page = factories.make_full_update()

    found = find(client, html_path=page.get_url())

    assert found.status_code == 200
    assert found.json() == client.get(f"/api/v2/pages/{page.pk}/").json()
    assert found.json()["type"] == found.json()["meta"]["type"] == "blog.UpdatePage"
    assert found.json()["body"]


@pytest.mark.parametrize("path", ["/", "", "//"])
def test_the_home_page_is_found_at_the_root(path, client):
    assert find(client, html_path=path).json()["type"] == "home.HomePage"


@pytest.mark.parametrize("path", ["/about/people/", "about/people", "/about/people", "/about//people/"])
def test_slashes_around_a_path_do_not_matter(path, client):
    child = factories.make_standard_page(factories.make_standard_page(slug="about"), slug="people")

    assert find(client, html_path=path).json()["id"] == child.pk


def test_other_parameters_are_kept(client):
    page = factories.make_standard_page(slug="about", introduction="We garden.")

    found = find(client, html_path="/about/", fields="_,introduction").json()

    meta = {"detail_url": f"http://localhost/api/v2/pages/{page.pk}/"}
    identity = {"id": page.pk, "type": "home.StandardPage", "meta": meta}
    assert found == {**identity, "introduction": "We garden."}
    assert find(client, id=page.pk, fields="_,id").json() == identity


def test_a_redirect_to_the_page_is_the_answer_on_demand(client):
    page = factories.make_update()

    found = find(client, html_path=page.get_url(), redirect="1")

    assert found.status_code == 302
    assert found.url == f"http://localhost/api/v2/pages/{page.pk}/?"
    assert client.get(found.url).json()["id"] == page.pk


def test_a_language_prefix_chooses_the_language(client):
    home = welsh_home()
    page = factories.make_standard_page(slug="about")
    translation = make_welsh(page, title="Amdanom", slug="amdanom")

    assert find(client, html_path="/cy/amdanom/").json()["id"] == translation.pk
    assert find(client, html_path="/cy/").json()["id"] == home.pk
    assert find(client, html_path="/about/").json()["id"] == page.pk
    assert find(client, html_path="/cy/about/").status_code == 404
    assert find(client, html_path="/amdanom/").status_code == 404
    # The public address of the default language has no prefix.
    assert find(client, html_path="/en/about/").status_code == 404


def test_a_prefix_of_a_language_without_pages_finds_nothing(client):
    assert find(client, html_path="/cy/").status_code == 404

    welsh()

    assert find(client, html_path="/cy/").status_code == 404


@pytest.mark.parametrize("route", ["2026/", "2026/10/", "topic/food/", "author/1/", "feed.atom"])
def test_a_route_of_an_index_page_is_no_page(route, client):
    factories.make_update(topics=[factories.make_topic(slug="food")])

    assert find(client, html_path="/updates/").status_code == 200
    assert find(client, html_path=f"/updates/{route}").status_code == 404


@pytest.mark.parametrize("redirect", ["", "1"])
@pytest.mark.parametrize(
    "path",
    [
        "/nowhere/",
        "/about/nowhere/",
        "/../about/",
        "/about/?a=1",
        "/%00/",
        "/" + "a" * 1000,
        "/🌱/",
    ],
)
def test_a_path_without_a_page_is_not_found(path, redirect, client):
    factories.make_standard_page(slug="about")

    found = find(client, html_path=path, redirect=redirect) if redirect else find(client, html_path=path)

    assert found.status_code == 404
    assert found.json()["message"] == "There is no public page here."
    assert "redirect" not in found.json()


@pytest.mark.parametrize("pk", ["abc", "", "1.5", "-1", "1 OR 1", "\x00"])
def test_an_id_that_is_no_number_is_refused(pk, client):
    found = find(client, id=pk)

    assert found.status_code in {400, 404}
    assert "message" in found.json()


def test_an_id_that_is_abc_is_a_bad_request(client):
    assert find(client, id="abc").status_code == 400
    assert find(client, id="abc", redirect="1").status_code == 400


@pytest.mark.parametrize("parameters", [{"html_path": "/\x00/"}, {"html_path": "a" * 3000}, {"id": "9" * 30}])
def test_what_no_page_can_have_is_refused(parameters, client):
    refused = find(client, **parameters)

    assert refused.status_code == 400
    assert list(refused.json()["errors"]) == list(parameters)


def test_hidden_pages_are_not_found(client):
    draft = factories.add_page(factories.get_home(), StandardPage(title="Draft", slug="draft"), live=False)
    private = factories.make_standard_page(slug="private")
    below = factories.make_standard_page(private, slug="below")
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)

    for path in ("/draft/", "/private/", "/private/below/"):
        assert find(client, html_path=path).status_code == 404, path
    for page in (draft, private, below):
        assert find(client, id=page.pk).status_code == 404


def test_the_site_is_the_one_that_is_asked(client, settings):
    settings.ALLOWED_HOSTS = ["other.example.org", "testserver"]
    root = factories.get_home().get_parent()
    other_home = factories.add_page(root, type(factories.get_home())(title="Other", slug="other"))
    Site.objects.create(hostname="other.example.org", port=80, root_page=other_home)
    page = factories.make_standard_page(other_home, slug="about")

    assert find(client, html_path="/about/").status_code == 404
    response = client.get("/api/v2/pages/find/?html_path=/about/", headers={"host": "other.example.org"})
    assert response.json()["id"] == page.pk
    assert response.json()["meta"]["html_url"] == "http://other.example.org/about/"


@pytest.mark.parametrize(
    "endpoint", ["pages", "updates", "events", "people", "topics", "images", "documents", "redirects"]
)
def test_an_id_that_nothing_has_is_not_found(endpoint, client):
    response = client.get(f"/api/v2/{endpoint}/find/?id=987654")

    assert response.status_code == 404
    assert response.json()["message"]
