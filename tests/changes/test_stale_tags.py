"""Whatever editors do, a cache that drops what has a stale tag holds nothing that has changed."""

from collections.abc import Callable

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from cms.caching import stale
from cms.caching.stale import list_stale_tags
from cms.caching.tags import ALL
from cms.changes.feed import follow_changes
from cms.changes.impact import Affected
from cms.freshness import reads
from cms.models import Navigation, Organisation
from cms.represent import loader
from events.models import EventPage
from tests.changes.commits import settle
from tests.changes.editors import Editors, numbers, run
from tests.changes.readers import QuickClient, list_addresses, read
from tests.factories import make_date


class Caches(Editors):
    """A cache of everything that anybody may read, filled anew after each step."""

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[str, tuple[bytes, frozenset[str], str]] = {}
        self.version = 0
        self.dropped = self.looked_at = 0

    @initialize()
    def begin(self) -> None:
        super().begin()
        self.version = settle()

    def compare_late_replicas(self) -> None:
        """There are none."""

    @rule(number=numbers, days=st.integers(1, 9))
    def change_dates(self, number: int, days: int) -> None:
        if event := self.pick(number, EventPage):
            event.dates.set([*event.dates.all(), make_date(days=days)])
            event.save_revision().publish()

    @rule()
    def clear_menus(self) -> None:
        Navigation.objects.all().delete()
        Organisation.objects.update(front_end_url="")

    @invariant()
    def the_replica_equals_a_full_read(self) -> None:
        """Compare what is left of the cache with what would be answered now."""
        version = settle()
        concerned = list_stale_tags(follow_changes(self.version))
        self.version = version
        known = len(self.kept)
        self.kept = {path: entry for path, entry in self.kept.items() if entry[1].isdisjoint(concerned)}
        self.dropped += known - len(self.kept)
        client = QuickClient()
        changed = sorted(concerned)
        for path in sorted({*self.kept, *list_addresses()}):
            entry = read(client, path)
            if path in self.kept:
                self.looked_at += 1
                assert entry is not None, f"{path} is kept, with {sorted(self.kept[path][1])}; stale: {changed}"
                assert entry[0] == self.kept[path][0], f"{path} has changed: {sorted(self.kept[path][1])}; {changed}"
                assert entry[1] == self.kept[path][1], f"{path} has other tags than {sorted(self.kept[path][1])}"
            if entry is not None:
                self.kept[path] = entry


@pytest.mark.django_db
def test_no_answer_is_kept_that_has_changed():
    run(Caches, examples=1, steps=6)


@pytest.mark.proof
@pytest.mark.django_db
def test_no_answer_is_kept_that_has_changed_after_very_many_things():
    run(Caches, examples=100, steps=20)


# What would be missed without one of the dependencies


def forget_objects(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reads, "track_objects", lambda objects: None)
    monkeypatch.setattr(loader, "track_objects", lambda objects: None)


def forget_sets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stale, "get_set_tag", lambda model: ALL)


def forget_what_shows_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stale, "find_affected", lambda changes: Affected())


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("leave_out", "steps"),
    [
        (forget_objects, [lambda caches: caches.edit_page(0, "ash", True)]),
        (forget_sets, [lambda caches: caches.make_everything(1)]),
        (forget_what_shows_it, [lambda caches, live=live: caches.change_snippet(0, "ash", live) for live in (0, 1)]),
    ],
)
def test_without_a_kind_of_dependency_something_is_kept_that_has_changed(leave_out, steps, monkeypatch):
    leave_out(monkeypatch)
    caches = Caches()
    caches.begin()

    with pytest.raises(AssertionError, match=r"is kept|has changed|has other tags"):
        take(steps, caches)

    caches.teardown()


def take(steps: list[Callable[[Caches], None]], caches: Caches) -> None:
    caches.the_replica_equals_a_full_read()
    for step in steps:
        step(caches)
        caches.the_replica_equals_a_full_read()
