"""The pictures of the guide for editors, in both languages: part of `make screenshots`."""

import io
import shutil
from typing import TYPE_CHECKING

from PIL import Image as PillowImage

from tests.browser.admin import preview_block
from tests.browser.demo import ROOT, ask_api
from tests.importing.word_files import make_file

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

FOLDER = ROOT / "docs" / "images" / "guide"
LANGUAGES = ("en", "cy")
WINDOW = {"width": 1120, "height": 700}


class Photographer:
    """Takes the pictures in one language."""

    def __init__(self, page: "Page", language: str) -> None:
        self.page = page
        self.language = language
        self.folder = FOLDER / language

    def keep(self, name: str, target: "Locator | None" = None) -> None:
        self.page.wait_for_timeout(800)
        data = target.screenshot() if target else self.page.screenshot()
        PillowImage.open(io.BytesIO(data)).save(self.folder / f"{name}.webp", quality=78, method=6)

    def choose_language(self, language: str) -> None:
        self.page.goto("/admin/account/")
        self.page.locator("[name=locale-preferred_language]").select_option(language)
        self.page.locator("form button[type=submit]").last.click()
        self.page.wait_for_load_state()

    def open_editor(self, pk: int) -> None:
        """Open a form, without the panel that was open beside the last one."""
        self.page.goto(f"/admin/pages/{pk}/edit/")
        self.page.wait_for_timeout(2000)
        opened = self.page.locator("[data-side-panel-toggle][aria-expanded=true]")
        if opened.count():
            opened.first.click()
            self.page.wait_for_timeout(800)

    def take_all(self, update: int, event: int) -> None:
        self.page.goto("/admin/")
        self.keep("start")
        self.open_editor(update)
        self.keep("pictures", self.page.locator("[data-streamfield-child]:has(> input[value=image])").first)
        self.take_picker()
        self.open_editor(event)
        self.page.locator("section[id$=-dates-section]").evaluate("section => section.scrollIntoView()")
        self.keep("events")
        self.open_editor(update)
        self.page.locator("[data-side-panel-toggle=preview]").click()
        self.page.wait_for_timeout(4000)
        self.keep("preview")
        self.take_schedule(update)
        self.take_document()
        self.take_translation()

    def take_picker(self) -> None:
        self.page.locator("#body-root .c-sf-add-button").first.click()
        preview_block(self.page, {"en": "News item", "cy": "Eitem newyddion"}[self.language])
        self.page.wait_for_timeout(1500)
        self.keep("blocks")

    def take_schedule(self, update: int) -> None:
        self.open_editor(update)
        self.page.locator("[data-side-panel-toggle=status]").click()
        self.page.locator("[data-a11y-dialog-show=schedule-publishing-dialog]").first.click()
        self.keep("schedule")

    def take_document(self) -> None:
        self.page.goto("/admin/bring/")
        file = {"name": "notes.docx", "mimeType": "application/msword", "buffer": make_file("word-update")}
        self.page.locator("input[type=file]").set_input_files([file])
        self.page.locator(".bring button[type=submit]").first.click()
        self.page.wait_for_load_state()
        self.keep("document")

    def take_translation(self) -> None:
        self.page.goto("/admin/translations/")
        begun = self.page.locator("main a[href^='/admin/translations/']:not([href*='?'])")
        (begun if begun.count() else self.page.locator("form[action*='/translations/start/'] button")).first.click()
        self.page.wait_for_load_state()
        self.keep("translate")


def photograph_guide(browser: "Browser", address: str) -> None:
    from cms.demo.users import DEMO_USERS

    moderator = DEMO_USERS[1]
    shutil.rmtree(FOLDER, ignore_errors=True)
    context = browser.new_context(base_url=address, viewport=WINDOW, locale="en-GB", reduced_motion="reduce")
    page = context.new_page()
    page.goto("/admin/login/")
    page.locator("#id_username").fill(moderator.username)
    page.locator("#id_password").fill(moderator.password)
    page.locator("button[type=submit]").click()
    page.wait_for_url("**/admin/")
    update = ask_api(address, "updates/?locale=en&body__type=image&limit=1")[0]["id"]
    event = ask_api(address, "events/?locale=en&limit=1")[0]["id"]
    for language in LANGUAGES:
        (FOLDER / language).mkdir(parents=True)
        photographer = Photographer(page, language)
        photographer.choose_language(language)
        photographer.take_all(update, event)
    photographer.choose_language("")
    context.close()
