"""Drafts in the starter, on another origin than the editor: they follow each other."""

import subprocess
import sys
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from playwright.sync_api import expect

from tests.browser.demo import ROOT, ask_api, make_environment
from tests.browser.screenshots import sign_in
from tests.starter.site import Starter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.proof, pytest.mark.xdist_group("starter")]

NAME_FRONT_END = """
from wagtail.models import Site
from cms.models import Organisation
organisation = Organisation.for_site(Site.objects.get(is_default_site=True))
organisation.preview_url = "{address}/preview/"
organisation.save()
"""
MAKE_LINK = """
from django.contrib.auth import get_user_model
from wagtail.models import Page
from cms.preview.models import PreviewLink, expire_after
from cms.preview.tokens import write_link_token
page = Page.objects.get(pk={page}).specific
page.title = "Only a draft"
user = get_user_model().objects.filter(is_superuser=True).first()
page.save_revision(user=user)
link = PreviewLink.objects.create(page=page, user=user, expires_at=expire_after(1))
print(write_link_token(link))
"""
EXPIRE_LINKS = """
from django.utils import timezone
from cms.preview.models import PreviewLink
PreviewLink.objects.update(expires_at=timezone.now())
"""
# Scroll a little, and remember the place in the window, which a reload would forget.
MARK = "() => { scrollBy({ top: 40, behavior: 'instant' }); window.place = scrollY; }"


def tell(starter: Starter, code: str) -> str:
    """Run code in the CMS, and return what it prints."""
    command = [sys.executable, "manage.py", "shell", "--no-imports", "--command", code]
    environment = make_environment(starter.demo, BASE_URL=starter.cms)
    done = subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True)
    return done.stdout.strip()


@pytest.fixture
def editor(browser: "Browser", starter: Starter) -> "Iterator[Page]":
    """An editor, signed in."""
    tell(starter, NAME_FRONT_END.format(address=starter.address))
    context = browser.new_context(
        base_url=starter.cms, viewport={"width": 1600, "height": 900}, reduced_motion="reduce"
    )
    page = context.new_page()
    page.set_default_timeout(30_000)
    sign_in(page)
    yield page
    context.close()


def find_update(starter: Starter) -> dict:
    """Return the update with most blocks in it."""
    updates = ask_api(starter.cms, "updates/?locale=en&fields=body&limit=100")
    return max(updates, key=lambda update: len({block["type"] for block in update["body"]}))


def test_the_starter_follows_the_editor_and_the_editor_the_starter(editor: "Page", starter: Starter) -> None:
    update = find_update(starter)
    [number, *_] = [n for n, block in enumerate(update["body"]) if block["type"] == "heading" and n > 2]
    editor.goto(f"/admin/pages/{update['id']}/edit/")
    editor.get_by_role("button", name="Toggle preview").click()
    preview = editor.frame_locator("#w-preview-iframe")
    expect(preview.locator("h1")).to_be_visible()
    frame = next(frame for frame in editor.frames if frame.url.startswith(f"{starter.address}/preview/"))
    frame.wait_for_selector(".block")

    # Where the cursor is in the editor, the block is marked.
    block = preview.locator(".body > [data-block]").nth(number)
    field = editor.locator(f"#body-{number}-value-text")
    field.focus()
    expect(block).to_have_attribute("data-block-focused", "")

    # What is typed is seen at the same place of the page.
    frame.evaluate(MARK)
    for title in ("Typed once", "Typed again"):
        field.fill(title)
        expect(preview.get_by_role("heading", name=title)).to_be_attached()
    assert frame.evaluate("[scrollY - window.place, scrollY > 0]") == [0, True]

    # A click on a block opens it in the editor.
    editor.locator("#id_title").focus()
    expect(block).not_to_have_attribute("data-block-focused", "")
    block.click()
    expect(field).to_be_focused()

    # A link inside a block opens the block, too.
    preview.locator(".body a[href]").first.click()
    assert frame.url.startswith(f"{starter.address}/preview/")


def test_people_without_an_account_see_a_draft_until_its_link_expires(window: "Page", starter: Starter) -> None:
    update = find_update(starter)
    token = tell(starter, MAKE_LINK.format(page=update["id"]))

    window.goto(f"/preview/#token={quote(token)}&path=/&locale=en")
    expect(window.locator("h1")).to_have_text("Only a draft")
    assert window.locator(".body [data-block]").count() >= len(update["body"])

    tell(starter, EXPIRE_LINKS)
    window.reload()
    expect(window.get_by_role("status")).to_contain_text("expired")
    assert window.locator("h1").count() == 0


def test_a_token_that_somebody_made_up_shows_nothing(window: "Page", starter: Starter) -> None:
    for fragment in ("", "#token=forged:token:here"):
        window.goto(f"/preview/{fragment}")
        window.reload()
        expect(window.get_by_role("status")).not_to_contain_text("Loading")
        assert window.locator("h1").count() == 0
