"""A page that is private in one language is private in all."""

import pytest
from django.contrib.auth.models import Group
from wagtail.models import PageViewRestriction

from tests import factories
from tests.cms.languages import make_welsh, welsh_home

pytestmark = pytest.mark.django_db

TYPES = [PageViewRestriction.LOGIN, PageViewRestriction.PASSWORD, PageViewRestriction.GROUPS]


@pytest.fixture
def pages(welsh):
    welsh_home()
    page = factories.make_standard_page(slug="about")
    return {"en": page, "cy": make_welsh(page, slug="amdanom")}


def restrict(page, kind: str) -> PageViewRestriction:
    restriction = PageViewRestriction.objects.create(page=page, restriction_type=kind, password="river")
    if kind == PageViewRestriction.GROUPS:
        restriction.groups.add(Group.objects.get(name="Editors"))
    return restriction


def describe(page) -> list[tuple]:
    found = page.view_restrictions.all()
    return [(one.restriction_type, one.password, [group.pk for group in one.groups.all()]) for one in found]


@pytest.mark.parametrize("kind", TYPES)
@pytest.mark.parametrize(("changed", "other"), [("en", "cy"), ("cy", "en")])
def test_a_restriction_follows_to_the_other_language_and_goes_with_it(changed, other, kind, pages, client):
    restriction = restrict(pages[changed], kind)

    assert describe(pages[other]) == describe(pages[changed]) != []
    assert client.get(pages[other].url).status_code in {302, 200}
    assert b"<h1" not in client.get(pages[other].url).content or kind == PageViewRestriction.PASSWORD

    restriction.restriction_type = PageViewRestriction.LOGIN
    restriction.save()
    assert describe(pages[other])[0][0] == PageViewRestriction.LOGIN

    restriction.delete()
    assert describe(pages[other]) == []


def test_deleting_a_page_leaves_its_translation_private(pages):
    restrict(pages["en"], PageViewRestriction.LOGIN)

    pages["en"].delete()

    assert len(describe(pages["cy"])) == 1


@pytest.mark.parametrize("changed", ["en", "cy"])
def test_publishing_a_translation_lifts_no_restriction(changed, administrator, welsh, client):
    welsh_home()
    page = factories.make_standard_page(slug="about")
    made = administrator.translate(page, welsh)
    restrict({"en": page, "cy": made}[changed], PageViewRestriction.LOGIN)

    administrator.publish(made)
    administrator.sync(page, publish_translations="on")

    assert describe(made) == describe(page) != []
    made.refresh_from_db()
    assert made.live


def test_a_translation_of_a_private_page_is_private(administrator, welsh):
    welsh_home()
    page = factories.make_standard_page(slug="about")
    restrict(page, PageViewRestriction.PASSWORD)

    assert describe(administrator.translate(page, welsh)) == describe(page)


def test_a_page_with_many_aliases_opens_with_all_of_them(pages):
    page = pages["en"]
    aliases = [page.create_alias(update_slug=f"alias-{number}") for number in range(3)]
    closed = restrict(page, "login")
    assert all(alias.view_restrictions.exists() for alias in aliases)

    closed.delete()

    assert not PageViewRestriction.objects.exists()
