"""An editor makes a new colleague and a new event in their choosers, and the post loses nothing."""

from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from blog.models import UpdatePage
from cms.models import CallToAction
from cms.people.models import Person
from events.models import EventPage
from tests import factories
from tests.browser.admin import Admin

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page


def test_a_new_colleague_is_made_in_the_chooser_of_a_team_introduction(admin: Admin, page: "Page", editor: Any) -> None:
    admin.add_page("blog.updatepage", factories.make_update_index().pk)
    admin.write_title("May in the garden")
    page.locator("#id_period").fill("2031-05")
    page.locator("#id_introduction").fill("A warm month.")
    block = admin.add_block("Team introduction")
    admin.fill(block, heading="Say hello to Gwen")

    block.get_by_role("button", name="Choose person").click()
    modal = page.locator(".modal-body")
    modal.get_by_role("tab", name="New person").click()
    modal.get_by_role("button", name="Create").click()
    expect(modal.locator(".error-message")).to_contain_text("required")
    modal.get_by_label("Name").fill("Gwen Parry")
    modal.get_by_label("Role").fill("Gardener")
    modal.get_by_role("button", name="Create").click()

    expect(modal).to_have_count(0)
    expect(block).to_contain_text("Gwen Parry")
    expect(page.locator("#id_title")).to_have_value("May in the garden")
    admin.save_draft()
    person, update = Person.objects.get(), UpdatePage.objects.get()
    assert (person.name, person.role, person.live) == ("Gwen Parry", "Gardener", False)
    assert update.get_latest_revision_as_object().body[0].value["person"] == person
    expect(page.locator(".release")).to_contain_text("Gwen Parry")


@pytest.mark.proof
def test_a_new_event_is_made_in_the_chooser_of_an_announcement(admin: Admin, page: "Page", editor: Any) -> None:
    factories.make_event_index()
    admin.add_page("blog.updatepage", factories.make_update_index().pk)
    block = admin.add_block("Events")
    admin.fill(block, heading="Put these in your diary")
    item = block.locator("[data-contentpath='items'] [data-streamfield-child]").first

    item.get_by_role("button", name="Choose an event").click()
    modal = page.locator(".modal-body")
    modal.get_by_role("tab", name="New event").click()
    modal.get_by_label("Title").fill("Seed swap")
    modal.get_by_label("Summary").fill("Bring seeds.")
    modal.get_by_label("Place").fill("The hall")
    modal.get_by_label("Start").fill("06/05/2031 19:00")
    modal.get_by_label("Start").blur()
    expect(modal).to_contain_text("Tuesday")
    modal.get_by_role("button", name="Create").click()

    expect(modal).to_have_count(0)
    expect(item).to_contain_text("Seed swap")
    event = EventPage.objects.get()
    assert (event.live, event.dates.get().describe_start()) == (False, "Tue 6 May 2031, 19:00")
    item.get_by_role("button", name="Choose a date").click()
    expect(modal.get_by_role("link", name="Seed swap: Tue 6 May 2031, 19:00")).to_be_visible()


@pytest.mark.proof
def test_a_new_call_to_action_with_a_link_is_made_in_its_chooser(admin: Admin, page: "Page", editor: Any) -> None:
    admin.add_page("blog.updatepage", factories.make_update_index().pk)
    admin.write_title("May in the garden")
    page.locator("#id_period").fill("2031-05")
    page.locator("#id_introduction").fill("A warm month.")
    block = admin.add_block("Shared call to action")

    block.get_by_role("button", name="Choose call to action").click()
    modal = page.locator(".modal-body")
    modal.get_by_role("tab", name="New call to action").click()
    modal.get_by_label("Heading").fill("Lend us two hours")
    modal.get_by_role("button", name="Insert a block").first.click()
    modal.get_by_label("Label").fill("Write to us")
    modal.get_by_label("Goes to").select_option(label="An email address")
    modal.get_by_label("Email address").fill("hello@example.org")
    modal.get_by_role("button", name="Create").click()

    expect(modal).to_have_count(0)
    expect(block).to_contain_text("Lend us two hours")
    action = CallToAction.objects.get()
    assert [link.value["email"] for link in action.links] == ["hello@example.org"]
    assert not action.live


@pytest.mark.proof
def test_a_main_picture_brings_its_description_unless_another_was_written(admin: Admin, page: "Page") -> None:
    factories.make_image("DSC_0001.jpg", name="beans.jpg", description="Beans in three rows")
    factories.make_image("DSC_0002.jpg", name="soup.jpg")
    admin.add_page("blog.updatepage", factories.make_update_index().pk)
    field, description = page.locator("#id_hero_image-chooser"), page.locator("#id_hero_alt")

    admin.choose(field, "Choose an image", "DSC_0001.jpg")
    expect(description).to_have_value("Beans in three rows")

    choose_another_picture(admin, field, "DSC_0002.jpg")
    expect(description).to_have_value("")

    description.fill("A pot of soup")
    choose_another_picture(admin, field, "DSC_0001.jpg")
    expect(field).to_contain_text("DSC_0001.jpg")
    expect(description).to_have_value("A pot of soup")


def choose_another_picture(admin: Admin, field: "Locator", title: str) -> None:
    field.get_by_role("button", name="Actions").click()
    field.page.get_by_role("button", name="Change image").click()
    admin.pick(title)
