"""An editor submits a post that introduces a new colleague; a moderator approves both in one act."""

import re
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from blog.models import UpdatePage
from tests import factories
from tests.browser.admin import Admin, rest

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route

SLOW_MILLISECONDS = 4000  # of an autosave that takes its time


def make_draft_person() -> Any:
    person = factories.make_person("Gwen Parry", role="Gardener", live=False)
    person.save_revision()
    return person


def write_post(admin: Admin, page: "Page", index: Any) -> None:
    admin.add_page("blog.updatepage", index.pk)
    admin.write_title("May in the garden")
    page.locator("#id_period").fill("2031-05")
    page.locator("#id_introduction").fill("A warm month.")
    block = admin.add_block("Team introduction")
    admin.fill(block, heading="Say hello to Gwen")
    admin.choose(block, "Choose person", "Gwen Parry")
    admin.write(block, "I like soup.", path="own_words")
    rest(page)  # not in the moment in which autosave creates the page


def test_a_post_and_its_draft_colleague_are_approved_in_one_act(
    admin: Admin, page: "Page", editor: Any, moderator: Any
) -> None:
    person, index = make_draft_person(), factories.make_update_index()
    write_post(admin, page, index)
    preview = admin.open_preview()
    expect(preview.locator(".team-intro")).to_contain_text("Gwen Parry")
    expect(preview.locator(".draft-mark").first).to_have_text("Draft")
    expect(preview.locator(".draft-notice")).to_contain_text("Gwen Parry")
    admin.act(re.compile("Submit to"))
    expect(page.locator(".messages")).to_contain_text("submitted for moderation")
    draft = UpdatePage.objects.get(title="May in the garden")
    count = draft.revisions.count()

    admin.sign_in(moderator)
    admin.open_editor(f"/admin/pages/{draft.pk}/edit/")
    expect(page.locator(".release").get_by_label("Gwen Parry")).to_be_checked()
    admin.act("Approve and Publish")
    expect(page.locator(".messages")).to_contain_text("has been updated")
    rest(page)

    draft.refresh_from_db()
    person.refresh_from_db()
    assert (draft.live, draft.has_unpublished_changes) == (True, False)
    assert (person.live, person.has_unpublished_changes) == (True, False)
    assert draft.revisions.count() == count
    assert not draft.revisions.filter(user=moderator).exists()

    page.context.clear_cookies()
    page.goto("/updates/may-in-the-garden/")
    expect(page.locator(".team-intro")).to_contain_text("Gwen Parry")
    expect(page.locator(".draft-mark")).to_have_count(0)
    (block,) = page.request.get(f"/api/v2/updates/{draft.pk}/").json()["body"]
    assert (block["type"], block["value"]["person"]["name"]) == ("team_intro", "Gwen Parry")


@pytest.mark.proof
def test_a_moderator_is_asked_before_readers_miss_something(admin: Admin, page: "Page", moderator: Any) -> None:
    person, index = make_draft_person(), factories.make_update_index()
    admin.sign_in(moderator)
    write_post(admin, page, index)
    admin.act("Publish")

    expect(page.get_by_role("heading", name="Before you publish")).to_be_visible()
    assert not UpdatePage.objects.get().live
    page.get_by_label("Gwen Parry").check()
    page.get_by_role("button", name="Publish").click()

    expect(page.locator(".messages")).to_contain_text("is published")
    person.refresh_from_db()
    assert (UpdatePage.objects.get().live, person.live) == (True, True)


def test_autosave_goes_on_after_an_error_is_mended(admin: Admin, page: "Page") -> None:
    draft = factories.make_standard_page(title="Before", live=False)
    admin.open_editor(f"/admin/pages/{draft.pk}/edit/")
    page.locator("#id_title").fill("")
    admin.save_draft()
    expect(page.locator(".messages")).to_contain_text("could not be saved")
    rest(page)

    page.locator("#id_title").fill("After")

    rest(page)
    draft.refresh_from_db()
    assert draft.draft_title == "After"


@pytest.mark.proof
def test_a_form_that_is_sent_while_autosave_is_at_work_saves_nothing_twice(admin: Admin, page: "Page") -> None:
    index, topic = factories.make_update_index(), factories.make_topic("Food")
    draft = factories.make_update(index, title="May", live=False)

    def delay(route: "Route") -> None:
        if route.request.method == "POST" and "json" in route.request.headers["accept"]:
            answer = route.fetch()
            page.wait_for_timeout(SLOW_MILLISECONDS)
            route.fulfill(response=answer)
        else:
            route.continue_()

    admin.open_editor(f"/admin/pages/{draft.pk}/edit/")
    page.route("**/edit/", delay)
    page.get_by_role("tab", name="Promote").click()
    page.get_by_role("button", name="Add topic").click()
    modal = page.locator(".modal-body")
    modal.get_by_title(f"Select {topic}").check()
    with page.expect_request(lambda request: request.method == "POST" and "json" in request.headers["accept"]):
        modal.get_by_role("button", name="Confirm selection").click()
    page.wait_for_timeout(1000)
    admin.act(re.compile("Submit to"))
    expect(page.locator(".messages")).to_contain_text("submitted for moderation", timeout=20_000)

    saved = UpdatePage.objects.get().get_latest_revision_as_object()
    assert [row.topic for row in saved.topics.all()] == [topic]
    assert UpdatePage.objects.get().workflow_in_progress
