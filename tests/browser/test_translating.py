"""A translator's way from what waits to what readers see, by keyboard, and what keeps texts from getting lost."""

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from playwright.sync_api import expect
from wagtail.models import Locale

from blog.models import UpdatePage
from cms.translation.creation import send_for_translation
from cms.translation.models import GlossaryTerm
from tests import factories
from tests.browser.admin import start_session
from tests.browser.test_accessibility import AXE, FIND_VIOLATIONS, LOOKS
from tests.cms.languages import make_welsh, welsh, welsh_home
from tests.factories import block, make_user
from tests.translation.editor import find_task

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

pytestmark = pytest.mark.usefixtures("script_errors")

AXE_SCRIPT = Path(AXE).read_text()
# What Wagtail's own lists and forms lack.
WAGTAILS = {"page-has-heading-one", "landmark-unique", "link-in-text-block"}


class Direction(NamedTuple):
    """Whose language the original is in, and into which it is translated."""

    source: str
    target: str
    path: str


DIRECTIONS = [Direction("en", "cy", "/cy/updates/forty-patches/"), Direction("cy", "en", "/updates/forty-patches/")]


def make_source(code: str) -> UpdatePage:
    """Make an update with texts of all kinds, in an archive that has both languages."""
    welsh_home()
    archive = factories.make_update_index()
    archives = {"en": archive, "cy": make_welsh(archive)}
    body = [
        block("heading", {"text": "The gate", "level": "2"}),
        block("paragraph", '<p>Come on <b>4 May</b> to <a href="https://example.org/">the garden</a>.</p>'),
    ]
    return factories.make_update(archives[code], title="Original", slug="original", body=body)


def make_translator(code: str) -> User:
    return make_user("tegwen", group=f"Translators ({code})")


def find_text(page: "Page", label: str) -> "Locator":
    return page.get_by_role("textbox", name=label, exact=True)


def press(target: "Locator") -> None:
    """Press a button or follow a link with the keyboard."""
    target.focus()
    target.press("Enter")


def write(page: "Page", text: str) -> None:
    """Write a translation where the cursor is, and go on to the next one that waits."""
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(text)
    page.keyboard.press("Control+Enter")


def find_violations(page: "Page") -> list[str]:
    page.evaluate(AXE_SCRIPT)
    found: list[str] = page.evaluate(FIND_VIOLATIONS)
    return found


@pytest.mark.parametrize("direction", DIRECTIONS, ids=lambda direction: f"{direction.source}-{direction.target}")
def test_a_translator_translates_with_the_keyboard_and_readers_see_it(
    direction: Direction, page: "Page", moderator: User
) -> None:
    make_source(direction.source)
    start_session(page, make_translator(direction.target))
    page.goto(reverse("wagtailadmin_home"))
    press(page.get_by_role("button", name="Start “Original”"))
    progress = page.locator("[data-counter]")
    expect(progress).to_have_text("0 of 3")
    assert find_violations(page) == []

    press(page.get_by_role("button", name="Next without translation"))
    expect(find_text(page, "Title")).to_be_focused()
    write(page, "x" * 256)
    expect(find_text(page, "Title")).to_have_accessible_description(re.compile("at most 255 characters"))
    find_text(page, "Title").focus()
    write(page, "Forty patches")
    expect(find_text(page, "Body / Heading / Text")).to_be_focused()
    write(page, "Y giât")
    expect(find_text(page, "Body / Paragraph")).to_be_focused()
    expect(progress).to_have_text("2 of 3")
    page.keyboard.insert_text("Dewch ar 5 Mai i’r ")
    press(page.get_by_role("button", name="Link “the garden”"))
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Missing numbers: 4.")).to_be_visible()
    expect(progress).to_have_text("3 of 3")
    preview = page.frame_locator("[data-preview]")
    expect(preview.get_by_role("heading", name="Forty patches")).to_be_visible()
    press(page.get_by_role("button", name="Submit for moderation"))
    expect(page.locator(".messages")).to_contain_text("Submitted “Forty patches” for moderation.")

    start_session(page, moderator)
    draft = UpdatePage.objects.get(locale__language_code=direction.target)
    page.goto(reverse("wagtailadmin_pages:edit", args=[draft.pk]))
    press(page.get_by_role("button", name="Approve and publish"))
    expect(page.locator(".messages")).to_contain_text("Approved")

    page.context.clear_cookies()
    page.goto(direction.path)
    expect(page.get_by_role("heading", name="Forty patches")).to_be_visible()
    expect(page.locator(".paragraph")).to_contain_text("Dewch ar 5 Mai i’r the garden")


@pytest.fixture
def task(page: "Page") -> Any:
    """What a translator has begun to translate into Welsh, on the screen."""
    source = make_source("en")
    send_for_translation(source, [welsh()], user=None)
    start_session(page, make_translator("cy"))
    task = find_task(UpdatePage.objects.get(locale=welsh()))
    page.goto(reverse("translation_screen", args=[task.pk]))
    return task


@pytest.mark.proof
def test_two_translators_at_once_lose_nothing(page: "Page", task: Any) -> None:
    other = page.context.new_page()
    other.goto(page.url)
    find_text(other, "Title").fill("Hers")
    find_text(other, "Title").blur()
    expect(other.get_by_text("Saved")).to_be_visible()

    find_text(page, "Title").fill("Mine")
    find_text(page, "Title").blur()
    expect(page.get_by_text("Tegwen has changed this meanwhile.")).to_be_visible()
    expect(find_text(page, "Title")).to_have_value("Mine")

    press(page.get_by_role("button", name="Use this"))
    expect(find_text(page, "Title")).to_have_value("Hers")


@pytest.mark.proof
def test_what_could_not_be_saved_stays_and_is_sent_again(page: "Page", task: Any) -> None:
    page.route("**/texts/*/", lambda route: route.abort())
    find_text(page, "Title").fill("Deugain clwt")
    find_text(page, "Title").blur()
    expect(page.get_by_text("Not saved. Your text is still here")).to_be_visible()
    press(page.get_by_role("button", name="Submit for moderation"))
    assert not UpdatePage.objects.get(locale=welsh()).workflow_in_progress

    page.unroute("**/texts/*/")
    expect(page.get_by_text("Saved", exact=True)).to_be_visible(timeout=10_000)
    page.reload()
    expect(find_text(page, "Title")).to_have_value("Deugain clwt")


@pytest.mark.proof
@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_axe_finds_nothing_on_the_screens_of_translating(
    width: int, scheme: Any, page: "Page", task: Any, moderator: User
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    found: dict[str, list[str]] = {}
    screen = reverse("translation_screen", args=[task.pk])

    def look(name: str, path: str = "", *, is_wagtails: bool = False) -> None:
        if path:
            page.goto(path)
        page.wait_for_load_state("networkidle")
        violations = find_violations(page)
        found[name] = [one for one in violations if not is_wagtails or one.partition(":")[0] not in WAGTAILS]

    look("dashboard", reverse("wagtailadmin_home"))
    look("what waits", reverse("translation_waiting"))
    look("all", f"{reverse('translation_waiting')}?all")
    look("screen", screen)
    page.locator("summary").first.click()
    look("other values")
    find_text(page, "Title").fill("x" * 256)
    find_text(page, "Title").blur()
    expect(page.locator(".translate__messages").get_by_text("at most 255")).to_be_visible()
    look("error")
    press(page.get_by_role("button", name="Submit for moderation"))
    expect(page.locator(".messages")).to_contain_text("Title: ")
    look("refusal")
    find_text(page, "Title").fill("Teitl")
    page.get_by_label("with gaps").check()
    press(page.get_by_role("button", name="Submit for moderation"))
    expect(page.locator(".messages")).to_contain_text("Submitted")
    start_session(page, moderator)
    look("moderation", screen)

    GlossaryTerm.objects.create(locale=Locale.objects.get(language_code="cy"), term="garden", translation="gardd")
    start_session(page, User.objects.create_superuser("admin"))
    other = factories.make_update(title="Other")
    look("start", reverse("wagtail_localize:submit_page_translation", args=[other.pk]))
    look("sync", reverse("wagtail_localize:update_translations", args=[task.source_id]))
    look("glossary", reverse("wagtailsnippets_translation_glossaryterm:list"), is_wagtails=True)
    look("term", reverse("wagtailsnippets_translation_glossaryterm:add"), is_wagtails=True)
    look("settings", reverse("wagtailsettings:edit", args=["translation", "translationsettings"]), is_wagtails=True)

    assert {name: violations for name, violations in found.items() if violations} == {}
