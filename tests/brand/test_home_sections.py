"""The order, number and hiding of the home page's parts, and what an organisation calls them."""

import pytest
from django.core.exceptions import ValidationError
from wagtail.models import Site

from cms.models import Organisation, SiteText
from tests.factories import block, default_locale

pytestmark = pytest.mark.django_db


def choose(*names: str) -> list[dict]:
    return [block("section", {"section": name, "number": None}) for name in names]


def test_parts_stand_in_the_chosen_order_and_others_are_hidden(client):
    site = Site.objects.get(is_default_site=True)
    organisation = Organisation.objects.create(site=site, name="Both Banks", home_sections=choose("events", "updates"))

    both = client.get("/").content.decode()
    organisation.home_sections = choose("updates")
    organisation.save()
    one = client.get("/").content.decode()

    assert 0 < both.index('class="home-page__events"') < both.index('class="home-page__updates"')
    assert 'class="home-page__updates"' in one
    assert 'class="home-page__events"' not in one


def test_a_part_is_chosen_only_once():
    organisation = Organisation(name="Both Banks", home_sections=choose("events", "events"))

    with pytest.raises(ValidationError, match="Choose each only once"):
        organisation.clean()


def test_a_heading_has_the_name_that_the_organisation_gives_it(client):
    site = Site.objects.get(is_default_site=True)
    names = [block("name", {"name": "latest_updates", "text": "Our newsletter"})]
    SiteText.objects.create(site=site, locale=default_locale(), names=names)

    html = client.get("/").content.decode()

    assert "<h2>Our newsletter</h2>" in html
    assert "<h2>Latest updates</h2>" not in html
