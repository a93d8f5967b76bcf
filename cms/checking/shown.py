"""Which of the things that pages name readers can see."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from wagtail.models import Page, RevisionMixin


class Named(NamedTuple):
    """Something that a page names, and the languages in which it or its translation is public."""

    instance: Any
    locales: frozenset[int]

    def is_shown_in(self, locale: int) -> bool:
        """Whether readers see it: as it is, or else its translation into their language."""
        return bool(self.instance.live) or locale in self.locales


def find_named(model: Any, keys: Iterable[int]) -> dict[int, Named]:
    """Return what has one of the keys, by key, in one query."""
    wanted = set(keys)
    if not wanted:
        return {}
    own = model._default_manager.filter(pk__in=wanted).values("translation_key")
    rows = model._default_manager.filter(translation_key__in=own)
    if model is Page:
        rows = rows.only("live", "locale", "translation_key", "title", "draft_title")
    elif issubclass(model, RevisionMixin):
        rows = rows.select_related("latest_revision")
    public: dict[Any, set[int]] = {}
    found = list(rows)
    for row in found:
        if row.live:
            public.setdefault(row.translation_key, set()).add(row.locale_id)
    return {row.pk: Named(row, frozenset(public.get(row.translation_key, ()))) for row in found if row.pk in wanted}
