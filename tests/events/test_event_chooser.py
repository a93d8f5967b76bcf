"""The chooser of an event: those to come first, with their dates, and a form for a new one."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale, PageLogEntry
from wagtail_localize.models import Translation, TranslationSource

from cms.releases.models import Release
from events.announcements import EventBlock
from events.blocks import UpcomingEventsBlock
from events.models import EventIndexPage, EventPage
from tests import factories
from tests.cms.languages import welsh

pytestmark = pytest.mark.django_db

NEW = {
    "new-title": "Seed swap",
    "new-summary": "Bring seeds.",
    "new-start": "06/05/2031 19:00",
    "new-end": "06/05/2031 21:00",
    "new-venue_name": "The hall",
}
CHOOSE, RESULTS, CREATE = (reverse(f"event_chooser:{name}") for name in ("choose", "choose_results", "create"))


def sign_in(client: Client, group: str = "Editors") -> User:
    user = factories.make_user(group.lower(), group=group)
    client.force_login(user)
    return user


def send(client: Client, parent: EventIndexPage, locale: str = "en", **changes: str) -> Any:
    return client.post(f"{CREATE}?locale={locale}", {**NEW, "new-parent": str(parent.pk), **changes})


def list_titles(client: Client, **query: str) -> list[str]:
    return [event.title for event in client.get(RESULTS, query).context["results"]]


def test_events_to_come_are_first_and_show_their_dates(client):
    sign_in(client)
    factories.make_event(title="Long over", dates=[factories.make_date(start=datetime(2020, 1, 1, 19, tzinfo=UTC))])
    factories.make_event(title="Over", dates=[factories.make_date(start=datetime(2021, 1, 1, 19, tzinfo=UTC))])
    factories.make_event(title="No date", dates=[], dates_state="to_be_announced")
    late = [factories.make_date(start=datetime(year, 7, 6, 18, tzinfo=UTC)) for year in (2020, 2041, 2042)]
    factories.make_event(title="Late", dates=late)
    factories.make_event(title="Soon", dates=[factories.make_date(days=3)], live=False)

    assert list_titles(client) == ["Soon", "Late", "Over", "Long over", "No date"]
    html = client.get(RESULTS).content.decode()
    assert "Sat 6 July 2041, 19:00 and 1 more" in html
    assert "Wed 1 January 2020, 19:00" in html
    assert "To be announced" in html
    assert list_titles(client, q="late") == ["Late"]


def test_events_are_listed_in_the_language_of_the_page_without_aliases(client):
    sign_in(client)
    event = factories.make_event(title="Seed swap")
    event.get_parent().specific.copy_for_translation(welsh(), copy_parents=True)
    event.copy_for_translation(welsh(), alias=True)

    assert list_titles(client, locale="en") == ["Seed swap"]
    assert list_titles(client, locale="cy") == []


@pytest.mark.parametrize("group", ["Editors", "Moderators"])
def test_a_new_event_is_a_draft_that_is_chosen(group, client):
    user, parent = sign_in(client, group), factories.make_event_index()

    form = client.get(CHOOSE, {"locale": "en"}).json()["html"]
    answer = send(client, parent).json()

    assert all(f'name="{name}"' in form for name in NEW)
    event = EventPage.objects.get()
    assert (answer["step"], answer["result"]["id"], answer["result"]["title"]) == ("chosen", str(event.pk), "Seed swap")
    assert answer["result"]["edit_url"] == reverse("wagtailadmin_pages:edit", args=[event.pk])
    assert (event.live, event.owner, event.slug, event.venue_name) == (False, user, "seed-swap", "The hall")
    draft = event.get_latest_revision_as_object()
    (date,) = draft.dates.all()
    assert (date.start, date.end - date.start) == (datetime(2031, 5, 6, 18, tzinfo=UTC), timedelta(hours=2))
    assert PageLogEntry.objects.filter(page=event.pk, action="wagtail.create", user=user).count() == 1


def test_a_new_event_goes_to_the_moderator_with_the_page_and_is_published_with_it(client):
    parent, editor = factories.make_event_index(), sign_in(client)
    send(client, parent)
    event = EventPage.objects.get()
    item = {"page": event.pk, "date": None}
    items = [{"type": "event", "value": item, "id": factories.make_id("event")}]
    body = [factories.block("events", {"heading": "Come", "introduction": "", "items": items})]
    update = factories.make_update(body=body, live=False)

    state = update.get_workflow().start(update, editor)
    assert [item.content_object.pk for item in Release.objects.get().items.all()] == [event.pk]
    state.current_task_state.approve(factories.make_user("morgan", group="Moderators"))

    event.refresh_from_db()
    update.refresh_from_db()
    assert (update.live, event.live, event.has_unpublished_changes) == (True, True, False)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"new-title": ""}, "This field is required."),
        ({"new-start": ""}, "Enter when it starts."),
        ({"new-start": "06/05/2031"}, "Add the time"),
        ({"new-start": "30/02/2031 19:00"}, "Enter a date and time that exist"),
        ({"new-end": "06/05/2031 18:00"}, "The end must be after the start."),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(changes, message, client):
    sign_in(client)

    answer = send(client, factories.make_event_index(), **changes).json()

    assert answer["step"] == "reshow_creation_form"
    assert message in answer["htmlFragment"]
    assert 'value="The hall"' in answer["htmlFragment"]
    assert all(value in answer["htmlFragment"] for value in changes.values())
    assert not EventPage.objects.exists()


def test_a_new_event_is_in_the_language_of_the_page(client):
    sign_in(client)
    parent = factories.make_event_index()
    translation = parent.copy_for_translation(welsh(), copy_parents=True)

    assert f'value="{translation.pk}"' in client.get(CHOOSE, {"locale": "cy"}).json()["html"]
    assert send(client, parent, locale="cy").json()["step"] == "reshow_creation_form"
    assert send(client, translation, locale="cy").json()["step"] == "chosen"

    assert EventPage.objects.get().locale == Locale.objects.get(language_code="cy")


def test_those_who_may_not_add_events_are_not_offered_to(client):
    parent = factories.make_event_index()
    user = User.objects.create_user("reader", password="a long password")
    user.user_permissions.set(Group.objects.get(name="Editors").permissions.filter(codename="access_admin"))
    client.force_login(user)

    assert "new-title" not in client.get(CHOOSE).json()["html"]
    assert send(client, parent).status_code in {302, 403}
    assert not EventPage.objects.exists()


def test_without_a_list_of_events_none_can_be_made(client):
    sign_in(client)
    assert "new-title" not in client.get(CHOOSE).json()["html"]


@pytest.mark.parametrize(("block", "name"), [(EventBlock(), "page"), (UpcomingEventsBlock(), "series")])
def test_blocks_choose_events_and_store_what_they_did(block, name):
    event = factories.make_event(title="Seed swap")
    child = block.child_blocks[name]

    assert child.get_prep_value(event) == event.pk
    assert child.to_python(event.pk) == event
    assert child.get_form_state(event.pk)["title"] == "Seed swap"
    assert child.get_form_state(None) is None
    assert child.target_models == [EventPage]
    assert child.widget.get_chooser_modal_url() == CHOOSE


def test_a_translation_is_edited_with_the_chooser_of_pages(admin_client):
    item = {"page": factories.make_event().pk, "date": None}
    items = [{"type": "event", "value": item, "id": factories.make_id("event")}]
    body = [factories.block("events", {"heading": "Come", "introduction": "", "items": items})]
    update = factories.make_update(body=body)
    locale = welsh()
    update.get_parent().specific.copy_for_translation(locale, copy_parents=True)
    source, _created = TranslationSource.update_or_create_from_instance(update)
    translation = Translation.objects.create(source=source, target_locale=locale)
    translation.save_target()

    page = admin_client.get(reverse("translation_screen", args=[translation.pk])).content.decode()

    assert "Body / Events / Items / Event on this site / Event" in page
    assert "data-chooser-url" in page
