"""Whatever editors do, a cache that drops what has a stale tag holds nothing that has changed."""

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from cms.caching.stale import list_stale_tags
from cms.changes.feed import follow_changes
from cms.models import Navigation, Organisation
from events.models import EventPage
from tests.changes.commits import settle
from tests.changes.editors import Editors, numbers, run
from tests.changes.readers import QuickClient, list_addresses, read
from tests.factories import make_date


class Caches(Editors):
    """A cache of everything that anybody may read, filled anew after each step."""

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[str, tuple[bytes, str, str]] = {}
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
        stale = list_stale_tags(follow_changes(self.version))
        self.version = version
        known = len(self.kept)
        self.kept = {path: entry for path, entry in self.kept.items() if not stale & set(entry[1].split(","))}
        self.dropped += known - len(self.kept)
        client = QuickClient()
        for path in sorted({*self.kept, *list_addresses()}):
            entry = read(client, path)
            if path in self.kept:
                self.looked_at += 1
                assert entry is not None, f"{path} is kept, with {self.kept[path][1]}; stale: {sorted(stale)}"
                assert entry[0] == self.kept[path][0], f"{path} has changed: {self.kept[path][1]}; {sorted(stale)}"
                assert entry[1] == self.kept[path][1], f"{path} has other tags than {self.kept[path][1]}"
            if entry is not None:
                self.kept[path] = entry


@pytest.mark.django_db
def test_no_answer_is_kept_that_has_changed():
    run(Caches, examples=1, steps=6)


@pytest.mark.proof
@pytest.mark.django_db
def test_no_answer_is_kept_that_has_changed_after_very_many_things():
    run(Caches, examples=100, steps=20)
