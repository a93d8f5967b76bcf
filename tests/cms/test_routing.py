"""The page of an address is found in a few statements, and is the one that Wagtail finds."""

import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from wagtail.models import Page

from cms.site.routing import find_route
from tests import factories
from tests.cms.languages import make_welsh, welsh_home

pytestmark = pytest.mark.django_db

MOST = 8


@pytest.fixture
def pages():
    """Pages in both languages: nested, drafts, aliases, missing in Welsh, and with a slug that is a word of SQL."""
    welsh_home()
    updates = make_welsh(factories.make_update_index(), title="Diweddariadau", slug="diweddariadau")
    factories.make_update(slug="null")
    factories.make_update(slug="forty-patches")
    about = factories.make_standard_page(title="About", slug="about")
    inside = factories.make_standard_page(about, title="Inside", slug="inside")
    factories.make_standard_page(inside, live=False, title="Draft", slug="draft")
    return updates


ADDRESSES = [
    *("", "home/", "updates/", "updates/null/", "updates/forty-patches/", "updates/topics/", "updates/feed.atom"),
    *("about/", "about/inside/", "about/inside/draft/", "about/inside/none/deeper/", "inside/", "updates/none/"),
    *("diweddariadau/", "diweddariadau/forty-patches/", "diweddariadau/null/"),
    *("about/../updates/", "updates/a,b/", 'updates/"/'),
]


@pytest.mark.parametrize("language", ["en", "cy"])
def test_it_is_the_page_that_wagtail_finds(pages, language):
    for path in ADDRESSES:
        with translation.override(language):
            ours = find_route(RequestFactory().get("/"), path)
            wagtails = Page.route_for_request(RequestFactory().get("/"), path)

        found, wanted = (
            route and (route[0], type(route[0]), route[0].url_path, route[1:]) for route in (ours, wagtails)
        )
        assert str(found) == str(wanted), path


def test_no_page_takes_more_statements_because_it_is_deeper(client, pages):
    image = factories.make_image(renditions=True)
    factories.make_full_update(slug="full", hero_image=image, hero_alt="Beds of beans")

    def count(path):
        client.get(path)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        return len(queries)

    assert count("/updates/full/") <= MOST
    assert count("/about/inside/") <= count("/about/") <= MOST


def test_an_archive_and_what_is_on_take_a_few_statements(client, pages):
    image, topic = factories.make_image(renditions=True), factories.make_topic()
    for number in range(3):
        people = [factories.make_person(f"Person {number}")]
        factories.make_update(
            slug=f"update-{number}", hero_image=image, hero_alt="Beds", topics=[topic], authors=people
        )
        factories.make_event(slug=f"event-{number}", topics=[topic])
    factories.make_event(slug="soon", dates_state="to_be_announced")

    for path in ("/", "/updates/", "/events/", "/updates/update-1/", "/events/event-1/"):
        client.get(path)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        assert len(queries) <= MOST, path


def test_a_page_is_indexed_once_with_all_its_rows(pages):
    update = factories.make_update(
        slug="indexed", authors=[factories.make_person(name) for name in ("Ann", "Bo", "Cai")]
    )
    update.title = "Indexed"

    with CaptureQueriesContext(connection) as queries:
        update.save_revision().publish()

    assert sum('FROM "wagtailcore_referenceindex"' in query["sql"] for query in queries) == 1
