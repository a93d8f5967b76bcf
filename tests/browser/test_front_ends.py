"""A front end on another origin and the editor follow each other, and links show drafts to those without an account."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from playwright.sync_api import expect
from wagtail.models import Site

from cms.models import Organisation
from tests import factories
from tests.browser.admin import Admin, rest
from tests.preview.front_ends import serve_front_end

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

HEADINGS = [factories.block("heading", {"text": f"Part {n}", "level": "2"}, f"part-{n}") for n in range(9)]


@pytest.fixture
def front_end(page: "Page", live_server) -> Iterator[str]:
    with serve_front_end(live_server.url) as address:
        organisation = Organisation.for_site(Site.objects.get())
        Organisation.objects.filter(pk=organisation.pk).update(name="Ours", preview_url=address)
        yield address


def test_the_front_end_follows_the_editor_and_the_editor_the_front_end(
    admin: Admin, page: "Page", front_end: str, browser: "Browser"
) -> None:
    update = factories.make_update(title="Keys", body=HEADINGS)
    admin.open_editor(reverse("wagtailadmin_pages:edit", args=[update.pk]))
    preview = admin.open_preview()
    expect(preview.locator("h1")).to_have_text("Keys")

    # What is typed is seen at once, without a reload: the page is still where it was.
    preview.locator("main").evaluate("() => { window.isSame = true; window.scrollTo(0, 500); }")
    page.locator("#id_title").fill("Keys to the shed")
    expect(preview.locator("h1")).to_have_text("Keys to the shed")
    assert preview.locator("main").evaluate("() => [window.isSame, window.scrollY]") == [True, 500]

    # A click on a block opens it in the editor.
    page.locator("#body-root [data-panel-toggle]").nth(4).click()
    preview.locator("section").nth(4).click()
    field = page.locator("#body-4-value-text")
    expect(field).to_be_visible()
    expect(field).to_be_focused()

    # The block with the cursor is shown.
    page.locator("#body-8-value-text").focus()
    expect(preview.locator("section").nth(8)).to_be_in_viewport()
    rest(page)

    # Wagtail's checks look at its own preview; afterwards the front end is back.
    frame = page.locator("#w-preview-iframe")
    page.get_by_role("button", name="Toggle checks").click()
    expect(frame).to_have_attribute("src", re.compile("/edit/preview/"))
    page.get_by_role("button", name="Toggle preview").click()
    expect(frame).to_have_attribute("src", re.compile(re.escape(front_end)))
    page.get_by_text("Built-in site", exact=True).click()
    expect(frame).to_have_attribute("src", re.compile("/edit/preview/"))

    # A link shows the draft to people without an account, until it is withdrawn.
    page.goto(reverse("preview_links", args=[update.pk]))
    page.get_by_role("button", name="Make the link").click()
    address = page.locator(".preview-links__address").input_value()
    assert address.startswith(front_end)
    context = browser.new_context()
    guest = context.new_page()
    guest.goto(address)
    expect(guest.locator("h1")).to_have_text("Keys to the shed")
    page.get_by_role("button", name="Withdraw").click()
    expect(page.locator(".preview-links__address")).to_have_count(0)
    guest.reload()
    expect(guest.locator("main")).to_contain_text("withdrawn")
    expect(guest.locator("h1")).to_have_count(0)
    context.close()
