"""The settings of how a site looks."""

import pytest
from django.contrib.auth.models import Permission, User
from django.core.exceptions import ValidationError
from django.urls import reverse
from wagtail.models import Site

from cms.models import Appearance, Organisation
from tests.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def site() -> Site:
    return Site.objects.get(is_default_site=True)


@pytest.fixture
def administrator(client):
    user = User.objects.create_superuser("ada")
    client.force_login(user)
    return user


def find_form(site: Site) -> str:
    return reverse("wagtailsettings:edit", args=["cms", "appearance", site.pk])


def fill(**changes: str) -> dict[str, str]:
    return {
        "accent": "",
        "second_colour": "",
        "typeface": "fraunces",
        "time_format": "12",
        "home_sections-count": "0",
        **changes,
    }


def test_a_choice_shows_on_the_next_page_and_the_other_settings_stay(client, site, administrator):
    Organisation.objects.create(site=site, name="Both Banks", contact_email="hello@example.org")

    client.post(find_form(site), fill(accent="B80000", second_colour="#fc4", typeface="atkinson", time_format="24"))
    client.logout()

    saved = Organisation.objects.get(site=site)
    page = client.get("/").content.decode()
    assert (saved.name, saved.contact_email) == ("Both Banks", "hello@example.org")
    assert (saved.accent, saved.second_colour, saved.time_format) == ("#b80000", "#ffcc44", "24")
    assert f'<link rel="stylesheet" href="{saved.stylesheet}">' in page
    assert 'data-typeface="atkinson"' in page
    assert "atkinson-hyperlegible-next-latin-wght-normal" in page


def test_the_default_look_links_no_style_sheet_of_its_own(client, site):
    Organisation.objects.create(site=site, name="Both Banks")

    page = client.get("/").content.decode()

    assert "/brand/" not in page
    assert 'data-typeface="fraunces"' in page


def test_a_colour_that_is_hard_to_read_is_refused_with_the_nearest_that_passes(client, site, administrator):
    answer = client.post(find_form(site), fill(accent="#ff0000"))

    (problem,) = answer.context["form"].errors["accent"]
    assert "contrast 3.5, at least 4.5 is needed. The nearest colour that passes is #de0000." in problem
    assert not Organisation.objects.get(site=site).accent


def test_what_is_no_colour_is_refused(site):
    with pytest.raises(ValidationError, match="Enter a colour such as #0a5c51"):
        Organisation(site=site, name="A", accent="scarlet").full_clean()


def test_the_check_answers_while_a_colour_is_chosen(client, administrator):
    answer = client.get(reverse("check_colour"), {"role": "second", "colour": "fffcf6"})

    assert "no-store" in answer["Cache-Control"]
    assert answer.json()["nearest"].startswith("#")
    assert "would hardly be seen" in answer.json()["problem"]
    assert client.get(reverse("check_colour"), {"role": "accent", "colour": "#0a5c51"}).json()["problem"] == ""
    assert client.get(reverse("check_colour"), {"role": "second"}).json() == {
        "colour": "#ffc947",
        "problem": "",
        "nearest": "",
    }
    assert client.get(reverse("check_colour"), {"role": "third", "colour": "#0a5c51"}).status_code == 400


@pytest.mark.parametrize("group", ["Editors", "Moderators"])
def test_only_administrators_choose(client, site, group):
    client.force_login(make_user("edi", group=group))

    assert client.get(find_form(site)).status_code == 302
    assert client.get(reverse("check_colour"), {"role": "accent", "colour": "#0a5c51"}).status_code in {302, 403}


def test_the_preview_shows_what_is_not_saved(client, site, administrator):
    Organisation.objects.create(site=site, name="Both Banks")
    address = reverse("wagtailsettings:preview_on_edit", args=["cms", "appearance", site.pk])

    client.post(address, fill(accent="#b80000", typeface="figtree"))
    answer = client.get(address, {"mode": "home"})
    other = client.get(address, {"mode": "page"})

    for shown in (answer, other):
        assert "private" in shown["Cache-Control"] or "no-store" in shown["Cache-Control"]
        assert Appearance(accent="#b80000").stylesheet in shown.content.decode()
        assert 'data-typeface="figtree"' in shown.content.decode()
    assert "/brand/" not in client.get("/").content.decode()


def test_a_group_may_be_allowed_to_change_the_appearance(client, site, administrator):
    Organisation.objects.create(site=site, name="Both Banks")
    editor = make_user()
    group = editor.groups.get()
    assert (
        "cms_appearance_site_permissions"
        in client.get(reverse("wagtailusers_groups:edit", args=[group.pk])).content.decode()
    )

    group.permissions.add(Permission.objects.get(codename="change_appearance"))
    client.force_login(editor)
    client.post(find_form(site), fill(accent="#b80000"))

    assert Organisation.objects.get(site=site).accent == "#b80000"
