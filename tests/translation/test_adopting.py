"""A translation that was written by hand is handed over to the screen, and loses nothing."""

import pytest

from cms.translation.adopting import adopt
from cms.translation.models import TranslationState
from cms.translation.segments import list_rows
from tests import factories
from tests.cms.languages import make_welsh, welsh_home
from tests.factories import block
from tests.translation.editor import find_task

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


def write_body(prefix: str = "") -> list[dict]:
    return [
        block("heading", {"text": f"{prefix}Seeds", "level": "2"}, f"{prefix}a"),
        block("paragraph", f"<p>{prefix}One <b>two</b>.</p><p>{prefix}Three four.</p>", f"{prefix}b"),
    ]


@pytest.fixture
def source(welsh):
    welsh_home()
    return factories.make_standard_page(title="About", slug="about", body=write_body())


def publish(target, **changes) -> None:
    for name, value in changes.items():
        setattr(target, name, value)
    target.save_revision().publish()


@pytest.mark.parametrize("prefix", ["", "cy "])
def test_texts_are_found_by_their_block_or_by_the_order_of_blocks(prefix, source, welsh):
    target = make_welsh(source, slug="amdanom")
    body = write_body("cy ")
    for own, theirs in zip(source.body.raw_data, body, strict=True):
        theirs["id"] = own["id"] if not prefix else theirs["id"]
    publish(target, title="Amdanom", body=body)

    adopt(source, target)

    rows = {row.source: row.data for row in list_rows(find_task(target)) if not row.is_optional}
    assert rows == {
        "About": "Amdanom",
        "Seeds": "cy Seeds",
        "One <b>two</b>.": "cy One <b>two</b>.",
        "Three four.": "cy Three four.",
    }
    target.refresh_from_db()
    assert target.outdated_since is None


def test_what_is_still_in_the_other_language_is_a_gap(source, welsh):
    target = make_welsh(source, title="Amdanom", slug="amdanom")

    adopt(source, target)

    state = TranslationState.objects.get(translation=find_task(target))
    assert state.missing == 2  # the sentences; “Seeds” may be a name


def test_a_translation_that_was_stopped_and_edited_keeps_what_was_written(administrator, source, welsh):
    target = administrator.translate(source, welsh)
    administrator.translate_texts(target)
    administrator.publish(target)
    administrator.post("wagtail_localize:stop_translation", find_task(target).pk)
    target.refresh_from_db()
    publish(target, title="Amdanom ni")

    administrator.post("wagtailadmin_pages:edit", target.pk, **{"localize-restart-translation": "1"})
    administrator.publish(target)

    target.refresh_from_db()
    assert find_task(target).enabled
    assert target.title == "Amdanom ni"
    assert "cy Three four." in str(target.body)
