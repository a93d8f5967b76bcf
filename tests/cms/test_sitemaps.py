"""What crawlers ask for first."""

import xml.etree.ElementTree as ET

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale, PageViewRestriction

from tests.factories import make_standard_page, make_update

pytestmark = pytest.mark.django_db

XML = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


def read_sitemap(client):
    response = client.get("/sitemap.xml")
    assert response.status_code == 200
    assert response["Content-Type"] == "application/xml"
    root = ET.fromstring(response.content)  # noqa: S314 - our own answer
    return {
        url.find("s:loc", XML).text: {link.get("hreflang"): link.get("href") for link in url.findall("x:link", XML)}
        for url in root.findall("s:url", XML)
    }


def translate(page, language_code="cy"):
    locale, _ = Locale.objects.get_or_create(language_code=language_code)
    translation = page.copy_for_translation(locale, copy_parents=True)
    translation.save_revision().publish()
    translation.refresh_from_db()
    return translation


def test_the_sitemap_lists_public_pages_only(client):
    shown = make_standard_page(title="About us")
    draft = make_standard_page(title="Draft")
    draft.unpublish()
    private = make_standard_page(title="Private")
    below = make_standard_page(private, title="Below")
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)

    addresses = read_sitemap(client)

    assert shown.full_url in addresses
    assert not {draft.full_url, private.full_url, below.full_url} & set(addresses)


def test_translations_are_alternates_and_aliases_are_not(client):
    page = make_standard_page(title="About us")
    welsh = translate(page)
    alone = make_standard_page(title="Only in English")
    alias = page.create_alias(update_slug="the-same-again")

    addresses = read_sitemap(client)

    alternates = {"en": page.full_url, "cy": welsh.full_url}
    assert addresses[page.full_url] == alternates
    assert addresses[welsh.full_url] == alternates
    assert addresses[alone.full_url] == {}
    assert alias.full_url not in addresses


def test_a_large_sitemap_is_an_index_of_parts(client, monkeypatch):
    monkeypatch.setattr("cms.site.sitemaps.SiteSitemap.limit", 2)
    pages = [make_standard_page(title=f"Page {number}") for number in range(3)]

    index = ET.fromstring(client.get("/sitemap.xml").content)  # noqa: S314 - our own answer
    parts = [part.text for part in index.findall("s:sitemap/s:loc", XML)]

    listed = "".join(client.get(part.removeprefix("http://testserver")).content.decode() for part in parts)
    assert len(parts) == 2
    assert all(page.full_url in listed for page in pages)


def test_the_sitemap_costs_the_same_for_many_pages(client):
    translate(make_standard_page())
    client.get("/sitemap.xml")
    with CaptureQueriesContext(connection) as few:
        client.get("/sitemap.xml")
    for _ in range(5):
        translate(make_standard_page())
    with CaptureQueriesContext(connection) as many:
        client.get("/sitemap.xml")

    assert len(many) == len(few)


def test_robots_find_the_sitemap_and_not_the_admin(client):
    lines = client.get("/robots.txt").content.decode().splitlines()

    assert "Disallow: /admin/" in lines
    assert "Sitemap: http://testserver/sitemap.xml" in lines


def test_language_models_are_told_of_the_api(client):
    make_update()

    response = client.get("/llms.txt")

    assert response["Content-Type"] == "text/markdown; charset=utf-8"
    assert "(http://testserver/api/v2/updates/)" in response.content.decode()
