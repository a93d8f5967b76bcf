"""What waits to be translated, by language."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef
from django.utils.translation import pgettext_lazy
from wagtail.models import DraftStateMixin, Locale, Page, WorkflowState

from cms.bin.tree import is_binned, leave_out_binned
from cms.represent.visibility import live
from cms.translation.models import TranslationState
from cms.translation.places import capitalise

MISSING, DRAFT, REVIEW, OUTDATED, CURRENT = "missing", "draft", "review", "outdated", "current"
LABELS = {
    MISSING: pgettext_lazy("state of a translation", "not translated"),
    DRAFT: pgettext_lazy("state of a translation", "in progress"),
    REVIEW: pgettext_lazy("state of a translation", "in moderation"),
    OUTDATED: pgettext_lazy("state of a translation", "outdated"),
    CURRENT: pgettext_lazy("state of a translation", "up to date"),
}


class Item(NamedTuple):
    """A page or snippet and how far its translation is; ``state`` and ``target`` are ``None`` if there is none."""

    source: Any
    target: Any
    name: str
    state: TranslationState | None

    @property
    def label(self) -> Any:
        return LABELS[self.name]

    @property
    def kind(self) -> str:
        return capitalise(self.source._meta.verbose_name)

    @property
    def date(self) -> datetime | None:
        return getattr(self.source, "first_published_at", None)

    @property
    def began(self) -> datetime | None:
        """Since when this waits for somebody to begin; ``None`` while somebody is at it, or if nothing is to do."""
        if self.name == MISSING:
            return self.date
        return self.target.outdated_since if self.name == OUTDATED else None


def list_items(locale: Locale) -> list[Item]:
    """Return everything that has or lacks a translation into a language: newest first, what has no date last."""
    items = [*list_translations(locale), *list_missing_pages(locale)]
    locales = Locale.objects.in_bulk()
    for item in items:
        item.source.locale = locales[item.source.locale_id]  # templates say which language a title is in
    return sorted(items, key=lambda item: (item.date is None, -(item.date.timestamp() if item.date else 0)))


def list_translations(locale: Locale) -> list[Item]:
    states = TranslationState.objects.filter(translation__target_locale=locale, translation__enabled=True)
    by_type: dict[int, list[TranslationState]] = defaultdict(list)
    for state in states.select_related("translation__source"):
        by_type[state.translation.source.specific_content_type_id].append(state)
    items = []
    for content_type_id, found in by_type.items():
        model: Any = ContentType.objects.get_for_id(content_type_id).model_class()
        keys = {state.translation.source.object_id for state in found}
        locales = {locale.pk, *(state.translation.source.locale_id for state in found)}
        found_instances = model._default_manager.filter(translation_key__in=keys, locale__in=locales)
        if issubclass(model, Page):
            found_instances = found_instances.defer_streamfields()
        instances: dict[tuple[Any, int], Any] = {(one.translation_key, one.locale_id): one for one in found_instances}
        reviews = list_reviews(model, [one.pk for one in instances.values()])
        for state in found:
            key = state.translation.source.object_id
            source = instances.get((key, state.translation.source.locale_id))
            target = instances.get((key, locale.pk))
            if source is not None and target is not None and not any(map(is_thrown_away, (source, target))):
                items.append(Item(source, target, name_state(target, reviews, state), state))
    return items


def is_thrown_away(thing: Any) -> bool:
    return isinstance(thing, Page) and is_binned(thing)


def list_reviews(model: Any, keys: Iterable[Any]) -> set[str]:
    """Return the primary keys of those that moderators have to look at."""
    states = WorkflowState.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Page if issubclass(model, Page) else model),
        object_id__in=[str(key) for key in keys],
        status=WorkflowState.STATUS_IN_PROGRESS,
    )
    return set(states.values_list("object_id", flat=True))


def name_state(target: Any, reviews: set[str], state: TranslationState) -> str:
    if str(target.pk) in reviews:
        return REVIEW
    if not isinstance(target, DraftStateMixin):
        return CURRENT if state.published_content else DRAFT
    if not target.live:
        return DRAFT
    return OUTDATED if target.outdated_since else CURRENT


def list_missing_pages(locale: Locale) -> list[Item]:
    """Return the public pages that exist in other languages only."""
    return [Item(page, None, MISSING, None) for page in find_missing_pages(locale).defer_streamfields().specific()]


def find_missing_pages(locale: Locale) -> Any:
    own = Page.objects.filter(translation_key=OuterRef("translation_key"), locale=locale, alias_of=None)
    pages = leave_out_binned(Page.objects.all()).filter(live(), alias_of=None, depth__gt=1).exclude(locale=locale)
    return pages.filter(~Exists(own)).order_by("-first_published_at")
