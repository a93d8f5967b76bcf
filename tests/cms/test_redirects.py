"""Redirects for pages that are renamed or moved."""

import pytest
from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageViewRestriction, Site

from home.models import StandardPage
from tests import factories
from tests.cms.languages import make_welsh, welsh_home

pytestmark = pytest.mark.django_db


def rename(page: Page, slug: str) -> None:
    page = Page.objects.get(pk=page.pk).specific
    page.slug = slug
    with TestCase.captureOnCommitCallbacks(execute=True):
        page.save_revision().publish()


def follow(client, path: str) -> str:
    """Return where a path leads: itself while there is a page, the target of its redirect after."""
    response = client.get(path)
    assert response.status_code == 301, f"{path}: {response.status_code}"
    return response.url


def test_a_renamed_page_and_what_is_below_it_are_found_at_their_old_addresses(client):
    parent = factories.make_standard_page(slug="about")
    child = factories.make_standard_page(parent, slug="people")
    factories.make_standard_page(child, slug="history")

    rename(parent, "about-us")

    assert follow(client, "/about/") == "/about-us/"
    assert follow(client, "/about/people/history/") == "/about-us/people/history/"
    assert client.get("/about-us/people/").status_code == 200


def test_a_moved_page_is_found_at_its_old_address(client):
    old, new = factories.make_standard_page(slug="old"), factories.make_standard_page(slug="new")
    page = factories.make_standard_page(old, slug="page")
    factories.make_standard_page(page, slug="below")

    Page.objects.get(pk=page.pk).specific.move(Page.objects.get(pk=new.pk), pos="last-child")

    assert follow(client, "/old/page/below/") == "/new/page/below/"


def test_putting_pages_in_another_order_makes_no_redirect():
    parent = factories.make_standard_page(slug="parent")
    first, second = (factories.make_standard_page(parent, slug=slug) for slug in ("first", "second"))

    Page.objects.get(pk=second.pk).specific.move(Page.objects.get(pk=first.pk), pos="left")

    assert not Redirect.objects.exists()


def test_a_draft_gets_no_redirect():
    parent = factories.make_standard_page(slug="parent")
    factories.add_page(parent, StandardPage(title="Draft", slug="draft"), live=False)

    rename(parent, "renamed")

    assert set(Redirect.objects.values_list("old_path", flat=True)) == {"/parent"}


def test_a_rename_that_is_only_a_draft_makes_no_redirect(client):
    page = factories.make_standard_page(slug="about")

    page.slug = "about-us"
    page.save_revision()

    assert not Redirect.objects.exists()
    assert client.get("/about/").status_code == 200


def test_welsh_pages_are_found_at_their_old_welsh_addresses(client):
    welsh_home()
    page = factories.make_standard_page(slug="about")
    child = factories.make_standard_page(page, slug="people")
    welsh = make_welsh(page, title="Amdanom", slug="amdanom")
    make_welsh(child, title="Pobl", slug="pobl")

    rename(welsh, "amdanom-ni")

    assert follow(client, "/cy/amdanom/") == "/cy/amdanom-ni/"
    assert follow(client, "/cy/amdanom/pobl/") == "/cy/amdanom-ni/pobl/"
    assert client.get("/about/").status_code == 200


def test_a_redirect_that_an_editor_made_stays(client):
    site = Site.objects.get(is_default_site=True)
    Redirect.add_redirect("/about/", "/elsewhere/", is_permanent=False)
    Redirect.objects.update(site=site)
    page = factories.make_standard_page(slug="about")

    rename(page, "about-us")

    redirect = Redirect.objects.get(old_path="/about")
    assert (redirect.redirect_link, redirect.automatically_created) == ("/elsewhere/", False)


def test_renaming_there_and_back_makes_no_circle(client):
    page = factories.make_standard_page(slug="one")

    rename(page, "two")
    rename(page, "one")

    assert client.get("/one/").status_code == 200
    assert follow(client, "/two/") == "/one/"


def test_an_old_address_leads_to_the_page_that_had_it_last(client):
    first = factories.make_standard_page(slug="news")
    rename(first, "old-news")
    second = factories.make_standard_page(slug="news")

    rename(second, "new-news")

    assert follow(client, "/news/") == "/new-news/"
    assert Redirect.objects.filter(old_path="/news").count() == 1


def test_a_second_move_keeps_the_first_address(client):
    page = factories.make_standard_page(slug="one")

    rename(page, "two")
    rename(page, "three")

    assert follow(client, "/one/") == "/three/"
    assert follow(client, "/two/") == "/three/"


def test_a_home_page_needs_no_redirect(client):
    home = factories.get_home()
    factories.make_standard_page(home, slug="about")

    rename(home, "renamed-home")

    assert not Redirect.objects.exists()
    assert client.get("/about/").status_code == 200


def add_children(parent: Page, count: int) -> None:
    """Add live pages below ``parent`` in two statements."""
    paths = [parent._get_path(parent.path, parent.depth + 1, number) for number in range(1, count + 1)]
    kwargs = {"locale": parent.locale, "content_type": parent.content_type, "depth": parent.depth + 1, "live": True}
    pages = Page.objects.bulk_create(
        Page(title=f"Page {n}", slug=f"p{n}", draft_title="x", path=path, url_path=f"{parent.url_path}p{n}/", **kwargs)
        for n, path in enumerate(paths)
    )
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO home_standardpage (page_ptr_id, introduction, body, hero_alt, hero_caption)"
            " VALUES (%s, '', '[]', '', '')",
            [[page.pk] for page in pages],
        )
    Page.objects.filter(pk=parent.pk).update(numchild=count)


def count_rename(children: int) -> int:
    parent = factories.make_standard_page(slug=f"parent-{children}")
    add_children(parent, children)
    parent = StandardPage.objects.get(pk=parent.pk)
    parent.slug = f"renamed-{children}"
    revision = parent.save_revision()
    with CaptureQueriesContext(connection) as queries, TestCase.captureOnCommitCallbacks(execute=True):
        revision.publish()
    assert Redirect.objects.filter(old_path__startswith=f"/parent-{children}").count() == children + 1
    return len(queries)


def test_a_thousand_pages_cost_hardly_more_than_one(client):
    one, thousand = count_rename(1), count_rename(1_000)

    # A batch of 400 redirects is two statements, and what is one here is three there.
    assert thousand - one <= 12
    assert follow(client, "/parent-1000/p999/") == "/renamed-1000/p999/"


# In the API


def find(client, path: str):
    return client.get("/api/v2/pages/find/", {"html_path": path})


def test_the_api_says_where_a_page_has_gone(client):
    page = factories.make_standard_page(slug="about")
    rename(page, "about-us")

    response = find(client, "/about/")

    assert response.status_code == 404
    assert response.json()["redirect"] == {"to": "http://localhost/about-us/", "permanent": True}


@pytest.mark.parametrize(
    ("link", "to"),
    [("/elsewhere/?a=1", "http://localhost/elsewhere/?a=1"), ("https://example.org/x", "https://example.org/x")],
)
def test_the_api_shows_redirects_that_editors_made(link, to, client):
    Redirect.add_redirect("/old/", link, is_permanent=False)

    response = find(client, "/old")

    assert response.status_code == 404
    assert response.json()["redirect"] == {"to": to, "permanent": False}


def test_the_api_names_no_page_that_readers_cannot_see(client):
    page = factories.make_standard_page(slug="about")
    rename(page, "secret-about")
    PageViewRestriction.objects.create(page=page, restriction_type="login")

    response = find(client, "/about/")

    assert response.status_code == 404
    assert "redirect" not in response.json()


def test_the_api_finds_nothing_where_there_is_no_redirect(client):
    response = find(client, "/nowhere/")

    assert response.status_code == 404
    assert "redirect" not in response.json()


def test_a_redirect_to_an_unpublished_page_is_not_shown(client):
    page = factories.make_standard_page(slug="about")
    rename(page, "gone")
    StandardPage.objects.get(pk=page.pk).unpublish()

    assert "redirect" not in find(client, "/about/").json()


def test_expired_pages_get_no_redirect_when_their_parent_is_renamed():
    parent = factories.make_standard_page(slug="parent")
    child = factories.make_standard_page(parent, slug="child")
    Page.objects.filter(pk=child.pk).update(live=False, expired=True, expire_at=timezone.now())

    rename(parent, "renamed")

    assert not Redirect.objects.filter(old_path="/parent/child").exists()
