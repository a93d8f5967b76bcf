"""What becomes of a translation when its original changes, from the change until the translation follows.

Each test does to an original in English what an editor does, and looks at what readers of the Welsh get, at what waits
for the translator, and at what readers get once it is translated.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, PageViewRestriction

from cms.bin.actions import delete_for_good, move_to_bin, restore
from cms.translation.models import TranslationState
from cms.translation.segments import list_rows
from cms.translation.waiting import Items
from tests import factories
from tests.cms import languages
from tests.factories import block
from tests.translation.editor import Editor, find_task
from tests.translation.shared import shared_editor, undone

# The site takes long to make: one process of a parallel run does all of it.
pytestmark = [pytest.mark.changes_translations, pytest.mark.xdist_group("translation-cycle")]

NOON = datetime(2027, 3, 13, 12, tzinfo=UTC)
LATER = NOON + timedelta(days=7)
HEADING = block("heading", {"text": "Seeds", "level": "2"}, "heading")
PARAGRAPH = block("paragraph", "<p>The gate is open on Monday.</p><p>We met on Sunday.</p>", "paragraph")
BODY = [HEADING, PARAGRAPH]
CALL = block("call_to_action", {"heading": "Come", "text": "Lend us an hour", "links": []}, "call")


class Site(NamedTuple):
    editor: Editor
    section: Any
    source: Any
    target: Any
    event: Any
    welsh_event: Any


def translate(editor: Editor, *sources: Any) -> list[Any]:
    made = [editor.translate(source, languages.welsh()) for source in sources]
    for target in made:
        editor.translate_texts(target)
        editor.publish(target)
    return [reload(target) for target in made]


@pytest.fixture(scope="module")
def translated_site(django_db_setup: None, django_db_blocker: Any) -> Iterator[Site]:
    """A page below a section, and an event, all of them translated."""
    with shared_editor(django_db_blocker) as editor:
        languages.welsh_home()
        section = factories.make_standard_page(title="About", slug="about")
        source = factories.make_standard_page(section, title="History", slug="history", body=BODY)
        dates = [factories.make_date(start=NOON, note="Bring pots"), factories.make_date(start=LATER)]
        event = factories.make_event(title="Seed swap", slug="seed-swap", dates=dates)
        _section, target, _index, welsh_event = translate(editor, section, source, event.get_parent().specific, event)
        yield Site(editor, section, source, target, event, welsh_event)


@pytest.fixture(autouse=True)
def site(translated_site: Site) -> Iterator[Site]:
    with undone():
        yield translated_site


def reload(page: Any) -> Any:
    return type(page).objects.get(pk=page.pk)


def publish(page: Any, **changes: Any) -> Any:
    page = reload(page)
    for name, value in changes.items():
        setattr(page, name, value)
    page.save_revision().publish()
    return reload(page)


def read(site: Site) -> dict[str, Any]:
    """Return the Welsh page in the API."""
    return site.editor.client.get(f"/api/v2/pages/{site.target.pk}/").json()


def list_texts(site: Site) -> list[str]:
    """Return the texts that readers of Welsh get, block by block."""
    found = []
    for child in read(site)["body"]:
        value = child["value"]
        found.append(value if isinstance(value, str) else value.get("text") or value["heading"])
    return found


def is_outdated(site: Site) -> bool:
    return read(site)["meta"]["outdated_since"] is not None


def list_missing(target: Any) -> list[str]:
    """Return the texts that wait for the translator."""
    return [row.source for row in list_rows(find_task(target)) if row.state == "missing"]


def follow(site: Site, target: Any = None) -> None:
    """Translate what waits, and publish it."""
    target = target or site.target
    task = find_task(target)
    for row in list_rows(task):
        if row.state == "missing":
            site.editor.post("translation_text", task.pk, row.pk, status=200, value=f"cy {row.source}")
    site.editor.post("translation_screen", task.pk, action="publish")


BEFORE = ["cy Seeds", "<p>cy The gate is open on Monday.</p><p>cy We met on Sunday.</p>"]
CHANGED = block("paragraph", PARAGRAPH["value"].replace("Sunday", "Saturday"), "paragraph")
# The body after each act, the texts that wait then, and what readers of Welsh get in the end.
ACTS: dict[str, tuple[list[Any], list[str], list[str]]] = {
    "change": (
        [HEADING, CHANGED],
        ["We met on Saturday."],
        ["cy Seeds", "<p>cy The gate is open on Monday.</p><p>cy We met on Saturday.</p>"],
    ),
    "add": ([CALL, *BODY], ["Come", "Lend us an hour"], ["cy Lend us an hour", *BEFORE]),
    "remove": ([PARAGRAPH], [], BEFORE[1:]),
    "move": ([PARAGRAPH, block("heading", HEADING["value"], "pasted")], [], BEFORE[::-1]),
    "reorder": ([PARAGRAPH, HEADING], [], BEFORE[::-1]),
}


@pytest.mark.parametrize("act", ACTS)
def test_a_change_of_blocks(site, act):
    body, missing, after = ACTS[act]

    publish(site.source, body=body)

    assert list_texts(site) == BEFORE
    assert is_outdated(site)
    assert list_missing(site.target) == missing
    follow(site)
    assert list_texts(site) == after
    assert not is_outdated(site)


def test_a_rename(site):
    publish(site.source, title="Our history", slug="our-history")

    assert (read(site)["title"], read(site)["meta"]["slug"]) == ("cy History", "cy-history")
    assert list_missing(site.target) == ["Our history"]
    follow(site)
    assert (read(site)["title"], read(site)["meta"]["slug"]) == ("cy Our history", "cy-history")
    assert site.editor.client.get(site.target.url).status_code == 200


def test_a_move(site):
    other = factories.make_standard_page(title="Work", slug="work")
    translate(site.editor, other)
    site.editor.post("wagtailadmin_pages:move_confirm", site.source.pk, other.pk, translations=[site.target.pk])

    assert not is_outdated(site)
    assert Page.objects.get(pk=site.target.pk).get_parent().title == "cy Work"
    publish(site.source, body=[HEADING])
    follow(site)
    assert list_texts(site) == ["cy Seeds"]
    assert site.editor.client.get("/cy/cy-work/cy-history/").status_code == 200


def test_an_alias_and_back(site):
    """Nothing that was translated is lost, and readers never get English as if it were Welsh."""
    site.editor.post("wagtail_localize:convert_to_alias", site.target.pk)
    assert list_texts(site)[0] == "Seeds"
    source = publish(site.source, body=[CALL, HEADING])
    assert list_texts(site) == ["Lend us an hour", "Seeds"]

    again = site.editor.translate(source, languages.welsh())

    assert (again.pk, again.alias_of_id, again.live) == (site.target.pk, None, False)
    assert list_missing(again) == ["Come", "Lend us an hour"]
    follow(site)
    assert list_texts(site) == ["cy Lend us an hour", "cy Seeds"]
    assert not is_outdated(site)


@pytest.mark.parametrize("is_ticked", [True, False])
def test_unpublishing_and_publishing_again(site, is_ticked):
    ticked = {"translations": [site.target.pk]} if is_ticked else {}
    site.editor.post("wagtailadmin_pages:unpublish", site.source.pk, **ticked)

    target = reload(site.target)
    assert target.live != is_ticked
    publish(site.source, body=[CHANGED])
    follow(site)
    assert list_texts(site) == ["<p>cy The gate is open on Monday.</p><p>cy We met on Saturday.</p>"]


def test_deleting_and_restoring(site):
    deletion = move_to_bin([reload(site.source)], None)
    assert list_texts(site) == BEFORE
    assert "cy History" not in {str(item.target) for item in Items(languages.welsh()) if item.target}

    restore(deletion, None, {site.source.pk: site.section})

    publish(site.source, body=[CHANGED])
    assert is_outdated(site)
    follow(site)
    assert not is_outdated(site)


def test_deleting_for_good_leaves_the_translation_to_itself(site):
    delete_for_good(move_to_bin([reload(site.source)], None))

    assert list_texts(site) == BEFORE
    edit = reverse("wagtailadmin_pages:edit", args=[site.target.pk])
    assert site.editor.client.get(edit).status_code == 200
    publish(site.target, title="Hanes")
    assert read(site)["title"] == "Hanes"


def test_a_restriction(site):
    private = PageViewRestriction.objects.create(page=site.source, restriction_type="login")
    publish(site.source, body=[CHANGED])
    follow(site)
    assert Client().get(f"/api/v2/pages/{site.target.pk}/").status_code == 404

    private.delete()
    assert list_texts(site) == ["<p>cy The gate is open on Monday.</p><p>cy We met on Saturday.</p>"]


def test_a_change_while_the_translation_is_a_draft(site):
    other = factories.make_standard_page(title="Work", slug="work", body=BODY)
    made = site.editor.translate(other, languages.welsh())
    site.editor.translate_texts(made)
    task = find_task(made)
    site.editor.post("translation_screen", task.pk, action="draft")

    publish(other, body=[HEADING, CHANGED])
    site.editor.post("translation_screen", task.pk, action="publish")  # refused: a text is missing

    made.refresh_from_db()
    assert not made.live
    assert list_missing(made) == ["We met on Saturday."]
    follow(site, made)
    made.refresh_from_db()
    assert made.live
    assert "cy We met on Saturday." in str(made.body)
    assert made.outdated_since is None


def test_a_change_of_the_original_as_a_draft_changes_nothing(site):
    page = reload(site.source)
    page.title, page.body = "Our history", [CHANGED]
    page.save_revision()

    assert list_texts(site) == BEFORE
    assert not is_outdated(site)
    assert list_missing(site.target) == []


def list_dates(site: Site) -> list[tuple[str, str]]:
    dates = site.editor.client.get(f"/api/v2/events/{site.welsh_event.pk}/").json()["dates"]
    return [(one["status"], one["note"]) for one in dates]


def change_dates(site: Site, *, add: Any = None, remove: int | None = None, **values: Any) -> None:
    page = reload(site.event)
    dates = list(page.dates.all())
    for name, value in values.items():
        setattr(dates[0], name, value)
    kept = [one for number, one in enumerate(dates) if number != remove]
    page.dates.set([*kept, *([add] if add else [])])
    page.save_revision().publish()


def test_dates_and_their_notes(site):
    """Dates follow at once, and their notes once they are translated."""
    change_dates(site, status="cancelled", note="Bring boots")
    assert list_dates(site) == [("cancelled", "cy Bring pots"), ("scheduled", "")]
    assert list_missing(site.welsh_event) == ["Bring boots"]

    change_dates(site, add=factories.make_date(start=NOON + timedelta(days=14), note="Bring cake"), remove=1)
    assert list_dates(site) == [("cancelled", "cy Bring pots"), ("scheduled", "Bring cake")]

    follow(site, site.welsh_event)
    assert list_dates(site) == [("cancelled", "cy Bring boots"), ("scheduled", "cy Bring cake")]
    assert TranslationState.objects.get(translation=find_task(site.welsh_event)).is_complete


def test_meeting_notes(site):
    first, second = site.event.dates.all()
    notes = factories.make_notes(site.event, title="Notes", event_date=first, body=BODY)
    [made] = translate(site.editor, notes)

    publish(notes, event_date=second, body=[HEADING])

    made = reload(made)
    assert made.event_date.event.specific == site.welsh_event
    assert made.event_date.translation_key == second.translation_key
    assert "cy We met on Sunday." in str(made.body)
    follow(site, made)
    made = reload(made)
    assert made.event_date.translation_key == second.translation_key
    assert "Sunday" not in str(made.body)
