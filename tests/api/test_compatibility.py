"""Wagtail's documented queries get Wagtail's answers: its own viewsets answer beside ours, on the same data.

What is compared: the status, the count, and every member that both answers have. What is not: the kinds of members in
``DIFFERENT``, which this API writes otherwise on purpose.
"""

from typing import Any

import pytest
from django.test import override_settings
from django.urls import include, path
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.api.v2.views import PagesAPIViewSet
from wagtail.contrib.redirects.api.v2 import RedirectsAPIViewSet
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents.api.v2.views import DocumentsAPIViewSet
from wagtail.images.api.v2.views import ImagesAPIViewSet

from cms.urls import urlpatterns as own_urlpatterns
from tests import factories
from tests.cms.languages import make_welsh, welsh_home

stock = WagtailAPIRouter("stock")
stock.register_endpoint("pages", PagesAPIViewSet)
stock.register_endpoint("images", ImagesAPIViewSet)
stock.register_endpoint("documents", DocumentsAPIViewSet)
stock.register_endpoint("redirects", RedirectsAPIViewSet)

urlpatterns = [path("stock/v2/", include((stock.get_urlpatterns(), "stock"), namespace="stock")), *own_urlpatterns]

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__), pytest.mark.xdist_group("compatibility")]

# Members that are written otherwise: addresses lead to our endpoints; streams, rich text and pictures are resolved;
# what blocks and rows name is an object instead of an id.
DIFFERENT = {
    "detail_url",
    "download_url",
    "location",
    "body",
    "hero",
    "authors",
    "topics",
    "meeting_notes",
    "dates",
    "hosts",
    "related",  # only our endpoints load what is around an update
    "previous",
    "next",
    "period",  # 2026-10 instead of the month's first day
}

PAGES = [
    "",
    "limit=2",
    "limit=2&offset=1",
    "limit=0",
    "offset=999",
    "order=title,id",
    "order=-title,id",
    "order=-first_published_at,title,id",
    "order=id&limit=3&offset=2",
    "type=blog.UpdatePage",
    "type=blog.UpdatePage,events.EventPage",
    "type=wagtailcore.Page",
    "type=home.StandardPage&fields=introduction",
    "type=blog.UpdatePage&kind=story",
    "type=blog.UpdatePage&kind=story&fields=kind,introduction",
    "fields=*",
    "fields=_,title",
    "fields=_,id,slug,locale",
    "fields=title,seo_title,search_description",
    "fields=-title,-slug",
    "fields=*,-title",
    "slug=about",
    "title=About",
    "id={about}",
    "child_of=root",
    "child_of={section}",
    "child_of={section}&order=-slug",
    "descendant_of=root",
    "descendant_of={section}",
    "ancestor_of={below}",
    "translation_of={about}",
    "translation_of=root",
    "locale=cy",
    "locale=en&type=home.StandardPage",
    "search=garden",
    "search=garden&type=home.StandardPage",
    "search=garden&order=title&locale=en",
    "search=garden+tools&search_operator=and",
    "search=garden+nothing&search_operator=or",
    "site=localhost",
    "rich_text_format=db_html",
    "_=123",
    # What is wrong for Wagtail is wrong here.
    "limit=x",
    "limit=-1",
    "limit=101",
    "offset=-1",
    "colour=red",
    "fields=colour",
    "fields=title,*",
    "order=colour",
    "order=random&offset=1",
    "type=no.Model",
    "child_of=999999",
    "child_of=x",
    "child_of={section}&descendant_of={section}",
    "locale=xx",
    "site=nowhere.example",
    "rich_text_format=pdf",
    "id=x",
]
OTHER = [
    "images/",
    "images/?limit=1&order=-title",
    "images/?title=Beds",
    "images/?tags=garden",
    "images/?fields=_,title,width,height",
    "images/{image}/",
    "images/999999/",
    "documents/",
    "documents/?order=title&fields=title",
    "documents/{document}/",
    "redirects/",
    "redirects/?fields=_,old_path",
    "redirects/{redirect}/",
    "redirects/999999/",
]


@pytest.fixture(scope="module")
def keys(module_transaction):
    """Return the keys of some content, all of it public: there is nothing that Wagtail shows and this API hides."""
    welsh_home()
    about = factories.make_standard_page(title="About", slug="about", introduction="We garden.")
    section = factories.make_standard_page(title="Garden", slug="garden", introduction="Tools of the garden.")
    below = factories.make_standard_page(section, title="Garden tools", slug="tools")
    factories.make_standard_page(section, title="Seeds", slug="seeds")
    make_welsh(about, title="Amdanom", slug="amdanom")
    make_welsh(section, alias=True)
    factories.make_update(title="Soup", kind="story", introduction="A story.", topics=[factories.make_topic()])
    factories.make_update(title="Garden news")
    factories.make_event(title="Garden day", slug="day")
    image = factories.make_image("Beds", public=True)
    image.tags.add("garden")
    factories.make_image("Apples", public=True)
    redirect = Redirect.add_redirect("/old/", about)
    return {
        "about": about.pk,
        "section": section.pk,
        "below": below.pk,
        "image": image.pk,
        "document": factories.make_document(public=True).pk,
        "redirect": redirect.pk,
        "update": about.pk,
    }


def ask_both(client, query: str) -> tuple[Any, Any]:
    return client.get(f"/stock/v2/{query}"), client.get(f"/api/v2/{query}")


def find_differences(theirs: Any, ours: Any, where: str = "") -> list[str]:
    """Return the members that both have and that are not equal."""
    if isinstance(theirs, dict) and isinstance(ours, dict):
        shared = (theirs.keys() & ours.keys()) - DIFFERENT
        return [found for name in shared for found in find_differences(theirs[name], ours[name], f"{where}.{name}")]
    if isinstance(theirs, list) and isinstance(ours, list) and len(theirs) == len(ours):
        pairs = zip(theirs, ours, strict=True)
        return [found for n, pair in enumerate(pairs) for found in find_differences(*pair, f"{where}[{n}]")]
    return [] if theirs == ours else [f"{where}: {theirs!r} became {ours!r}"]


def compare(client, query: str) -> None:
    theirs, ours = ask_both(client, query)

    assert ours.status_code == theirs.status_code, (query, ours.content[:300], theirs.content[:300])
    if theirs.status_code == 200:
        assert not find_differences(theirs.json(), ours.json()), query
        assert set(theirs.json()) <= set(ours.json()), query
        for their, our in zip(theirs.json().get("items", []), ours.json().get("items", []), strict=True):
            assert their.keys() <= our.keys(), query
            assert their.get("meta", {}).keys() <= our.get("meta", {}).keys(), query


def test_lists_of_pages_are_those_of_wagtail(keys, client):
    for query in PAGES:
        compare(client, f"pages/?{query.format(**keys)}")


def test_details_of_pages_are_those_of_wagtail(keys, client):
    from wagtail.models import Page

    pages = Page.objects.filter(depth__gt=1)
    assert len(pages) > 10
    for page in pages:
        compare(client, f"pages/{page.pk}/")
    for query in ("fields=_,title", "fields=*,-body", "rich_text_format=db_html", "site=localhost", "fields=colour"):
        compare(client, f"pages/{keys['about']}/?{query}")


def test_other_endpoints_are_those_of_wagtail(keys, client):
    for query in OTHER:
        compare(client, query.format(**keys))


@pytest.mark.parametrize("query", ["html_path=/about/", "html_path=/garden/tools", "id={about}", "html_path=/"])
def test_pages_are_found_where_wagtail_finds_them(query, keys, client):
    theirs, ours = ask_both(client, f"pages/find/?{query.format(**keys)}&redirect=1".replace("&redirect=1", ""))
    redirected = client.get(f"/api/v2/pages/find/?{query.format(**keys)}&redirect=1")

    assert (theirs.status_code, ours.status_code, redirected.status_code) == (302, 200, 302)
    assert client.get(theirs.url).json()["id"] == ours.json()["id"] == client.get(redirected.url).json()["id"]


@override_settings(WAGTAILAPI_LIMIT_MAX=3)
def test_the_highest_limit_is_that_of_wagtail(keys, client):
    for query in ("", "limit=3", "limit=4"):
        compare(client, f"pages/?{query}")
