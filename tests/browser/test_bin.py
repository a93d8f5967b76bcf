"""Editors delete and withdraw, and take it back."""

from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect
from wagtail.models import Page

from cms.bin.models import Deletion
from events.models import EventPage
from tests import factories
from tests.browser.admin import Admin, start_session
from tests.cms.languages import make_welsh, welsh_home

if TYPE_CHECKING:
    from playwright.sync_api import Page as Window


def make_event_with_notes() -> EventPage:
    """Make an event with meeting notes, a Welsh translation and a draft change, before another event."""
    welsh_home()
    event = factories.make_event(title="Seed swap", slug="swap")
    factories.make_notes(event, slug="notes")
    make_welsh(event, title="Cyfnewid hadau", slug="cyfnewid")
    factories.make_event(title="Open day", slug="open-day")
    draft = event.get_latest_revision_as_object()
    draft.summary = "Bring jars, too."
    draft.save_revision()
    return event


def describe(event: EventPage) -> tuple:
    """Return the tree, what the API says of the event and its translation, and the latest draft."""
    kept = ("pk", "url_path", "live", "has_unpublished_changes", "live_revision_id", "latest_revision_id")
    tree = list(Page.objects.filter(path__startswith="0001").order_by("path").values_list(*kept))
    pages = [event, *event.get_translations()]
    answers = [Client().get(f"/api/v2/events/{page.pk}/").json() for page in pages]
    return tree, answers, event.get_latest_revision_as_object().summary


@pytest.mark.proof
def test_a_moderator_deletes_an_event_with_its_pages_and_undoes_it(moderator, page: "Window", script_errors):
    event = make_event_with_notes()
    before = describe(event)
    start_session(page, moderator)
    page.goto(reverse("wagtailadmin_pages:delete", args=[event.pk]))
    expect(page.get_by_role("checkbox", name="Cyfnewid hadau (Welsh)")).to_be_checked()
    page.get_by_role("button", name="Yes, delete it").click()

    expect(page.get_by_text("3 pages are in the bin.")).to_be_visible()
    expect(page.locator("main").get_by_role("link", name="Seed swap")).to_have_count(0)
    assert Client().get(f"/api/v2/events/{event.pk}/").status_code == 404
    page.get_by_role("button", name="Undo").click()

    expect(page.get_by_text("is back.")).to_be_visible()
    assert describe(event) == before
    assert not Deletion.objects.exists()


@pytest.mark.proof
def test_a_moderator_restores_an_event_from_the_bin_to_another_place(moderator, page: "Window", admin: Admin):
    event = make_event_with_notes()
    start_session(page, moderator)
    page.goto(reverse("wagtailadmin_pages:delete", args=[event.pk]))
    page.get_by_role("checkbox", name="Cyfnewid hadau (Welsh)").uncheck()
    page.get_by_role("button", name="Yes, delete it").click()
    expect(page.get_by_text("2 pages are in the bin.")).to_be_visible()
    factories.make_event(title="Another swap", slug="swap")
    factories.make_event_index(title="Old events", slug="old-events")

    page.goto(reverse("bin"))
    page.get_by_role("button", name="Restore").click()
    expect(page.get_by_text("Its address is taken by “Another swap”.")).to_be_visible()
    page.get_by_role("button", name="Choose a page").click()
    admin.search_and_pick("Old events")
    page.get_by_role("button", name="Restore").click()

    expect(page.get_by_text("is back.")).to_be_visible()
    page.goto("/old-events/swap/")
    expect(page.get_by_role("heading", name="Seed swap", level=1)).to_be_visible()


def test_an_editor_deletes_a_draft_and_undoes_it(editor, page: "Window", admin: Admin):
    draft = factories.make_update(title="Half a thought", slug="half", live=False)
    Page.objects.filter(pk=draft.pk).update(owner=editor)
    page.goto(reverse("wagtailadmin_pages:delete", args=[draft.pk]))
    page.get_by_role("button", name="Yes, delete it").click()
    expect(page.get_by_text("“Half a thought” is in the bin.")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("is back.")).to_be_visible()

    page.get_by_role("link", name="Half a thought").first.click()
    expect(page.locator("#id_title")).to_have_value("Half a thought")


@pytest.mark.proof
def test_a_moderator_withdraws_an_event_with_its_translation(moderator, page: "Window", script_errors):
    event = make_event_with_notes()
    body = [factories.block("events", {"heading": "", "introduction": "", "items": [shown(event)]})]
    factories.make_update(title="May in the garden", slug="may", body=body)
    start_session(page, moderator)
    page.goto(reverse("wagtailadmin_pages:unpublish", args=[event.pk]))
    expect(page.get_by_role("link", name="May in the garden (update)")).to_be_visible()
    expect(page.get_by_role("checkbox", name="Cyfnewid hadau (Welsh)")).to_be_checked()
    page.get_by_role("button", name="Yes, unpublish it").click()
    expect(page.get_by_text("Also unpublished: “Cyfnewid hadau” (Welsh).")).to_be_visible()

    for address in ("/events/swap/", "/cy/events/cyfnewid/"):
        assert Client().get(address).status_code == 404
    assert "swap" not in Client().get("/events/").content.decode().lower()
    assert "Seed swap" not in Client().get("/updates/may/").content.decode()


def shown(event: EventPage) -> dict:
    return factories.block("event", {"page": event.pk, "date": None})
