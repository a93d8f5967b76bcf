"""The home page and the pages that stand on their own."""

from datetime import date

import pytest
import time_machine
from wagtail.models import PageViewRestriction

from tests import factories
from tests.cms.languages import make_welsh, welsh_home

pytestmark = pytest.mark.django_db


def test_the_home_page_shows_the_latest_updates_and_the_next_dates(client):
    for number in range(6):
        factories.make_update(title=f"Update {number}")
    event = factories.make_event(title="Series", dates=[factories.make_date(days=day) for day in (-5, 2, 9)])
    factories.make_event(title="Soonest", dates=[factories.make_date(days=1)])

    response = client.get("/")

    assert [update.title for update in response.context["latest_updates"]] == [f"Update {n}" for n in (5, 4, 3, 2)]
    assert [date.event.title for date in response.context["next_dates"]] == ["Soonest", "Series"]
    assert "then " in response.content.decode()
    assert f'href="{event.get_url()}"' in response.content.decode()
    assert 'href="/updates/"' in response.content.decode()


def test_an_empty_home_page_shows_ways_on(client):
    html = client.get("/").content.decode()

    assert "No updates yet" in html
    assert "Nothing is planned at the moment" in html


def test_the_welsh_home_page_shows_what_is_welsh(client):
    welsh_home()
    page, event = factories.make_update(title="News"), factories.make_event(title="Seed swap")
    make_welsh(page, title="Newyddion", slug="newyddion")
    make_welsh(event, title="Cyfnewid hadau", slug="hadau")

    html = client.get("/cy/").content.decode()

    assert "Newyddion" in html
    assert "Cyfnewid hadau" in html
    assert "Seed swap" not in html
    assert 'href="/" hreflang="en"' in " ".join(html.split()) or 'hreflang="en"' in html


def test_hidden_pages_are_not_on_the_home_page(client):
    archive = factories.make_update_index()
    factories.make_update(archive, title="Hidden update")
    factories.make_update(archive, title="Hidden draft", live=False)
    PageViewRestriction.objects.create(page=archive, restriction_type=PageViewRestriction.LOGIN)

    assert "Hidden" not in client.get("/").content.decode()


@pytest.mark.parametrize(
    ("day", "words"), [("2026-05-04", "Open for comments until"), ("2026-05-05", "Comments closed on")]
)
def test_comments_are_welcome_through_the_last_day(day, words, client):
    page = factories.make_standard_page(comments_until=date(2026, 5, 4))

    with time_machine.travel(f"{day} 12:00", tick=False):
        html = client.get(page.get_url()).content.decode()

    assert words in html
    assert '<time datetime="2026-05-04">' in html


def test_a_page_without_comments_says_nothing_of_them(client):
    html = client.get(factories.make_standard_page().get_url()).content.decode()

    assert "comments" not in html


def test_breadcrumbs_lead_up_to_the_home_page(client):
    parent = factories.make_standard_page(title="About us", slug="about")
    child = factories.make_standard_page(parent, title="People", slug="people")

    response = client.get(child.get_url())

    assert [crumb.url for crumb in response.context["breadcrumbs"]] == ["/", "/about/"]


def test_long_standard_pages_have_a_list_of_contents(client):
    body = [factories.block("heading", {"text": f"Part {n}", "level": "2"}, f"p{n}") for n in range(3)]

    html = client.get(factories.make_standard_page(body=body).get_url()).content.decode()

    assert "On this page" in html
    assert 'href="#part-2"' in html


def test_a_page_that_is_not_there_says_so_in_the_site_s_style(client):
    response = client.get("/nowhere/")

    assert response.status_code == 404
    assert "Page not found" in response.content.decode()
    assert "site-header" in response.content.decode()


def test_every_public_page_has_one_main_heading_and_a_title(client):
    pages = [
        factories.get_home(),
        factories.make_standard_page(),
        factories.make_full_update(),
        factories.make_notes(factories.make_event()),
    ]
    pages += [pages[2].get_parent(), pages[3].get_parent(), pages[3].get_parent().get_parent()]

    for page in pages:
        html = client.get(page.get_url()).content.decode()
        assert html.count("<h1") == 1, page
        assert "<title>" in html
        assert f'<link rel="canonical" href="http://localhost{page.get_url()}">' in html
