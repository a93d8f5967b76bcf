"""Editors see what they write beside it, before it is saved for the first time and after."""

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests import factories
from tests.browser.admin import Admin

if TYPE_CHECKING:
    from playwright.sync_api import Page


def find_parent(model: str) -> int:
    match model:
        case "home.homepage":
            return factories.get_home().get_parent().pk
        case "blog.updatepage":
            return factories.make_update_index().pk
        case "events.eventpage":
            return factories.make_event_index().pk
        case "events.meetingnotespage":
            return factories.make_event().pk
        case _:
            return factories.get_home().pk


@pytest.mark.parametrize(
    "model",
    [
        "home.homepage",
        "home.standardpage",
        "blog.updateindexpage",
        "blog.updatepage",
        "events.eventindexpage",
        "events.eventpage",
        "events.meetingnotespage",
    ],
)
def test_a_page_is_previewed_while_it_is_new(admin: Admin, page: "Page", model: str) -> None:
    parent = find_parent(model)
    admin.add_page(model, parent)
    if model == "events.meetingnotespage":
        page.locator("#id_date").fill("2031-05-06")
        page.locator("#id_date").blur()
    if model == "events.eventpage":
        page.locator("#id_dates-0-start").fill("2031-05-06 18:00")
        page.locator("#id_dates-0-start").blur()
    admin.write_title("Not yet published")

    preview = admin.open_preview()

    expect(preview.locator("h1")).to_have_text("Not yet published")


@pytest.mark.parametrize(
    ("model", "field"),
    [("people.person", "name"), ("cms.topic", "name"), ("cms.calltoaction", "heading")],
)
def test_a_snippet_is_previewed_while_it_is_new(admin: Admin, page: "Page", model: str, field: str) -> None:
    admin.open_editor(reverse(f"wagtailsnippets_{model.replace('.', '_')}:add"))
    page.locator(f"#id_{field}").fill("Not yet published")

    preview = admin.open_preview()

    expect(preview.locator("h1")).to_have_text("Not yet published")


@pytest.mark.parametrize("block", ["Heading", "Quote", "Video", "Events", "Ways to take part"])
def test_the_block_picker_shows_what_a_block_looks_like(admin: Admin, page: "Page", block: str) -> None:
    admin.add_page("blog.updatepage", factories.make_update_index().pk)
    page.locator("#body-root .c-sf-add-button").last.click()
    admin.preview_block(block)

    frame = page.frame_locator(".w-combobox-preview__iframe")
    expect(frame.locator("main .body > *").first).to_be_visible()
    expect(page.locator(".w-combobox-preview__description")).not_to_be_empty()
