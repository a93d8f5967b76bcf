"""What comes of text that is pasted from a word processor."""

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from blog.models import UpdatePage
from tests import factories
from tests.browser.admin import Admin

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

SAMPLES = Path(__file__).parents[1] / "samples" / "clipboard"
DOCS = (SAMPLES / "google-docs.html").read_text()
WORD = (SAMPLES / "word.html").read_text()
PASTE = """(element, html) => {
    const data = new DataTransfer();
    data.setData("text/html", html);
    data.setData("text/plain", new DOMParser().parseFromString(html, "text/html").body.textContent);
    element.dispatchEvent(new ClipboardEvent("paste", { bubbles: true, cancelable: true, clipboardData: data }));
}"""


@pytest.fixture
def paragraph(admin: Admin) -> "Locator":
    admin.add_page("blog.updatepage", factories.make_update_index().pk)
    admin.write_title("May")
    admin.page.locator("#id_kind").select_option("news")
    return admin.add_block("Paragraph")


def paste(admin: Admin, paragraph: "Locator", html: str) -> str:
    """Paste, save the draft and return the paragraph as it is stored, without the keys for comments."""
    field = paragraph.locator("[contenteditable=true]")
    field.click()
    field.evaluate(PASTE, html)
    admin.save_draft()
    stored = UpdatePage.objects.get().get_latest_revision_as_object().body.raw_data[0]["value"]
    return re.sub(r' data-block-key="\w+"', "", stored)


def test_only_what_was_bold_in_google_docs_is_bold(admin: Admin, paragraph: "Locator") -> None:
    stored = paste(admin, paragraph, DOCS)

    assert stored == (
        "<p><b>Bold</b> and <i>italic</i></p><ul><li>one<ul><li>nested</li></ul></li></ul>"
        '<p>Café <a href="https://example.org/">site</a></p>'
    )


@pytest.mark.parametrize("wrapper", ['<b style="font-weight:normal">', "<b>", '<strong style="font-weight: 400">'])
def test_the_wrapper_of_google_docs_makes_nothing_bold(wrapper, admin: Admin, paragraph: "Locator") -> None:
    name = wrapper[1:].split()[0].strip(">")
    stored = paste(admin, paragraph, f"{wrapper}<p>Plain, <b>bold</b></p><p>and plain</p></{name}>")

    assert stored == "<p>Plain, <b>bold</b></p><p>and plain</p>"


def test_tables_lists_and_links_of_word_stay_readable(admin: Admin, paragraph: "Locator") -> None:
    stored = paste(admin, paragraph, WORD)

    assert stored == (
        "<p>Minutes of the meeting</p><p><b>Present:</b> eleven <i>members</i></p>"
        "<ul><li>First point</li><li>Second point</li></ul>"
        "<p>Jam – £3</p><p>Honey – £5</p><p>After picture<br/>same paragraph</p>"
        '<p><a href="https://example.org/a%20b?x=1&amp;y=2">a link</a> local bad</p>'
    )


@pytest.mark.proof
def test_cells_with_paragraphs_and_nothing_stay_apart(admin: Admin, paragraph: "Locator") -> None:
    table = (
        "<table><tr><th><p>Jar</p><p>of jam</p></th><th>Price</th></tr>"
        "<tr><td></td><td> </td></tr><tr><td><b>Plum</b></td><td></td><td><ul><li>£3</li></ul></td></tr></table>"
    )

    assert paste(admin, paragraph, table) == "<p>Jar of jam – Price</p><p><b>Plum</b> – £3</p>"


@pytest.mark.proof
def test_control_characters_that_are_pasted_are_not_stored(admin: Admin, paragraph: "Locator") -> None:
    assert paste(admin, paragraph, "<p>Jam\x0band\x07 honey\ufffe</p>") == "<p>Jam and honey</p>"


def test_the_editor_is_told_what_did_not_come_in(admin: Admin, paragraph: "Locator", page: "Page") -> None:
    field = paragraph.locator("[contenteditable=true]")
    field.click()
    field.evaluate(PASTE, WORD)

    expect(page.get_by_text("Pictures cannot be pasted: add each as an image block.")).to_be_visible()
    expect(page.get_by_text("Pasted headings are plain paragraphs here")).to_be_visible()
