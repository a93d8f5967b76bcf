"""An editor's hour: an update in few steps, by whoever writes it, on time, and without losing a word."""

import io
import re
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from dateutil.parser import parse
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from docx import Document
from playwright.sync_api import expect

from blog.models import UpdatePage
from tests import factories
from tests.browser import month
from tests.browser.admin import BODY, Admin, rest, start_session
from tests.browser.hands import PATIENCE, Hands
from tests.browser.month import Writer
from tests.browser.test_translating import find_text, make_source, make_translator, write
from tests.clocks import set_clock
from tests.importing.word_files import make_file
from tests.ops.processes import wait_until, work

if TYPE_CHECKING:
    from playwright.sync_api import Page

MOST_FROM_THE_BUTTON, MOST_FROM_WORD, MOST_FOR_A_TRANSLATION = 40, 25, 20
TITLE, INTRODUCTION, TEXT = "A roof, and soup for everybody", "Forty slates later.", "We mended the roof."
MONTH_SECONDS = 31 * 24 * 3600


class Role(NamedTuple):
    """Who writes; somebody who may not publish has it approved."""

    group: str
    may_publish: bool


ROLES = {"editor": Role("Editors", False), "moderator": Role("Moderators", True), "administrator": Role("", True)}


def make_writer(role: Role) -> User:
    return factories.make_user("wren", group=role.group) if role.group else User.objects.create_superuser("wren")


@pytest.fixture
def archive(page: "Page", script_errors: list[str]) -> Any:
    """What the month has brought: an event to come, a new colleague, and a call to action."""
    archive = factories.make_update_index()
    factories.make_event(title="Seed swap", dates=[factories.make_date(days=5)])
    factories.make_person("Mair Owen", joined=timezone.localdate())
    factories.make_call_to_action("Lend us two hours")
    return archive


def submit(hands: Hands, button: "str | re.Pattern[str]") -> None:
    rest(hands.page)
    hands.click(hands.page.get_by_role("button", name="More actions").last)
    hands.click(hands.page.get_by_role("button", name=button).last)
    hands.page.wait_for_load_state()


def publish(hands: Hands, role: Role) -> None:
    """Publish, or submit and let a moderator approve it from the dashboard."""
    if role.may_publish:
        submit(hands, re.compile("^Publish$"))
        return
    submit(hands, re.compile("Submit to"))
    expect(hands.page.locator(".messages")).to_contain_text("submitted for moderation", timeout=PATIENCE)
    start_session(hands.page, factories.make_user("morgan", group="Moderators"))
    hands.page.goto(reverse("wagtailadmin_home"))
    hands.click(hands.page.get_by_role("link", name=UpdatePage.objects.get().draft_title).first)
    hands.click(hands.page.get_by_role("button", name="Approve and Publish"))


@pytest.mark.parametrize("role", ROLES)
def test_the_month_is_out_in_few_steps_from_the_button(role: str, page: "Page", archive: Any) -> None:
    start_session(page, make_writer(ROLES[role]))
    hands = Hands(page)
    writer = Writer(hands)
    page.goto(reverse("wagtailadmin_home"))
    hands.click(page.get_by_role("button", name=re.compile("Start the update for")))
    page.wait_for_url("**/edit/")
    rest(page)
    hands.fill(page.locator("#id_title"), TITLE)
    hands.fill(page.locator("#id_introduction"), INTRODUCTION)
    writer.upload(
        page.locator("#id_hero_image-chooser"),
        "Choose an image",
        month.make_picture((90, 140, 90)),
        Description="A roof",
    )
    blocks = page.locator(f"{BODY} > [data-streamfield-child]")
    hands.write(blocks.nth(1).locator("[contenteditable=true]"), TEXT)
    newcomer = blocks.filter(has=page.locator("input[value=team_intro]"))
    writer.write(newcomer, "I like soup.", "own_words")
    publish(hands, ROLES[role])
    expect(page.locator(".messages")).to_contain_text("published", timeout=PATIENCE)

    update = UpdatePage.objects.get()
    shown = Client().get(update.get_url()).content.decode()
    words = (TITLE, INTRODUCTION, TEXT, "Mair Owen", "I like soup.", "Seed swap", "Lend us two hours")
    assert [word for word in words if word not in shown] == []
    assert hands.count < MOST_FROM_THE_BUTTON, hands.count


@pytest.mark.proof
@pytest.mark.parametrize("role", ROLES)
def test_a_word_file_is_out_in_few_steps_with_every_word(role: str, page: "Page", archive: Any) -> None:
    start_session(page, make_writer(ROLES[role]))
    hands = Hands(page)
    page.goto(reverse("wagtailadmin_home"))
    hands.click(page.get_by_role("link", name="Bring in a document"))
    data = make_file("word-update")
    hands.attach(page.get_by_label("File"), [{"name": "notes.docx", "mimeType": "application/msword", "buffer": data}])
    hands.click(page.get_by_role("button", name="Continue"))
    hands.fill(page.get_by_label("Title"), TITLE)
    hands.click(page.get_by_role("button", name="Add to the draft"))
    page.wait_for_url("**/edit/")
    rest(page)
    hands.fill(page.locator("#id_introduction"), INTRODUCTION)
    publish(hands, ROLES[role])
    expect(page.locator(".messages")).to_contain_text("published", timeout=PATIENCE)

    page.context.clear_cookies()
    page.goto(UpdatePage.objects.get().get_url())
    shown = page.locator("main").inner_text().casefold()
    assert [word for word in read_words(data) if word not in shown] == []
    assert hands.count < MOST_FROM_WORD, hands.count


def read_words(data: bytes) -> set[str]:
    """Return the words of a Word file; numbers of dates and times are shown in the site's way."""
    document = Document(io.BytesIO(data))
    texts = [paragraph.text for paragraph in document.paragraphs]
    texts += [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return {word.casefold() for text in texts for word in re.findall(r"[^\W\d_]{3,}", text)}


@pytest.mark.proof
def test_a_translation_is_out_in_few_steps(page: "Page", script_errors: list[str]) -> None:
    make_source("en")
    start_session(page, make_translator("cy"))
    hands = Hands(page)
    page.goto(reverse("wagtailadmin_home"))
    hands.click(page.get_by_role("button", name="Start “Original”"))
    hands.click(page.get_by_role("button", name="Next without translation"))
    for label, text in {"Title": "Deugain clwt", "Body / Heading / Text": "Y giât"}.items():
        expect(find_text(page, label)).to_be_focused()
        write(page, text)
        hands.count += 1
    expect(find_text(page, "Body / Paragraph")).to_be_focused()
    write(page, "Dewch ar 4 Mai i’r ardd")
    hands.count += 1
    expect(page.locator("[data-counter]")).to_have_text("3 of 3")
    hands.click(page.get_by_role("button", name="Submit for moderation"))
    expect(page.locator(".messages")).to_contain_text("Submitted", timeout=PATIENCE)
    start_session(page, factories.make_user("morgan", group="Moderators"))
    page.goto(reverse("wagtailadmin_home"))
    draft = UpdatePage.objects.get(locale__language_code="cy")
    page.goto(reverse("wagtailadmin_pages:edit", args=[draft.pk]))
    hands.click(page.get_by_role("button", name="Approve and publish"))
    expect(page.locator(".messages")).to_contain_text("Approved", timeout=PATIENCE)

    assert "Deugain clwt" in Client().get("/cy/updates/deugain-clwt/").content.decode()
    assert hands.count < MOST_FOR_A_TRANSLATION, hands.count


# On time


@pytest.mark.proof
@pytest.mark.parametrize("absence", ["signed in", "session expired", "browser closed", "no worker for a month"])
def test_what_the_screen_says_of_a_schedule_comes_true(
    absence: str, page: "Page", archive: Any, database_url: str, tmp_path: Path
) -> None:
    publisher = factories.make_user("morgan", group="Moderators")
    start_session(page, publisher)
    draft = factories.make_update(archive, title=TITLE, live=False)
    draft.save_revision(user=publisher)
    said = schedule(page, draft, timezone.localtime() + timedelta(days=2))
    if absence == "session expired":
        Session.objects.all().delete()
    if absence == "browser closed":
        page.context.close()

    clock = tmp_path / "clock"
    set_clock(clock, 0)
    environment = {"CLOCK_FILE": str(clock), "DJANGO_SETTINGS_MODULE": "tests.settings", "CACHES": "production"}
    seconds = int((said - timezone.now()).total_seconds())
    if absence == "no worker for a month":
        set_clock(clock, seconds + MONTH_SECONDS)
    with work(database_url, "--every", "0.2", **environment):
        if absence != "no worker for a month":
            set_clock(clock, seconds - 3600)
            assert not is_live(draft, seconds=3)
            set_clock(clock, seconds + 60)
        wait_until(lambda: is_live(draft))

    draft.refresh_from_db()
    assert (draft.live, draft.approved_schedule, draft.go_live_at) == (True, False, said)
    assert draft.last_published_at >= said
    assert TITLE in Client().get(draft.get_url()).content.decode()


def schedule(page: "Page", draft: UpdatePage, moment: datetime) -> datetime:
    """Set the schedule of a draft as people do; return the moment that the screen says then."""
    Admin(page).open_editor(reverse("wagtailadmin_pages:edit", args=[draft.pk]))
    page.get_by_role("button", name="Toggle status").click()
    page.get_by_role("button", name="Set schedule").click()
    page.locator("#id_go_live_at").fill(f"{moment:%d/%m/%Y} 19:30")
    page.locator("#id_go_live_at").blur()
    with page.expect_navigation():
        page.get_by_role("button", name="Save schedule").click()
    rest(page)
    Admin(page).act(re.compile("Schedule to publish|^Publish$"))
    expect(page.locator(".messages")).to_contain_text("scheduled", timeout=PATIENCE)
    page.goto(reverse("wagtailadmin_pages:edit", args=[draft.pk]))
    status = page.locator("#form-side [data-side-panel=status], [data-side-panel=status]").first
    text = " ".join((status.text_content() or "").split())
    found = re.search(r"Go-live:? *(\d+ \w+\.? \d{4}),? (?:at )?(\d\d:\d\d)", text)
    assert found, text
    return timezone.make_aware(parse(f"{found[1]} {found[2]}", dayfirst=True))


def is_live(page: UpdatePage, seconds: float = 0) -> bool:
    """Return whether a page is public, or becomes so within some seconds."""
    if seconds:
        try:
            wait_until(lambda: UpdatePage.objects.get(pk=page.pk).live, seconds)
        except AssertionError:
            return False
    return bool(UpdatePage.objects.get(pk=page.pk).live)


# Two at once


@pytest.mark.proof
def test_the_second_of_two_editors_is_told_and_nothing_is_lost(page: "Page", archive: Any) -> None:
    draft = factories.make_update(archive, title="Before", live=False)
    draft.save_revision()
    edit = reverse("wagtailadmin_pages:edit", args=[draft.pk])
    start_session(page, factories.make_user("wren"))
    Admin(page).open_editor(edit)
    other_context = page.context.browser.new_context(base_url=page.url.split("/admin")[0], locale="en-GB")
    other_context.clock.install()
    other = other_context.new_page()
    start_session(other, factories.make_user("erin"))
    Admin(other).open_editor(edit)
    other.locator("#id_introduction").fill("Hers")
    rest(other)
    assert UpdatePage.objects.get().get_latest_revision_as_object().introduction == "Hers"

    page.locator("#id_title").fill("His")
    page.clock.run_for(30_000)
    told = page.get_by_text(re.compile("saved a new version|newer version"))
    expect(told.first).to_be_visible(timeout=PATIENCE)
    expect(page.locator("#id_title")).to_have_value("His")
    kept = {(one.content["title"], one.content["introduction"]) for one in draft.revisions.all()}
    assert ("Before", "Hers") in kept

    other_context.close()
