"""An editor brings a document into an update, in a window."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from blog.models import UpdatePage
from cms.importing.models import PostImport
from cms.importing.posts.tasks import import_posts
from tests import factories
from tests.browser.admin import Admin, rest, start_session
from tests.browser.hands import PASTE, Hands
from tests.browser.test_accessibility import AXE, FIND_VIOLATIONS
from tests.importing.test_posts import WEBFLOW
from tests.importing.word_files import make_file

if TYPE_CHECKING:
    from playwright.sync_api import Page

MOST_STEPS = 10
WORDS = [
    "council",
    "minutes",
    "front door",
    "insurance",
    "second",
    "soup",
    "Mair",
    "Coffee morning",
    "chapel",
    "growers",
]
SHOTS = os.environ.get("SCREENSHOTS")
AXE_SCRIPT = Path(AXE).read_text()


def check(page: "Page", name: str) -> None:
    """Check that a screen has no violations, and fits a telephone."""
    page.evaluate(AXE_SCRIPT)
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 800})
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            if SHOTS:
                page.screenshot(path=Path(SHOTS) / f"{name}-{width}-{scheme}.png", full_page=True)
            violations = page.evaluate(FIND_VIOLATIONS)
            assert [one for one in violations if ".bring" in one or "main" in one] == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.set_viewport_size({"width": 1280, "height": 800})
    page.emulate_media(color_scheme="light")


@pytest.mark.parametrize("source", ["word", "pasted"])
def test_a_document_is_brought_in_checked_and_added(source, admin: Admin, page: "Page") -> None:
    update = factories.make_update()
    page.goto(reverse("wagtailadmin_pages:edit", args=[update.pk]))
    page.goto(f"{reverse('importing_bring')}?page={update.pk}")
    if source == "word":
        check(page, "bring")
        page.get_by_label("File").set_input_files(
            [{"name": "notes.docx", "mimeType": "application/msword", "buffer": make_file("word-update")}]
        )
    else:
        page.get_by_label("Text").evaluate(PASTE, "<h2>Soup</h2><ul><li>leek</li></ul>")
        expect(page.get_by_role("status").filter(has_text="Pasted with its formatting")).to_be_visible()
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="Check what became what")).to_be_visible()
    if source == "word":
        events = page.locator(".bring__row", has_text="Coffee morning")
        expect(events.get_by_text("Event elsewhere").or_(events.locator("dt", has_text="Start")).first).to_be_visible()
        events.get_by_label("Text", exact=True).check()
        expect(events.locator("dt", has_text="Start").first).to_be_hidden()
        events.get_by_label("Events").check()
        check(page, "review")
    page.get_by_role("button", name="Add to the draft").click()
    page.wait_for_url(f"**{reverse('wagtailadmin_pages:edit', args=[update.pk])}")

    kinds = [one.block_type for one in UpdatePage.objects.get().get_latest_revision_as_object().body]
    expected = ["heading", "paragraph", "heading", "quote", "events", "call_to_action"]
    assert kinds == (expected if source == "word" else ["heading", "paragraph"])


def test_an_import_of_posts_is_tried_and_reported(page: "Page", admin_user, script_errors) -> None:
    parent = factories.make_update_index()
    start_session(page, admin_user)
    page.goto(reverse("importing_posts"))
    check(page, "posts")
    page.get_by_label("File").set_input_files(
        [{"name": "posts.csv", "mimeType": "text/csv", "buffer": WEBFLOW.read_bytes()}]
    )
    page.get_by_label("Old path").fill("/post/{slug}")
    page.get_by_role("button", name="Try it").click()
    expect(page.get_by_role("heading", name="Import posts")).to_be_visible()
    found = PostImport.objects.get()
    if not found.finished_at:
        import_posts.call(found.pk)
    page.reload()
    expect(page.get_by_role("button", name="Import 5 posts")).to_be_visible()
    check(page, "report")

    assert not UpdatePage.objects.child_of(parent).exists()


def test_an_update_is_written_in_word_and_submitted_in_few_steps(admin: Admin, page: "Page") -> None:
    factories.make_update_index()
    hands = Hands(page)
    page.goto(reverse("wagtailadmin_home"))
    hands.click(page.get_by_role("link", name="Bring in a document"))
    file = {"name": "notes.docx", "mimeType": "application/msword", "buffer": make_file("word-update")}
    hands.attach(page.get_by_label("File"), [file])
    hands.click(page.get_by_role("button", name="Continue"))
    hands.fill(page.get_by_label("Title"), "What the council said")
    hands.click(page.get_by_role("button", name="Add to the draft"))
    page.wait_for_url("**/edit/")
    rest(page)
    hands.fill(page.locator("#id_introduction"), "We have the keys.")
    hands.click(page.get_by_role("button", name="More actions").last)
    hands.click(page.get_by_role("button", name="Submit to", exact=False))
    page.wait_for_load_state()

    update = UpdatePage.objects.get()
    assert hands.count <= MOST_STEPS
    assert update.current_workflow_state
    text = str(list(update.get_latest_revision_as_object().body.raw_data))
    assert [word for word in WORDS if word not in text] == []
