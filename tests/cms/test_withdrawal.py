"""Unpublishing something together with its translations, and what is said about where it shows."""

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from wagtail.models import PageViewRestriction

from tests import factories
from tests.changes.commits import settle
from tests.changes.replica import Replica
from tests.cms.languages import make_welsh, welsh_home

pytestmark = pytest.mark.django_db


@pytest.fixture
def moderator(client) -> User:
    user = factories.make_user("morgan", group="Moderators")
    client.force_login(user)
    return user


def find_address(thing) -> str:
    if hasattr(thing, "url_path"):
        return reverse("wagtailadmin_pages:unpublish", args=[thing.pk])
    return reverse(thing.snippet_viewset.get_url_name("unpublish"), args=[thing.pk])


def make_person_in_two_languages():
    person = factories.make_person("Mair")
    return person, make_welsh(person, name="Mair (cy)")


def make_update_in_two_languages():
    welsh_home()
    update = factories.make_update(title="May", slug="may")
    return update, make_welsh(update, title="Mai", slug="mai")


def make_event_in_two_languages():
    welsh_home()
    event = factories.make_event(title="Seed swap", slug="swap")
    return event, make_welsh(event, title="Cyfnewid hadau", slug="cyfnewid")


KINDS = [make_person_in_two_languages, make_update_in_two_languages, make_event_in_two_languages]


@pytest.mark.parametrize("make", KINDS)
def test_translations_are_offered_ticked_and_withdrawn_with_the_original(client, moderator, make):
    thing, translation = make()

    form = client.get(find_address(thing)).content.decode()
    client.post(find_address(thing), {"translations": [translation.pk]})

    assert f'value="{translation.pk}" checked' in " ".join(form.split())
    thing.refresh_from_db()
    translation.refresh_from_db()
    assert (thing.live, translation.live) == (False, False)


@pytest.mark.parametrize("make", KINDS)
def test_a_translation_that_is_not_ticked_stays(client, moderator, make):
    thing, translation = make()

    client.post(find_address(thing))

    translation.refresh_from_db()
    assert translation.live


def test_public_places_that_show_it_are_named(client, moderator):
    person, _translation = make_person_in_two_languages()
    factories.make_update(title="Shown to everybody", slug="shown", authors=[person])
    factories.make_update(title="Only a draft", slug="draft", authors=[person], live=False)
    private = factories.make_update(title="Private", slug="private", authors=[person])
    PageViewRestriction.objects.create(page=private, restriction_type="login")

    form = client.get(find_address(person)).content.decode()

    assert "Readers will no longer find it here" in form
    assert "Shown to everybody (update)" in form
    assert "Only a draft (update): a draft" in form
    assert "Private (update): not public" in form


def test_several_pages_are_withdrawn_with_the_translations_that_are_ticked(client, moderator):
    update, mai = make_update_in_two_languages()
    event = factories.make_event(title="Seed swap", slug="swap")
    cyfnewid = make_welsh(event, title="Cyfnewid hadau", slug="cyfnewid")
    items = [factories.block("event", {"page": event.pk, "date": None})]
    body = [factories.block("events", {"heading": "Dates", "introduction": "", "items": items})]
    factories.make_update(title="Shows the event", slug="shows", body=body)
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "unpublish"])
    address += f"?id={update.pk}&id={event.pk}&next=/admin/"

    form = " ".join(client.get(address).content.decode().split())
    response = client.post(address, {"translations": [mai.pk]}, follow=True)

    assert all(f'value="{page.pk}" checked' in form for page in (mai, cyfnewid))
    assert "Shows the event" in form
    assert "Also unpublished: “Mai”" in response.content.decode()
    for page, is_live in ((update, False), (event, False), (mai, False), (cyfnewid, True)):
        page.refresh_from_db()
        assert page.live == is_live


def test_pages_below_a_translation_go_with_those_below_the_original(client, moderator):
    event, translation = make_event_in_two_languages()
    notes = factories.make_notes(event, slug="notes")
    welsh_notes = make_welsh(notes, title="Nodiadau", slug="nodiadau")

    client.post(find_address(event), {"translations": [translation.pk], "include_descendants": "on"})

    welsh_notes.refresh_from_db()
    assert not welsh_notes.live


def test_an_event_withdrawn_in_one_act_is_gone_from_every_channel(client, moderator):
    event, translation = make_event_in_two_languages()
    settle()
    replica = Replica(client)
    replica.sync()
    assert {("events.EventPage", page.pk, None) for page in (event, translation)} <= replica.rows.keys()

    client.post(find_address(event), {"translations": [translation.pk]})
    client.logout()
    settle()
    replica.sync()

    assert not {key for key in replica.rows if key[0] == "events.EventPage"}
    for address in ("/events/swap/", "/cy/events/cyfnewid/", f"/api/v2/events/{event.pk}/"):
        assert client.get(address).status_code == 404
    for address in (
        "/events/",
        "/events/calendar.ics",
        "/api/v2/events/?locale=cy",
        "/api/v2/search/?q=hadau&locale=cy",
        "/sitemap-pages.xml",
    ):
        text = client.get(address).content.decode()
        assert "swap" not in text.replace("q=hadau", "").lower()
        assert "Cyfnewid" not in text


def test_somebody_who_may_not_publish_withdraws_nothing(client):
    client.force_login(factories.make_user())
    update, translation = make_update_in_two_languages()

    client.post(find_address(update), {"translations": [translation.pk]})

    update.refresh_from_db()
    translation.refresh_from_db()
    assert update.live
    assert translation.live
