"""The address of a page, as its title is typed."""

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from blog.models import UpdatePage
from cms.models.slugs import make_slug
from tests import factories
from tests.browser.admin import Admin

if TYPE_CHECKING:
    from playwright.sync_api import Page

TITLES = [
    "Tŷ’r Ffynnon – Gŵyl Ŵyn",
    "Straße, Øl og Łódź: æ, œ, ð, þ",
    "2025–26: Mawrth/March",
    "Café – “déjà vu”?",
    "Привет, мир",
    "Καλημέρα",
    "Party 🎉",
]


@pytest.mark.parametrize("title", TITLES)
def test_the_browser_suggests_what_the_server_would(title, admin: Admin, page: "Page") -> None:
    page.goto(f"/admin/pages/add/blog/updatepage/{factories.make_update_index().pk}/")
    page.locator("#id_title").fill(title)
    page.locator("#id_title").blur()

    expect(page.locator("#id_slug")).to_have_value(make_slug(title))


@pytest.mark.proof
def test_a_title_without_a_letter_can_be_saved(admin: Admin, page: "Page") -> None:
    admin.add_page("blog.updatepage", factories.make_update_index().pk)
    admin.write_title("你好世界")
    admin.page.locator("#id_kind").select_option("news")
    admin.save_draft()

    expect(page.get_by_text("could not be saved")).to_have_count(0)
    assert UpdatePage.objects.get().slug == "nihaoshijie"
