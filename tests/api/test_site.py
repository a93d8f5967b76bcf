"""`site/` and `redirects/`."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Locale, Site

from cms.models import Navigation, Organisation, SiteText
from tests.cms.languages import welsh_home
from tests.factories import block, default_locale, item, link, make_image, make_standard_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def site():
    site = Site.objects.get(is_default_site=True)
    Organisation.objects.create(
        site=site,
        name="Both Banks",
        logo=make_image("Logo", renditions=True),
        contact_email="hello@example.org",
        social_profiles=[block("profile", {"label": "Mastodon", "url": "https://example.social/@both"})],
    )
    SiteText.objects.create(site=site, locale=default_locale(), strapline="Doing things together")
    return site


def test_the_site_says_who_it_is(client, site):
    data = client.get("/api/v2/site/").json()

    assert data["type"] == "site"
    assert data["name"] == "Both Banks"
    assert data["strapline"] == "Doing things together"
    assert data["logo"]["renditions"]
    assert data["contact"] == {"email": "hello@example.org", "telephone": "", "address": ""}
    assert data["social_profiles"] == [{"label": "Mastodon", "url": "https://example.social/@both"}]


def test_menus_are_links_with_links_below_them(client, site):
    page = make_standard_page(title="About us", slug="about-us")
    children = [item(link("Write", email="hello@example.org"))]
    Navigation.objects.create(
        site=site,
        locale=default_locale(),
        main_menu=[block("item", {**link("About us", page=page.pk), "children": children})],
        footer_menus=[block("menu", {"heading": "Read", "items": [item(link("About", page=page.pk))]})],
    )

    navigation = client.get("/api/v2/site/").json()["navigation"]

    (entry,) = navigation["main_menu"]
    assert entry["label"] == "About us"
    assert entry["url"] == "http://localhost/about-us/"
    assert entry["page"]["id"] == page.pk
    assert [child["url"] for child in entry["children"]] == ["mailto:hello@example.org"]
    assert navigation["footer_menus"][0]["heading"] == "Read"
    assert navigation["footer_menus"][0]["items"][0]["page"]["id"] == page.pk


def test_a_language_without_texts_shows_those_of_the_default_language(client, site):
    welsh = Locale.objects.create(language_code="cy")

    fallen_back = client.get("/api/v2/site/?locale=cy").json()
    SiteText.objects.create(site=site, locale=welsh, strapline="Gwneud pethau gyda’n gilydd")
    own = client.get("/api/v2/site/?locale=cy").json()
    assert [known["code"] for known in own["locales"]] == ["en"]
    welsh_home()
    own = client.get("/api/v2/site/?locale=cy").json()

    assert fallen_back["locale"] == "cy"
    assert fallen_back["strapline"] == "Doing things together"
    assert own["strapline"] == "Gwneud pethau gyda’n gilydd"
    assert [(known["code"], known["fallback"]) for known in own["locales"]] == [("en", []), ("cy", ["en"])]


def test_an_organisation_that_nobody_described_is_no_error(client):
    response = client.get("/api/v2/site/")

    assert response.status_code == 200
    assert response.json()["name"] == ""
    assert response.json()["navigation"] == {"main_menu": [], "footer_menus": []}


@pytest.mark.parametrize(
    ("query", "status"), [("?colour=red", 400), ("?locale=xx", 404), ("?site=nowhere.example", 404)]
)
def test_a_wrong_request_is_told_so(client, query, status):
    assert client.get(f"/api/v2/site/{query}").status_code == status


def test_redirects_lead_to_absolute_addresses(client):
    page = make_standard_page(slug="about-us")
    Redirect.objects.create(old_path="/about", redirect_page=page)
    Redirect.objects.create(old_path="/shop", redirect_link="https://shop.example.org/", is_permanent=False)

    items = client.get("/api/v2/redirects/").json()["items"]
    found = client.get("/api/v2/redirects/find/?html_path=/about", follow=True).json()

    assert [(entry["old_path"], entry["location"], entry["is_permanent"]) for entry in items] == [
        ("/about", "http://localhost/about-us/", True),
        ("/shop", "https://shop.example.org/", False),
    ]
    assert found["location"] == "http://localhost/about-us/"
    assert client.get("/api/v2/redirects/find/?html_path=/nothing").status_code == 404


def test_a_redirect_to_a_page_that_readers_cannot_see_is_not_listed(client):
    page = make_standard_page()
    Redirect.objects.create(old_path="/plan", redirect_page=page)
    page.unpublish()

    assert client.get("/api/v2/redirects/").json()["meta"]["total_count"] == 0
    assert client.get("/api/v2/redirects/find/?html_path=/plan").status_code == 404


def test_redirects_cost_the_same_however_many(client):
    Redirect.objects.create(old_path="/0", redirect_page=make_standard_page())
    client.get("/api/v2/redirects/")
    with CaptureQueriesContext(connection) as one:
        client.get("/api/v2/redirects/")
    for number in range(1, 10):
        Redirect.objects.create(old_path=f"/{number}", redirect_page=make_standard_page())
    with CaptureQueriesContext(connection) as ten:
        client.get("/api/v2/redirects/")

    assert len(ten) == len(one)
