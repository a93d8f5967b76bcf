"""Whatever people do in the admin, readers see what was approved, and only who may publish changes that."""

import pytest

from tests.changes.editors import run
from tests.releases.newsroom import ADMINISTRATOR, EDITOR, MODERATOR, Newsroom

pytestmark = pytest.mark.django_db

# Every act; "approve" and "reject" are reviews, and an alias is a kind of copy.
ACTS = {
    *("edit", "autosave", "show", "submit", "approve", "reject", "publish", "schedule", "expire", "wait"),
    *("unpublish", "move", "copy", "alias", "convert alias", "copy person"),
}
SHOWN = {"approve", "publish", "expire", "wait", "unpublish", "move", "alias"}  # acts that change what readers see

POST, DRAFT_POST, EVENT, PERSON = 0, 1, 2, 4  # by their order, while nothing has been copied


def test_each_act_changes_for_readers_what_was_approved():
    room = Newsroom()
    room.done.clear()
    room.shown.clear()
    try:
        room.begin()
        room.edit(PERSON, EDITOR, "ash")
        room.show(DRAFT_POST, 1, EDITOR)
        room.publish(DRAFT_POST, EDITOR, together=True)
        room.submit(DRAFT_POST, EDITOR)
        room.review(0, MODERATOR, "reject")
        room.submit(DRAFT_POST, EDITOR)
        room.review(0, MODERATOR, "approve")
        room.autosave(DRAFT_POST, EDITOR, "birch")
        room.schedule(DRAFT_POST, MODERATOR, together=True)
        room.wait()
        room.expire(EVENT, ADMINISTRATOR)
        room.wait()
        room.publish(EVENT, MODERATOR, together=False)
        room.unpublish(POST, EDITOR)
        room.unpublish(POST, MODERATOR)
        room.move(1, 1, MODERATOR)
        room.copy(1, MODERATOR, alias=True)
        room.convert_alias(0, EDITOR)
        room.convert_alias(0, MODERATOR)
        room.copy(0, EDITOR, alias=False)
        room.copy_person(0, EDITOR)
    finally:
        room.teardown()

    assert SHOWN - {"expire"} <= room.shown.keys()
    assert room.done.keys() == ACTS


@pytest.mark.sqlite
def test_readers_see_what_was_approved_after_some_random_acts():
    run(Newsroom, examples=2, steps=5)


@pytest.mark.proof
def test_readers_see_what_was_approved_after_very_many_random_acts():
    Newsroom.done.clear()
    Newsroom.shown.clear()

    run(Newsroom, examples=100, steps=25)

    assert Newsroom.shown.keys() >= SHOWN
    assert Newsroom.done.keys() == ACTS
