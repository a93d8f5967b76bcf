"""`make screenshots`: the demo's pages and the admin, at two widths, light and dark, in `var/screenshots`.

The pictures of the guide for editors are made anew, too.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import django
from playwright.sync_api import sync_playwright

from tests.browser.admin import preview_block
from tests.browser.chromium import launch_chromium
from tests.browser.demo import ROOT, ask_api, find_pages, make_environment, serve_demo
from tests.browser.guide import photograph_guide
from tests.urdu import ARCHIVE_SLUG, SLUG

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

LANGUAGES = "en,cy,ur"
FOLDER = ROOT / "var" / "screenshots"
LOOKS: list[tuple[int, Any]] = [(width, scheme) for width in (1280, 360) for scheme in ("light", "dark")]


def add_urdu(directory: Path) -> None:
    """Add pages in a language from right to left to the demo in ``directory``."""
    environment = make_environment(directory, LANGUAGES=LANGUAGES)
    subprocess.run([sys.executable, "-m", "tests.urdu"], cwd=ROOT, env=environment, check=True)


def photograph(page: "Page", name: str, width: int, scheme: str, *, whole: bool = True) -> None:
    page.wait_for_timeout(300)
    page.screenshot(path=FOLDER / f"{name}-{width}-{scheme}.png", full_page=whole)


def photograph_site(page: "Page", pages: dict[str, str], width: int, scheme: str) -> None:
    for name, path in pages.items():
        page.goto(path)
        page.evaluate("document.querySelectorAll('img[loading=lazy]').forEach(image => { image.loading = 'eager'; })")
        page.wait_for_load_state("networkidle")
        photograph(page, name, width, scheme)


def sign_in(page: "Page") -> None:
    from cms.demo.users import DEMO_USERS

    editor = DEMO_USERS[0]
    page.goto("/admin/login/")
    page.locator("#id_username").fill(editor.username)
    page.locator("#id_password").fill(editor.password)
    page.locator("button[type=submit]").click()
    page.wait_for_url("**/admin/")


def photograph_admin(page: "Page", update: int, width: int, scheme: str) -> None:
    sign_in(page)
    photograph(page, "admin-dashboard", width, scheme)
    for name, path in {
        "admin-updates": "/admin/updates/",
        "admin-events": "/admin/events/",
        "admin-people": "/admin/snippets/people/person/",
        "admin-images": "/admin/images/",
    }.items():
        page.goto(path)
        photograph(page, name, width, scheme)
    photograph_editor(page, update, width, scheme)


def photograph_editor(page: "Page", update: int, width: int, scheme: str) -> None:
    page.goto(f"/admin/pages/{update}/edit/")
    page.wait_for_timeout(1500)
    photograph(page, "admin-editor", width, scheme)
    page.locator("#body-root .c-sf-add-button").first.click()
    preview_block(page, "News item")
    page.wait_for_timeout(1500)
    photograph(page, "admin-block-picker", width, scheme, whole=False)
    page.keyboard.press("Escape")
    page.get_by_role("tab", name="Promote").click()
    photograph(page, "admin-editor-promote", width, scheme)
    page.get_by_role("tab", name="Content").click()
    page.get_by_role("button", name="Toggle preview").click()
    page.wait_for_timeout(3000)
    photograph(page, "admin-editor-preview", width, scheme, whole=False)


def photograph_everything(browser: "Browser", address: str) -> None:
    pages = find_pages(address)
    pages |= {"home-urdu": "/ur/", "archive-urdu": f"/ur/{ARCHIVE_SLUG}/", "update-urdu": f"/ur/{ARCHIVE_SLUG}/{SLUG}/"}
    path = pages["update"]
    update = next(
        u["id"] for u in ask_api(address, "updates/?limit=100") if urlsplit(u["meta"]["html_url"]).path == path
    )
    for width, scheme in LOOKS:
        context = browser.new_context(
            base_url=address,
            color_scheme=scheme,
            locale="en-GB",
            reduced_motion="reduce",
            viewport={"width": width, "height": 900},
        )
        page = context.new_page()
        photograph_site(page, pages, width, scheme)
        photograph_admin(page, update, width, scheme)
        context.close()


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    django.setup()
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    with (
        tempfile.TemporaryDirectory(prefix="cms-screenshots-") as directory,
        serve_demo(Path(directory), LANGUAGES=LANGUAGES) as address,
        sync_playwright() as playwright,
    ):
        add_urdu(Path(directory))
        browser = launch_chromium(playwright)
        photograph_everything(browser, address)
        photograph_guide(browser, address)
        browser.close()
    sys.stdout.write(f"{len(list(FOLDER.iterdir()))} pictures in {FOLDER.relative_to(ROOT)}\n")


if __name__ == "__main__":
    main()
