"""Our own screens for those who write: by the keyboard alone, at two widths, with what axe finds."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from blog.models import UpdatePage
from cms.webhooks.models import Endpoint
from tests import factories
from tests.browser.admin import BODY, Admin, rest, start_session
from tests.browser.hands import PATIENCE
from tests.browser.test_accessibility import AXE, FIND_VIOLATIONS
from tests.importing.word_files import make_file

if TYPE_CHECKING:
    from playwright.sync_api import Page

AXE_SCRIPT = Path(AXE).read_text()
SHOTS = os.environ.get("SCREENSHOTS")
LOOKS = [(1280, "light"), (360, "dark")]
# What Wagtail's own lists and forms lack; docs/accessibility.md names each.
WAGTAILS = {"aria-required-children"}
MOST_TABS = 12  # more than a chooser has places


class Looker:
    """Looks at screens at both widths, and gathers what axe finds."""

    def __init__(self, page: "Page") -> None:
        self.page = page
        self.found: dict[str, list[str]] = {}

    def look(self, name: str, path: str = "") -> None:
        if path:
            self.page.goto(path)
        self.page.wait_for_load_state("networkidle")
        for width, scheme in LOOKS:
            self.page.set_viewport_size({"width": width, "height": 900})
            self.page.emulate_media(color_scheme=scheme)
            if SHOTS:
                self.page.screenshot(path=Path(SHOTS) / f"{name}-{width}.png", full_page=True)
            self.page.evaluate(AXE_SCRIPT)
            violations: list[str] = self.page.evaluate(FIND_VIOLATIONS)
            ours = [one for one in violations if one.partition(":")[0] not in WAGTAILS]
            if self.page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                ours.append("wider than the window")
            if ours:
                self.found[f"{name} {width}"] = ours
        self.page.set_viewport_size({"width": 1280, "height": 900})
        self.page.emulate_media(color_scheme="light")


@pytest.fixture
def administrator(page: "Page", script_errors: list[str]) -> User:
    user = User.objects.create_superuser("admin")
    start_session(page, user)
    return user


@pytest.mark.proof
def test_axe_finds_nothing_where_an_update_begins(page: "Page", administrator: User) -> None:
    factories.make_update_index()
    looker = Looker(page)
    looker.look("dashboard", reverse("wagtailadmin_home"))
    looker.look("start", reverse("start_update"))
    looker.look("guide", reverse("guide_section", args=["events"]))

    assert looker.found == {}


@pytest.mark.proof
def test_axe_finds_nothing_on_our_own_screens(page: "Page", administrator: User) -> None:
    looker = Looker(page)
    person = factories.make_person("Gwen Parry", live=False)
    person.save_revision()
    block = factories.block(
        "team_intro", {"heading": "Hello", "person": person.pk, "introduction": "", "own_words": ""}
    )
    update = factories.make_update(body=[block], live=False)
    update.save_revision()
    edit = reverse("wagtailadmin_pages:edit", args=[update.pk])

    looker.look("bring", reverse("importing_bring"))
    file = {"name": "notes.docx", "mimeType": "application/msword", "buffer": make_file("word-update")}
    page.get_by_label("File").set_input_files([file])
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="Check what became what")).to_be_visible()
    looker.look("review")
    looker.look("import", reverse("importing_posts"))
    looker.look("templates", reverse("wagtailsnippets_blog_updatetemplate:list"))
    looker.look("template", reverse("wagtailsnippets_blog_updatetemplate:add"))
    endpoint = Endpoint.objects.create(name="Site", address="https://example.org/hook")
    looker.look("webhooks", reverse("wagtailsnippets_webhooks_endpoint:list"))
    looker.look("webhook", reverse("webhook", args=[endpoint.pk]))
    looker.look("bin", reverse("bin"))
    looker.look("choices", reverse("checking_choices"))
    looker.look("report", reverse("checking_report"))
    looker.look("policies", reverse("policies"))
    looker.look("tasks", reverse("tasks"))
    looker.look("editor", edit)
    page.get_by_role("button", name="Toggle checks").click()
    expect(page.get_by_role("heading", name="Before you publish")).to_be_visible(timeout=PATIENCE)
    looker.look("checks")
    page.goto(edit)
    page.get_by_role("button", name="Toggle preview").click()
    expect(page.frame_locator("#w-preview-iframe").locator("main")).to_be_visible(timeout=PATIENCE)
    looker.look("preview")
    page.goto(edit)
    rest(page)
    Admin(page).act("Publish")
    expect(page.get_by_role("heading", name="Before you publish")).to_be_visible()
    looker.look("before")

    assert looker.found == {}


@pytest.mark.proof
def test_axe_finds_nothing_in_our_choosers(page: "Page", administrator: User) -> None:
    looker = Looker(page)
    factories.make_event(dates=[factories.make_date(days=3)])
    factories.make_person("Mair Owen")
    index = factories.make_update_index()
    admin = Admin(page)
    admin.add_page("blog.updatepage", index.pk)
    admin.write_title("Choosers")  # without one, the note that nothing can be saved comes and goes

    def look_into(block: Any, button: str, tab: str = "") -> None:
        block.get_by_role("button", name=button).first.click()
        modal = page.locator(".modal-body")
        expect(modal).to_be_visible()
        looker.look(button)
        if tab:
            modal.get_by_role("tab", name=tab).click()
            looker.look(f"{button}, {tab}")
        page.keyboard.press("Escape")
        expect(modal).to_have_count(0)

    picker = admin.open_picker(page.locator("#body-root .c-sf-add-button").last)
    admin.preview_block("News item")
    looker.look("picker")
    page.keyboard.press("Escape")
    expect(picker).to_have_count(0)
    look_into(admin.add_block("Team introduction"), "Choose person", "New person")
    look_into(admin.add_block("Events"), "Choose an event", "New event")
    look_into(admin.add_block("Shared call to action"), "Choose call to action", "New call to action")

    assert looker.found == {}


# With the keyboard alone


def press(target: Any, keys: str = "Enter") -> None:
    target.focus()
    target.press(keys)


def wait_for_focus(page: "Page", selector: str) -> None:
    page.wait_for_function("selector => document.activeElement.closest(selector) !== null", arg=selector)


def test_an_update_is_begun_written_and_ordered_with_the_keyboard(page: "Page", administrator: User) -> None:
    factories.make_update_index()
    factories.make_person("Mair Owen", joined=timezone.localdate())
    page.goto(reverse("wagtailadmin_home"))
    press(page.get_by_role("button", name="Start the update for"))
    page.wait_for_url("**/edit/")
    rest(page)
    blocks = page.locator(f"{BODY} > [data-streamfield-child]")
    count = blocks.count()

    press(page.locator(f"{BODY} > div > .c-sf-add-button").last)
    expect(page.locator(".w-combobox")).to_be_visible()
    page.locator(".w-combobox input").press_sequentially("Quote")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(blocks).to_have_count(count + 1)
    quote = blocks.last
    press(quote.get_by_role("button", name="Move up").first)
    expect(blocks.nth(count - 1).locator("input[value=quote]")).to_have_count(1)
    wait_for_focus(page, "[data-streamfield-child]")

    chooser = blocks.nth(count - 1).get_by_role("button", name="Choose person").first
    press(chooser)
    modal = page.get_by_role("dialog", name="Choose person")
    expect(modal).to_be_visible()
    expect(page.locator(".modal-body").get_by_label("Search term")).to_be_visible()
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        wait_for_focus(page, ".modal")  # it does not leave for what the chooser covers
    press(modal.get_by_role("link", name="Mair Owen").last)
    expect(modal).to_have_count(0)
    wait_for_focus(page, "[data-streamfield-child]")

    press(page.locator("#id_title"), "Control+s")
    rest(page)
    assert "quote" in str(UpdatePage.objects.get().get_latest_revision_as_object().body.raw_data)


def test_a_link_to_the_guide_stands_beside_what_it_explains(page: "Page", administrator: User) -> None:
    page.goto(reverse("wagtailadmin_pages:edit", args=[factories.make_update().pk]))

    page.get_by_role("link", name="Guide: Start this month's update").first.focus()
    assert page.get_by_role("link", name="Guide: Blocks, one by one").get_attribute("href") == reverse(
        "guide_section", args=["blocks"]
    )
    assert page.get_by_role("link", name="Guide: Meeting notes").count() == 1
    page.set_viewport_size({"width": 360, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
