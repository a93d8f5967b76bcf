"""A long post as an outline: an editor jumps to a block, and moves blocks with the keyboard."""

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests import factories
from tests.browser.admin import BODY, Admin

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.django_db(transaction=True)

BLOCKS = 30


def read_titles(page: "Page") -> list[str]:
    titles = page.locator(f"{BODY} > [data-streamfield-child]").locator("[data-panel-heading]").all_inner_texts()
    return [title.split()[-1] for title in titles]


def test_blocks_are_found_by_their_titles_and_moved_with_the_keyboard(page: "Page", admin: Admin) -> None:
    headings = [{"text": f"Part-{number}", "level": "2"} for number in range(BLOCKS)]
    update = factories.make_update(body=[factories.block("heading", one, one["text"]) for one in headings])
    admin.open_editor(reverse("wagtailadmin_pages:edit", args=[update.pk]))
    blocks = page.locator(f"{BODY} > [data-streamfield-child]")

    page.keyboard.press("]")
    page.locator(".w-minimap").get_by_role("link", name="Part-20").click()
    expect(blocks.nth(20)).to_be_in_viewport()

    blocks.nth(20).get_by_label("Text").fill("Renamed")
    blocks.nth(20).get_by_label("Text").blur()
    expect(page.locator(".w-minimap").get_by_role("link", name="Renamed")).to_be_visible()

    titles_only = page.get_by_role("button", name="Show only the titles")
    titles_only.focus()
    page.keyboard.press("Enter")
    expect(blocks.nth(0).get_by_label("Text")).not_to_be_visible()
    expect(blocks.nth(2)).to_be_in_viewport()
    blocks.nth(2).get_by_role("button", name="Move up").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text(f"Moved to place 2 of {BLOCKS}")).to_have_count(1)
    page.keyboard.press("Enter")  # the first place, where there is no way up: the way back has the focus
    expect(page.get_by_text(f"Moved to place 1 of {BLOCKS}")).to_have_count(1)
    assert read_titles(page)[:3] == ["Part-2", "Part-0", "Part-1"]
    expect(blocks.nth(0).get_by_role("button", name="Move down")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_text(f"Moved to place 2 of {BLOCKS}")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page.get_by_text(f"Moved to place 3 of {BLOCKS}")).to_have_count(1)
    assert read_titles(page)[:3] == ["Part-0", "Part-1", "Part-2"]

    page.get_by_role("button", name="Show everything").click()
    expect(blocks.nth(0).get_by_label("Text")).to_be_visible()
