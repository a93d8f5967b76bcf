"""Private pages, and what repeats or belongs to them."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageViewRestriction, Site

from cms.models import Navigation
from home.models import StandardPage
from tests import factories
from tests.cms.languages import make_welsh, welsh, welsh_home

pytestmark = pytest.mark.django_db


def restrict(page, restriction_type="login", **kwargs):
    return PageViewRestriction.objects.create(page=page, restriction_type=restriction_type, **kwargs)


def is_shown(client, page):
    """Return whether readers get a page, which the site and the API have to agree about."""
    served = client.get(page.get_url()).status_code == 200
    listed = client.get(f"/api/v2/pages/{page.pk}/").status_code == 200
    assert served == listed
    return served


@pytest.fixture
def members():
    return factories.make_standard_page(title="Members", slug="members")


@pytest.fixture
def minutes(members):
    return factories.make_standard_page(members, title="Minutes", slug="minutes")


@pytest.fixture
def elsewhere():
    return factories.make_standard_page(title="Elsewhere", slug="elsewhere")


def test_an_alias_of_a_page_below_a_private_one_is_private(client, members, minutes, elsewhere):
    restrict(members)

    alias = minutes.create_alias(parent=elsewhere)

    assert not is_shown(client, alias)


def test_an_alias_becomes_private_and_public_with_its_source(client, members, minutes, elsewhere):
    alias = minutes.create_alias(parent=elsewhere)
    assert is_shown(client, alias)

    restriction = restrict(members)
    assert not is_shown(client, alias)

    restriction.delete()
    assert is_shown(client, alias)


def test_an_alias_of_an_alias_is_private_too(client, members, minutes, elsewhere):
    first = minutes.create_alias(parent=elsewhere)
    other = factories.make_standard_page(title="Other", slug="other")
    second = first.create_alias(parent=other)

    restrict(members)

    assert not is_shown(client, second)


def test_the_alias_in_a_language_that_nobody_translates_is_private(client, members):
    welsh_home()
    alias = members.copy_for_translation(welsh(), alias=True)
    assert is_shown(client, alias)

    restrict(members)

    assert not is_shown(client, alias)


def test_an_alias_asks_for_what_its_source_asks_for(members, minutes, elsewhere):
    friends = Group.objects.create(name="Friends")
    restrict(members, "groups").groups.add(friends)

    alias = members.create_alias(parent=elsewhere, update_slug="members-too")
    below = minutes.create_alias(parent=elsewhere)

    for page in (alias, below):
        (restriction,) = page.get_view_restrictions()
        assert restriction.restriction_type == "groups"
        assert list(restriction.groups.all()) == [friends]


def test_a_page_moved_below_a_private_one_takes_its_aliases_along(client, members, elsewhere):
    restrict(members)
    page = factories.make_standard_page(title="Plan", slug="plan")
    alias = page.create_alias(parent=elsewhere)
    assert is_shown(client, alias)

    page.move(members, pos="last-child")

    alias.refresh_from_db()
    assert not is_shown(client, alias)


def test_deleting_a_private_page_opens_no_alias_of_it(client, members, elsewhere):
    restrict(members)
    alias = members.create_alias(parent=elsewhere, update_slug="members-too")

    members.delete()

    found = Page.objects.filter(pk=alias.pk).first()
    assert found is None or not is_shown(client, StandardPage.objects.get(pk=found.pk))


def test_a_translation_of_a_private_page_is_private(client, members):
    welsh_home()
    translation = make_welsh(members, title="Aelodau", slug="aelodau")

    restrict(members)

    assert not is_shown(client, translation)


# Documents


def link_to(document):
    return [factories.block("paragraph", f'<p><a linktype="document" id="{document.pk}">Minutes</a></p>')]


def read(client, document):
    response = client.get(document.url)
    b"".join(response.streaming_content if response.streaming else [])
    return response.status_code


def test_a_document_is_served_once_a_page_shows_it(client):
    document = factories.make_document()
    assert read(client, document) == 404

    page = factories.make_standard_page(body=link_to(document), live=False)
    assert read(client, document) == 404

    page.get_latest_revision().publish()
    assert read(client, document) == 200

    page.refresh_from_db()
    page.unpublish()
    assert read(client, document) == 404


def test_a_document_marked_public_is_served(client):
    assert read(client, factories.make_document(public=True)) == 200


def test_a_document_of_a_private_page_is_served_to_those_who_may_read_the_page(members, admin_client):
    document = factories.make_document()
    factories.make_standard_page(members, title="Inside", body=link_to(document))
    restriction = restrict(members, "password", password="open sesame")
    visitor = Client()
    assert read(visitor, document) == 404

    visitor.post(
        f"/_util/authenticate_with_password/{restriction.pk}/{members.pk}/",
        {"password": "open sesame", "return_url": "/members/"},
    )

    assert read(visitor, document) == 200


def test_editors_get_every_document(admin_client):
    assert read(admin_client, factories.make_document()) == 200


def test_the_document_of_a_menu_is_served(client):
    document = factories.make_document()
    item = {**factories.link(document=document.pk), "children": []}
    site = Site.objects.get(is_default_site=True)
    Navigation.objects.create(site=site, locale=factories.default_locale(), main_menu=[factories.block("item", item)])

    assert read(client, document) == 200
    assert [row["id"] for row in client.get("/api/v2/documents/").json()["items"]] == [document.pk]


# Redirects


def test_an_old_address_leads_only_those_who_may_read_the_page(members):
    restriction = restrict(members, "password", password="open sesame")
    Redirect.add_redirect("/friends/", members)
    visitor = Client()
    assert visitor.get("/friends/").status_code == 404

    visitor.post(
        f"/_util/authenticate_with_password/{restriction.pk}/{members.pk}/",
        {"password": "open sesame", "return_url": "/members/"},
    )

    assert visitor.get("/friends/")["Location"] == "/members/"


def test_an_old_address_of_a_page_that_is_not_public_any_more_leads_nowhere(client, elsewhere):
    Redirect.add_redirect("/somewhere/", elsewhere)
    assert client.get("/somewhere/").status_code == 301

    elsewhere.unpublish()

    assert client.get("/somewhere/").status_code == 404
