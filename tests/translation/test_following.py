"""A translation keeps what was translated when its source changes, and says when it is outdated."""

from datetime import datetime

import pytest
from wagtail.models import Page

from cms.translation.memory import list_missing, list_offers
from cms.translation.models import TranslationState
from cms.translation.segments import list_rows
from tests import factories
from tests.changes.commits import settle
from tests.changes.replica import Replica, read_all
from tests.cms.languages import welsh_home
from tests.factories import block
from tests.translation.editor import Editor, find_task

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("translation-following")]

FIRST = "The gate is open on Monday and the shed stays closed."


@pytest.fixture(scope="module")
def translation(shared_administrator) -> tuple[Page, Page]:
    """A page, and its translation with all texts, which is public."""
    welsh = welsh_home().locale
    body = [
        block("paragraph", f"<p>{FIRST}</p><p>We met on Sunday.</p>"),
        block("heading", {"text": "Seeds", "level": "2"}),
    ]
    source = factories.make_standard_page(title="About", slug="about", body=body)
    target = shared_administrator.translate(source, welsh)
    shared_administrator.translate_texts(target)
    shared_administrator.publish(target)
    return source, target


@pytest.fixture
def administrator(shared_administrator) -> Editor:
    return shared_administrator


@pytest.fixture
def source(translation) -> Page:
    return read_again(translation[0])


@pytest.fixture
def target(translation) -> Page:
    return read_again(translation[1])


@pytest.fixture
def untranslated(administrator) -> Page:
    return factories.make_standard_page(title="Work", slug="work", body=[block("paragraph", f"<p>{FIRST}</p>")])


def read_again(page: Page) -> Page:
    return type(page).objects.get(pk=page.pk)


def read_since(target) -> datetime | None:
    """Return since when a translation is outdated."""
    return type(target).objects.get(pk=target.pk).outdated_since


def publish(page, **changes) -> None:
    """Publish changed values of a page, as an editor does."""
    page = type(page).objects.get(pk=page.pk)
    for name, value in changes.items():
        setattr(page, name, value)
    page.save_revision().publish()


def read_body(page) -> list[dict]:
    return list(type(page).objects.get(pk=page.pk).body.raw_data)


def describe(target) -> list[tuple[str, str]]:
    rows = list_rows(find_task(target))
    return [(row.source, row.data) for row in rows if row.state == "missing"]


def test_a_sentence_keeps_its_translation_when_another_one_changes(source, target):
    body = read_body(source)
    body[0]["value"] = body[0]["value"].replace("Sunday", "Saturday")
    publish(source, body=body)

    assert describe(target) == [("We met on Saturday.", "")]
    assert TranslationState.objects.get(translation=find_task(target)).missing == 1
    target.refresh_from_db()
    assert "cy We met on Sunday." in str(target.body)


def test_what_has_changed_is_shown_with_the_translation_it_had(source, target):
    body = read_body(source)
    body[0]["value"] = body[0]["value"].replace("Monday", "Tuesday")
    publish(source, body=body)

    [row] = [row for row in list_rows(find_task(target)) if row.state == "missing"]
    [offer] = row.shown_offers

    assert "<del>Monday</del><ins>Tuesday</ins>" in offer["changes"]
    assert "Monday" in offer["text"]


@pytest.mark.parametrize("act", ["move", "copy", "add", "remove", "reorder"])
def test_moving_blocks_about_loses_no_translation(act, source, target):
    body = read_body(source)
    body = {
        "move": [block("heading", body[1]["value"], "moved"), body[0]],  # cut and pasted: the block is a new one
        "copy": [*body, block("heading", body[1]["value"], "copied")],
        "add": [block("quote", {"text": "New", "person": None, "attribution": "", "role": ""}), *body],
        "remove": body[:1],
        "reorder": body[::-1],
    }[act]
    publish(source, body=body)

    assert describe(target) == ([("New", "")] if act == "add" else [])


def test_the_same_text_elsewhere_is_offered_and_not_taken_over(administrator, source, target, welsh):
    other = factories.make_standard_page(
        title="Other", slug="other", body=[block("heading", {"text": "Seeds", "level": "2"})]
    )
    made = administrator.translate(other, welsh)
    task = find_task(made)

    missing = list(list_missing(task.source, welsh))
    offers = list_offers(task, missing)

    [segment] = [segment for segment in missing if segment.string.data == "Seeds"]
    assert [offer.text for offer in offers[segment.pk]] == ["cy Seeds"]


@pytest.mark.changes_translations
def test_a_rename_changes_no_slug_of_a_translation(administrator, source, target):
    target.refresh_from_db()
    assert target.slug == "cy-about"

    publish(source, title="All about us", slug="all-about-us")
    administrator.publish(target)

    target.refresh_from_db()
    assert target.slug == "cy-about"


def test_a_rename_before_the_first_translation_changes_no_slug(administrator, untranslated, welsh):
    made = administrator.translate(untranslated, welsh)
    administrator.publish(made)
    publish(untranslated, slug="all-our-work")
    administrator.publish(made)

    made.refresh_from_db()
    assert made.slug == "work"


@pytest.mark.changes_translations
def test_a_translation_is_outdated_from_the_change_until_it_follows(administrator, source, target):
    assert read_since(target) is None

    publish(source, title="All about us")
    since = read_since(target)
    assert since is not None
    publish(source, title="Everything about us")
    assert read_since(target) == since

    administrator.translate_texts(target)
    administrator.publish(target)
    assert read_since(target) is None


def test_a_change_that_is_taken_back_outdates_nothing(source, target):
    publish(source, title="All about us")
    publish(source, title="About")

    assert read_since(target) is None


def test_a_draft_of_the_source_outdates_nothing(source, target):
    page = type(source).objects.get(pk=source.pk)
    page.title = "All about us"
    page.save_revision()

    assert read_since(target) is None


def test_an_approved_version_from_before_a_change_is_outdated(administrator, untranslated, welsh):
    made = administrator.translate(untranslated, welsh)
    administrator.translate_texts(made)
    administrator.post("translation_screen", find_task(made).pk, action="submit")
    publish(untranslated, title="All our work")

    administrator.post("translation_screen", find_task(made).pk, action="approve")

    made.refresh_from_db()
    assert made.live
    assert read_since(made) is not None


@pytest.mark.changes_translations
def test_what_is_withdrawn_is_not_outdated(source, target):
    publish(source, title="All about us")
    target.refresh_from_db()
    target.unpublish()

    assert read_since(target) is None


def test_the_api_says_since_when_a_translation_is_outdated(client, source, target):
    url, other = f"/api/v2/pages/{target.pk}/", f"/api/v2/pages/{source.pk}/"
    assert client.get(url).json()["meta"]["outdated_since"] is None
    assert [one["outdated_since"] for one in client.get(other).json()["meta"]["translations"]] == [None]

    publish(source, title="All about us")

    since = client.get(url).json()["meta"]["outdated_since"]
    assert datetime.fromisoformat(since) == read_since(target)
    assert [one["outdated_since"] for one in client.get(other).json()["meta"]["translations"]] == [since]


def test_a_follower_of_the_change_feed_holds_since_when_a_translation_is_outdated(client, source, target):
    settle()
    replica = Replica(client)
    replica.sync()

    publish(source, title="All about us")
    settle()
    replica.sync()

    assert replica.rows == read_all(client)
    [row] = [row for row in replica.rows.values() if row["id"] == target.pk and row["type"] == "home.StandardPage"]
    assert datetime.fromisoformat(row["data"]["meta"]["outdated_since"]) == read_since(target)
