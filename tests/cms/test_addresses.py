"""The public address of a site that another front end shows."""

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site

from cms import settings as production
from cms.models import Organisation
from tests import factories
from tests.cms.languages import make_welsh, welsh_home

pytestmark = pytest.mark.django_db

FRONT_END = "https://www.example.org"


@pytest.fixture(autouse=True)
def organisation():
    site = Site.objects.get(is_default_site=True)
    return Organisation.objects.create(site=site, name="Us", front_end_url=f"{FRONT_END}/")


def find_addresses(data: Any, name: str = "") -> Any:
    """Yield (name, address) of every member that is an address."""
    if isinstance(data, dict):
        for key, value in data.items():
            yield from find_addresses(value, key)
    elif isinstance(data, list):
        for value in data:
            yield from find_addresses(value, name)
    elif isinstance(data, str) and data.startswith(("http://localhost", FRONT_END)):
        yield name, data


def test_every_address_of_a_page_in_the_api_is_public(client):
    welsh_home()
    page = factories.make_full_update(title="News")
    make_welsh(page, title="Newyddion", slug="newyddion")
    Redirect.add_redirect("/old/", page)
    paths = [
        "pages/?fields=*",
        "updates/?fields=*",
        f"updates/{page.pk}/",
        f"pages/find/?html_path={page.get_url_parts()[2]}",
        "event-dates/",
        "redirects/",
        "site/",
    ]

    found = [
        (path, name, address)
        for path in paths
        for name, address in find_addresses(client.get(f"/api/v2/{path}").json())
        if not address.startswith(("http://localhost/api/", "http://localhost/media/", "http://localhost/documents/"))
    ]

    assert {name for _path, name, _address in found} >= {"html_url", "url", "location"}
    elsewhere = [one for one in found if not one[2].startswith(f"{FRONT_END}/")]
    # Where the content is edited.
    assert [one[:2] for one in elsewhere] == [("site/", "url")]


def test_links_in_rich_text_are_public(client):
    target = factories.make_standard_page(slug="about")
    rich = f'<p><a linktype="page" id="{target.pk}">Us</a></p>'
    page = factories.make_update(body=[factories.block("paragraph", rich)])

    (block,) = client.get(f"/api/v2/updates/{page.pk}/").json()["body"]

    assert f'href="{FRONT_END}/about/"' in block["value"]


def test_what_the_old_path_of_a_page_leads_to_is_public(client):
    page = factories.make_standard_page(slug="about")
    Redirect.add_redirect("/old/", page)

    found = client.get("/api/v2/pages/find/?html_path=/old/").json()

    assert found["redirect"]["to"] == f"{FRONT_END}/about/"


def test_pages_that_are_served_here_say_where_they_belong_and_link_to_each_other(client):
    page = factories.make_standard_page(slug="about")
    child = factories.make_standard_page(page, slug="people", title="People")

    html = client.get("/about/people/").content.decode()

    assert f'<link rel="canonical" href="{FRONT_END}/about/people/">' in html
    assert 'href="/about/"' in html
    assert child.get_full_url() == f"{FRONT_END}/about/people/"


def test_the_sitemap_and_the_feed_name_public_addresses(client):
    update = factories.make_update(slug="soup")

    assert f"<loc>{FRONT_END}/updates/soup/</loc>" in client.get("/sitemap.xml").content.decode()
    feed = client.get("/updates/feed.json").json()
    assert [item["url"] for item in feed["items"]] == [f"{FRONT_END}/updates/soup/"]
    assert update.live


def test_view_live_in_the_admin_leads_to_the_public_address(client):
    page = factories.make_standard_page(slug="about")
    client.force_login(get_user_model().objects.create_superuser("root", "root@example.org", "x"))

    editor = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    explorer = client.get(reverse("wagtailadmin_explore", args=[page.get_parent().pk])).content.decode()

    for html in (editor, explorer):
        assert f'href="{FRONT_END}/about/"' in html


def test_a_public_address_may_have_a_path(client, organisation):
    organisation.front_end_url = f"{FRONT_END}/garden"
    organisation.save()
    page = factories.make_standard_page(slug="about")

    assert client.get(f"/api/v2/pages/{page.pk}/").json()["meta"]["html_url"] == f"{FRONT_END}/garden/about/"


def test_a_site_without_one_keeps_its_own(client, organisation):
    organisation.delete()
    page = factories.make_standard_page(slug="about")

    assert client.get(f"/api/v2/pages/{page.pk}/").json()["meta"]["html_url"] == "http://localhost/about/"
    assert page.url == "/about/"


def test_each_site_has_its_own(client):
    root = factories.get_home().get_parent()
    home = factories.add_page(root, type(factories.get_home())(title="Other", slug="other"))
    Site.objects.create(hostname="other.example.org", port=80, root_page=home)
    page = factories.make_standard_page(home, slug="there")

    data = client.get(f"/api/v2/pages/{page.pk}/?site=other.example.org").json()

    assert data["meta"]["html_url"] == "http://other.example.org/there/"


def test_an_address_without_a_request_is_never_an_old_one(organisation, settings):
    """As in tasks and mails. An update that sends no signal is one by another process."""
    settings.CACHES = production.CACHES
    page = factories.make_standard_page(slug="about")
    Redirect.add_redirect("/old/", page)

    def list_addresses() -> set[str]:
        own, plain, redirect = type(page).objects.get(), Page.objects.get(pk=page.pk), Redirect.objects.get()
        return {own.full_url, own.url, plain.specific.full_url, redirect.link}

    before = list_addresses()
    Organisation.objects.update(front_end_url="https://new.example.org")
    renamed = list_addresses()
    Organisation.objects.update(front_end_url="")
    Site.objects.update(hostname="cms.example.org", port=443)
    without = list_addresses(), Page.objects.get(pk=page.pk).full_url

    assert before == {f"{FRONT_END}/about/"}
    assert renamed == {"https://new.example.org/about/"}
    assert without == ({"https://cms.example.org/about/", "/about/"}, "https://cms.example.org/about/")


@pytest.mark.parametrize("address", ["/search/?q=" + "a" * 8000, "/" + "a" * 2001, "/cy/search/?" + "%61" * 3000])
def test_an_address_that_is_too_long_is_refused(address, client):
    response = client.get(address)

    assert response.status_code == 414
    assert response["Cache-Control"] == "no-store"
    assert response["X-Content-Type-Options"] == "nosniff"


def test_long_addresses_of_the_admin_are_left_to_it(client):
    assert client.get("/admin/?id=" + "1" * 8000).status_code == 302
