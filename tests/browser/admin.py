"""What editors do in Wagtail's admin, in their words."""

import re
from contextlib import suppress
from typing import TYPE_CHECKING

from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import TimeoutError as OutOfTime
from playwright.sync_api import expect

if TYPE_CHECKING:
    from django.contrib.auth.models import User
    from playwright.sync_api import FrameLocator, Locator, Page

# Autosave compares the form with what it was two seconds after it was opened, and saves within a second of a change.
RESTING_MILLISECONDS = 3000
BEING_SAVED = "body:has([data-w-unsaved-has-edits-value='true']):has([data-w-autosave-state-value='saving'])"
# Of a picker, which a button opens that may not listen yet: its block is new.
OPENING_MILLISECONDS = 3000
OPENING_ATTEMPTS = 5
BODY = "#body-root > [data-streamfield-stream-container]"


def start_session(page: "Page", user: "User") -> None:
    """Sign a user in without the form, which the test of an update's whole way fills in: it takes seconds."""
    client = Client()
    client.force_login(user)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "domain": "localhost", "path": "/"}])


def rest(page: "Page") -> None:
    """Leave the window alone until autosave has saved what there is to save: its clock runs on at once."""
    page.clock.run_for(RESTING_MILLISECONDS)
    expect(page.locator(BEING_SAVED)).to_have_count(0, timeout=20_000)


class Admin:
    def __init__(self, page: "Page") -> None:
        self.page = page
        page.set_default_timeout(20_000)

    def sign_in(self, user: "User") -> None:
        self.page.context.clear_cookies()
        self.page.goto(reverse("wagtailadmin_login"))
        self.page.locator("#id_username").fill(user.username)
        self.page.locator("#id_password").fill("a long password")
        self.page.get_by_role("button", name="Sign in", exact=True).click()
        self.page.wait_for_url(f"**{reverse('wagtailadmin_home')}")

    def open_editor(self, path: str) -> None:
        """Open a form, and let Wagtail remember what is in it: autosave saves what differs."""
        self.page.goto(path)
        rest(self.page)

    def add_page(self, model: str, parent: int) -> None:
        """Open the form of a new page: ``add_page("blog.updatepage", parent.pk)``."""
        self.open_editor(reverse("wagtailadmin_pages:add", args=[*model.split("."), parent]))

    def write_title(self, title: str) -> None:
        """Type a title, key by key: the page's address follows the keys."""
        self.page.locator("#id_title").press_sequentially(title)

    # Blocks

    def add_block(self, name: str) -> "Locator":
        """Add a block at the end of the body by the block picker; return it."""
        blocks = self.page.locator(f"{BODY} > [data-streamfield-child]")
        count = blocks.count()
        self.pick_block(self.page.locator(f"{BODY} > div > .c-sf-add-button").last, name)
        expect(blocks).to_have_count(count + 1)
        return blocks.nth(count)

    def pick_block(self, button: "Locator", name: str) -> None:
        """Pick a block, and wait until the picker has closed: it would take the next click for its own."""
        picker = self.open_picker(button)
        picker.get_by_role("option", name=name, exact=True).click()
        expect(picker).to_have_count(0)

    def open_picker(self, button: "Locator") -> "Locator":
        picker = self.page.locator(".w-combobox")
        for _ in range(OPENING_ATTEMPTS):
            button.click()
            with suppress(OutOfTime):
                picker.wait_for(timeout=OPENING_MILLISECONDS)
                break
        return picker

    def preview_block(self, name: str) -> None:
        """Ask the open block picker what a block looks like."""
        preview_block(self.page, name)

    def add_item(self, block: "Locator", path: str, name: str = "") -> "Locator":
        """Add an item to a list in a block, or a block called ``name`` to a stream in it; return the new one."""
        items = block.locator(f"[data-contentpath='{path}']").first
        children = items.locator("[data-streamfield-child]")
        count = children.count()
        button = items.locator(".c-sf-add-button").last
        if name:
            self.pick_block(button, name)
        else:
            button.click()
        expect(children).to_have_count(count + 1)
        return children.nth(count)

    def fill(self, block: "Locator", **values: str) -> None:
        """Fill text fields of a block by their keys."""
        for path, value in values.items():
            field = block.locator(f"[data-contentpath='{path}']").first.locator("input, textarea").first
            field.fill(value)
            field.blur()  # closes the calendar of a date

    def link(self, block: "Locator", goes_to: str, **values: str) -> None:
        """Fill in a link: what it says, where it goes and the field for that."""
        block.get_by_label("Goes to").first.select_option(goes_to)
        self.fill(block, **values)

    def write(self, block: "Locator", *lines: str, path: str = "") -> None:
        """Write lines into a rich text field. Lists are typed as people do: ``* item``, then ``tab item`` below it."""
        field = block.locator(f"[data-contentpath='{path}']").first if path else block
        field.locator("[contenteditable=true]").click()
        for number, line in enumerate(lines):
            if number:
                self.page.keyboard.press("Enter")
            self.type(line)

    def write_on(self, *lines: str) -> None:
        """Write more lines where the cursor is."""
        for line in lines:
            self.page.keyboard.press("Enter")
            self.type(line)

    def type(self, line: str) -> None:
        if line.startswith("tab "):
            self.page.keyboard.press("Tab")
        self.page.keyboard.type(line.removeprefix("tab "))

    def link_last_word(self, word: str, page_title: str) -> None:
        """Link the word before the cursor to a page."""
        for _ in word:
            self.page.keyboard.press("Shift+ArrowLeft")
        self.page.keyboard.press("Control+k")
        self.search_and_pick(page_title)
        self.page.keyboard.press("End")

    # Choosers

    def choose(self, block: "Locator", button: str, title: str | re.Pattern[str]) -> None:
        block.get_by_role("button", name=button).first.click()
        self.pick(title)

    def choose_page(self, block: "Locator", button: str, title: str) -> None:
        block.get_by_role("button", name=button).first.click()
        self.search_and_pick(title)

    def search_and_pick(self, title: str) -> None:
        self.page.locator(".modal-body").get_by_label("Search term").fill(title)
        self.pick(title)

    def pick(self, title: str | re.Pattern[str]) -> None:
        modal = self.page.locator(".modal-body")
        modal.get_by_role("link", name=title).last.click()
        expect(modal).to_have_count(0)

    # What happens to a page

    def open_preview(self) -> "FrameLocator":
        self.page.get_by_role("button", name="Toggle preview").click()
        frame = self.page.frame_locator("#w-preview-iframe")
        expect(frame.locator("main")).to_be_visible(timeout=20_000)
        return frame

    def save_draft(self) -> None:
        """Save, as people do: not in the moment in which autosave does."""
        rest(self.page)
        with self.page.expect_navigation():
            self.page.get_by_role("button", name="Save draft").click()

    def act(self, name: str | re.Pattern[str]) -> None:
        """Choose one of the actions at the foot of the editor."""
        self.page.get_by_role("button", name="More actions").click()
        self.page.get_by_role("button", name=name).click()


def preview_block(page: "Page", name: str) -> None:
    option = page.get_by_role("option", name=name, exact=True)
    option.locator("xpath=following::button[1]").click()
