"""The texts and menus of a site in the settings menu."""

import pytest
from django.contrib.auth.models import Group, User
from django.urls import reverse
from wagtail.models import Locale, Site

from cms.models import Navigation, SiteText
from tests.factories import make_user

pytestmark = pytest.mark.django_db
PARTS = [(SiteText, "wagtailsnippets_cms_sitetext"), (Navigation, "wagtailsnippets_cms_navigation")]


@pytest.fixture
def moderator(client) -> User:
    user = make_user("morgan", group="Moderators")
    client.force_login(user)
    return user


@pytest.mark.parametrize(("model", "name"), PARTS)
def test_the_menu_opens_the_one_of_this_site_and_language(client, moderator, model, name) -> None:
    site = Site.objects.get(is_default_site=True)
    part = model.objects.create(site=site, locale=Locale.get_default())
    other = Site.objects.create(hostname="other.example", root_page=site.root_page)
    model.objects.create(site=other, locale=Locale.get_default())

    answer = client.get(reverse(f"{name}:current"))

    assert answer.url == reverse(f"{name}:edit", args=[part.pk])
    assert client.get(answer.url).status_code == 200


@pytest.mark.parametrize(("model", "name"), PARTS)
def test_a_missing_one_starts_as_a_form_for_this_site(client, moderator, model, name) -> None:
    answer = client.get(reverse(f"{name}:current"), follow=True)

    assert answer.request["PATH_INFO"] == reverse(f"{name}:add")
    assert answer.context["form"].instance.site == Site.objects.get(is_default_site=True)
    assert not model.objects.exists()


@pytest.mark.parametrize(("model", "name"), PARTS)
def test_an_editor_may_not_change_them(client, moderator, model, name) -> None:
    moderator.groups.set([Group.objects.get(name="Editors")])

    answer = client.get(reverse(f"{name}:current"), follow=True)

    assert answer.request["PATH_INFO"] == reverse("wagtailadmin_home")
