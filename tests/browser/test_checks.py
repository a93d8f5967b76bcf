"""An editor sees what the checks have found, goes there, and mends it with a button."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from playwright.sync_api import expect

from blog.models import UpdatePage
from cms.checking.models import BlockingCheck
from cms.checking.worker import check_pages
from cms.people.models import Person
from tests import factories
from tests.browser.admin import Admin, start_session
from tests.browser.test_accessibility import AXE, FIND_VIOLATIONS
from tests.factories import block, item, link, make_id

if TYPE_CHECKING:
    from playwright.sync_api import Page

IS_WITHIN = """part => [...document.querySelectorAll(`${part} *`)].every(element =>
    element.getBoundingClientRect().right <= innerWidth + 1
    && (!element.matches('svg') || element.getBoundingClientRect().width <= 24))"""
SHOTS = os.environ.get("SCREENSHOTS")
AXE_SCRIPT = Path(AXE).read_text()


def look_at(page: "Page", name: str, part: str) -> None:
    """Check that part of a screen has no violations, and that it fits a telephone."""
    page.evaluate(AXE_SCRIPT)
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 800})
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            if SHOTS:
                page.screenshot(path=Path(SHOTS) / f"{name}-{width}-{scheme}.png")
            assert [one for one in page.evaluate(FIND_VIOLATIONS) if part in one] == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert page.evaluate(IS_WITHIN, part)
    page.set_viewport_size({"width": 1280, "height": 800})
    page.emulate_media(color_scheme="light")


def make_post() -> UpdatePage:
    rules = factories.make_standard_page(title="Our rules")
    person = factories.make_person("Mair", live=False)
    image = factories.make_image(description="A bed of beans", renditions=True)
    links = [item(link("Click here", page=rules.pk), "here")]
    body = [
        block("heading", {"text": "Beans", "level": "3"}),
        block("image", {"image": {"image": image.pk, "alt_text": "", "decorative": False}, "caption": ""}),
        block("call_to_action", {"heading": "Come along", "text": "", "links": links}),
        block("quote", {"text": "Soup!", "person": person.pk, "attribution": "", "role": ""}),
    ]
    return factories.make_update(title="May", live=False, introduction="", body=body)


def test_findings_lead_to_their_blocks_and_are_mended_with_buttons(admin: Admin, page: "Page") -> None:
    post = make_post()
    BlockingCheck.objects.create(name="skipped_heading")
    start_session(page, factories.make_user("morgan", group="Moderators"))
    page.goto(reverse("wagtailadmin_pages:edit", args=[post.pk]))
    toggle = page.locator("[data-side-panel-toggle='checks']")
    expect(toggle.locator("[data-side-panel-toggle-counter]")).to_have_text("6")
    toggle.click()
    checks = page.locator(".checks")
    expect(checks.locator(".checks__finding")).to_have_count(6)
    look_at(page, "checks-panel", ".checks")

    checks.get_by_role("button", name="Show: Introduction").click()
    expect(page.locator("#id_introduction")).to_be_focused()
    checks.get_by_role("button", name="Show: Quote").click()
    section = page.locator(f"#block-{make_id('quote')}-section")
    expect(section.locator("textarea").first).to_be_focused()

    checks.get_by_role("button", name="Make it a heading").click()
    checks.get_by_role("button", name="Use the title of the page").click()
    checks.get_by_role("button", name="Use the description of the picture").click()
    page.locator("#id_title").fill("May and June")
    checks.get_by_role("button", name="Publish this person").click()

    expect(checks.locator(".checks__finding")).to_have_count(2)
    BlockingCheck.objects.create(name="missing_summary")
    page.evaluate("document.querySelector('[name=action-publish]').click()")
    expect(page.locator(".messages")).to_contain_text("“May and June” was not published.")
    page.locator(".messages").get_by_role("link", name="Go there").click()
    expect(page.locator("#id_introduction")).to_be_focused()
    draft = UpdatePage.objects.get(pk=post.pk).get_latest_revision_as_object()
    heading, picture, action, _quote = draft.body
    assert draft.title == "May and June"
    assert heading.value["level"] == "2"
    assert picture.value["image"].contextual_alt_text == "A bed of beans"
    assert action.value["links"][0]["label"] == "Our rules"
    assert Person.objects.get(name="Mair").live


@pytest.mark.proof
def test_the_report_leads_to_the_block_and_the_choices_are_kept(admin: Admin, page: "Page") -> None:
    make_post()
    check_pages()
    User.objects.create_superuser("ada", "ada@example.org", "a long password")
    start_session(page, User.objects.get(username="ada"))
    page.goto(reverse("checking_choices"))
    look_at(page, "checks-choices", ".checks-choices")
    page.get_by_role("group", name="Events that have ended").get_by_label("Blocks publishing").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("The checks are saved.")).to_be_visible()
    assert BlockingCheck.objects.filter(name="past_event").exists()

    page.goto(reverse("checking_report"))
    look_at(page, "checks-report", "table")
    page.get_by_role("row").filter(has_text="Beans").get_by_role("link", name="May").click()
    select = page.locator(f"#block-{make_id('heading')}-section select, #block-{make_id('heading')}-section input")

    expect(select.locator("visible=true").first).to_be_focused()
