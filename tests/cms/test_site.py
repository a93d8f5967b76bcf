"""What surrounds every page: organisation, texts, menus, in each language."""

import pytest
from django.core.exceptions import ValidationError
from django.core.management.sql import emit_post_migrate_signal
from django.db import IntegrityError, transaction
from wagtail.models import PageViewRestriction, Site

from cms.models import Navigation, Organisation, SiteText
from tests import factories
from tests.cms.languages import welsh, welsh_home

pytestmark = pytest.mark.django_db


def get_site() -> Site:
    return Site.objects.get(is_default_site=True)


def make_menu(*pages) -> list[dict]:
    return [
        factories.block("item", {**factories.link(page.title, page=page.pk), "children": []}, f"menu-{page.pk}")
        for page in pages
    ]


@pytest.mark.parametrize("model", [SiteText, Navigation])
def test_a_site_has_one_of_each_in_a_language(model):
    model.objects.create(site=get_site(), locale=factories.default_locale())
    second = model(site=get_site(), locale=factories.default_locale())

    with pytest.raises(ValidationError) as error:
        second.full_clean()

    assert error.value.message_dict["site"] == ["This site has one in this language already: edit that one."]
    with pytest.raises(IntegrityError), transaction.atomic():
        second.save()


@pytest.mark.parametrize("model", [SiteText, Navigation])
def test_another_language_has_one_too(model):
    model.objects.create(site=get_site(), locale=factories.default_locale())

    model(site=get_site(), locale=welsh()).full_clean()


def test_menus_and_texts_are_shown_around_every_page(client):
    about = factories.make_standard_page(title="About us", slug="about")
    locale = factories.default_locale()
    links = [factories.item(factories.link("Write", email="hello@example.org"))]
    Navigation.objects.create(
        site=get_site(),
        locale=locale,
        main_menu=make_menu(about),
        footer_menus=[factories.block("menu", {"heading": "More", "items": links})],
    )
    SiteText.objects.create(site=get_site(), locale=locale, strapline="Since spring", footer_text="We are many.")
    Organisation.objects.update_or_create(site=get_site(), defaults={"name": "Us", "contact_email": "us@example.org"})

    for path in ("/", "/about/", "/search/", "/nowhere/"):
        html = client.get(path).content.decode()
        for words in ('href="/about/"', "More", "We are many.", "Us"):
            assert words in html, (path, words)
        assert "@example.org" not in html, path


def test_a_missing_language_uses_the_default_one(client):
    welsh_home()
    SiteText.objects.create(site=get_site(), locale=factories.default_locale(), strapline="English words")
    assert "English words" in client.get("/cy/").content.decode()

    SiteText.objects.create(site=get_site(), locale=welsh(), strapline="Geiriau Cymraeg")

    assert "Geiriau Cymraeg" in client.get("/cy/").content.decode()
    assert "English words" in client.get("/").content.decode()


def test_a_menu_leads_to_no_hidden_page(client):
    page = factories.make_standard_page(title="Hidden page", slug="hidden")
    Navigation.objects.create(site=get_site(), locale=factories.default_locale(), main_menu=make_menu(page))
    assert "Hidden page" in client.get("/").content.decode()

    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)

    assert "Hidden page" not in client.get("/").content.decode()


def test_a_site_without_texts_or_menus_is_served(client):
    assert client.get("/").status_code == 200


@pytest.mark.parametrize(
    ("before", "after"), [(("localhost", 80), ("cms.example.org", 443)), (("a.example", 80), ("a.example", 80))]
)
def test_migrate_gives_a_new_site_the_address_of_base_url_and_leaves_others_alone(before, after, db, settings):
    settings.WAGTAILADMIN_BASE_URL = "https://cms.example.org"
    site = Site.objects.get(is_default_site=True)
    site.hostname, site.port = before
    site.save()

    emit_post_migrate_signal(verbosity=0, interactive=False, db="default")

    site.refresh_from_db()
    assert (site.hostname, site.port) == after


def test_no_page_may_have_scripts_in_it_and_only_the_admin_styles(client):
    policies = [dict(part.split(" ", 1) for part in read_policy(client, path)) for path in ("/", "/admin/login/")]

    site, admin = policies
    assert "unsafe" not in " ".join(site.values())
    assert admin["script-src"] == "'self'"
    assert [name for name, value in admin.items() if "unsafe" in value] == ["style-src"]
    assert admin["frame-src"] == f"'self' {site['frame-src']}"
    assert {name: admin[name] for name in ("default-src", "object-src", "form-action", "frame-ancestors")}.items() <= (
        site.items()
    )


def read_policy(client, path: str) -> list[str]:
    return client.get(path)["Content-Security-Policy"].split("; ")
