"""What editors read when something is missing or wrong. Nothing that they typed is lost."""

from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from blog.models import UpdatePage
from tests import factories
from tests.browser.admin import Admin

if TYPE_CHECKING:
    from playwright.sync_api import Page

LONDON = ZoneInfo("Europe/London")


def start_update(admin: Admin, *, title: str, month: str = "") -> None:
    admin.add_page("blog.updatepage", factories.make_update_index().pk)
    admin.write_title(title)
    admin.page.locator("#id_introduction").fill("A warm month.")
    admin.page.locator("#id_period").fill(month)


def expect_error(page: "Page", words: str) -> None:
    """Expect an error beside its field, and in the summary that leads there."""
    expect(page.locator(".error-message", has_text=words)).to_be_visible()
    expect(page.get_by_role("link", name=words)).to_be_visible()


def expect_kept(page: "Page", **values: str) -> None:
    for name, value in values.items():
        expect(page.locator(f"#id_{name}")).to_have_value(value)


@pytest.mark.proof
def test_a_link_asks_for_its_kind_and_then_for_one_field(admin: Admin, page: "Page") -> None:
    start_update(admin, title="May", month="2031-05")
    block = admin.add_block("Call to action")
    admin.fill(block, heading="Come")
    link = block.locator("[data-contentpath='links'] [data-streamfield-child]").first
    fields = link.locator("input:visible, textarea:visible, select:visible, .chooser:visible")
    expect(fields).to_have_count(3)  # the label, the choice, and its field
    admin.link(link, "Another website", label="Write to us", url="www.example.org")
    expect(fields).to_have_count(3)
    admin.link(link, "An email address", email="hello")
    expect(fields).to_have_count(3)
    admin.save_draft()

    link = page.locator("[data-contentpath='links']").first
    expect(link.get_by_text("Enter a valid email address.")).to_be_visible()
    expect_kept(page, title="May", period="2031-05", introduction="A warm month.")
    expect(page.get_by_label("Email address").first).to_have_value("hello")
    expect(page.locator("[name$='-url']")).to_have_value("www.example.org")

    page.get_by_label("Goes to").first.select_option("Another website")
    admin.save_draft()
    (update,) = UpdatePage.objects.all()
    (saved,) = update.get_latest_revision_as_object().body.raw_data[0]["value"]["links"]
    assert saved["value"]["url"] == "https://www.example.org"
    assert saved["value"]["email"] == ""


def test_an_event_elsewhere_cannot_end_before_it_starts(admin: Admin, page: "Page") -> None:
    start_update(admin, title="May", month="2031-05")
    block = admin.add_block("Events")
    admin.fill(block, heading="Dates")
    item = admin.add_item(block, "items", "Event elsewhere")
    admin.fill(item, title="Seed fair", start="2031-05-10 16:00", end="2031-05-10 10:00")
    admin.save_draft()

    expect_error(page, "The end must be after the start.")
    expect(page.locator("[name='body-0-value-items-1-value-title']")).to_have_value("Seed fair")


@pytest.mark.proof
def test_a_date_of_our_own_event_cannot_end_before_it_starts(admin: Admin, page: "Page") -> None:
    start = datetime(2031, 5, 6, 18, tzinfo=LONDON)
    event = factories.make_event(dates=[factories.make_date(start=start)])
    admin.open_editor(f"/admin/pages/{event.pk}/edit/")
    page.locator("#id_dates-0-end").fill("2031-05-06 17:00")
    page.locator("#id_dates-0-note").fill("Bring boots")
    admin.save_draft()

    expect(page.get_by_text("The end must be after the start.").first).to_be_visible()
    expect_kept(page, **{"dates-0-end": "06/05/2031 17:00", "dates-0-note": "Bring boots"})


def test_a_list_that_is_empty_or_too_long_says_what_to_do(admin: Admin, page: "Page") -> None:
    start_update(admin, title="May", month="2031-05")
    for name, heading, part in (("Call to action", "Come", "links"), ("Events", "Dates", "items")):
        block = admin.add_block(name)
        admin.fill(block, heading=heading)
        block.locator(f"[data-contentpath='{part}']").get_by_role("button", name="Delete").first.click()
    admin.act("Submit to Moderators approval")

    for sentence in ("Add at least one link.", "Add at least one event."):
        beside = page.locator("#body-root").get_by_text(sentence)
        expect(beside).to_be_visible()
        page.locator(".error-summary").get_by_role("link", name=sentence).click()
        expect(beside).to_be_focused()
        expect(beside).to_be_in_viewport()


def test_a_month_has_one_update(admin: Admin, page: "Page") -> None:
    index = factories.make_update_index()
    factories.make_update(index, title="The first of May", kind="monthly_update", period=date(2031, 5, 1))
    admin.add_page("blog.updatepage", index.pk)
    admin.write_title("May again")
    page.locator("#id_period").fill("2031-05")
    admin.save_draft()

    expect_error(page, "“The first of May” covers this month already.")
    expect_kept(page, title="May again", period="2031-05")


@pytest.mark.proof
def test_a_draft_waits_for_its_month_and_a_submission_does_not(admin: Admin, page: "Page") -> None:
    start_update(admin, title="Which month?")
    admin.save_draft()
    expect(page.locator(".messages")).to_contain_text("Which month?")
    draft = UpdatePage.objects.get(title="Which month?")
    assert draft.period is None

    admin.act("Submit to Moderators approval")

    expect_error(page, "Choose the month that this update covers.")
    expect_kept(page, title="Which month?", introduction="A warm month.")
    draft.refresh_from_db()
    assert draft.current_workflow_state is None


@pytest.mark.proof
def test_a_copy_starts_as_a_draft_without_a_month(admin: Admin, page: "Page", moderator) -> None:
    update = factories.make_update(title="May", kind="monthly_update", period=date(2031, 5, 1))
    admin.sign_in(moderator)  # who could publish the copy at once
    page.goto(f"/admin/pages/{update.pk}/copy/")
    page.locator("#id_new_title").fill("June")
    page.locator("#id_new_slug").fill("june")
    expect(page.get_by_label("Publish copies")).to_have_count(0)
    page.get_by_role("button", name="Copy this page").click()
    expect(page.locator(".messages")).to_contain_text("copied")

    copy = UpdatePage.objects.get(slug="june")
    assert (copy.title, copy.live, copy.period) == ("June", False, None)
    admin.open_editor(f"/admin/pages/{copy.pk}/edit/")
    expect_kept(page, title="June", period="")
