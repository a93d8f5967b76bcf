"""What waits to be translated, by language."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import cached_property
from typing import Any, NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Count, DateTimeField, Exists, F, IntegerField, OuterRef, Q, Subquery, Value
from django.db.models.functions import Cast
from django.utils.translation import pgettext_lazy
from wagtail.models import DraftStateMixin, Locale, Page, WorkflowState

from cms.bin.tree import leave_out_binned
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


class Items:
    """What has or lacks a translation into a language: newest first, what has no date last.

    Knows no more than dates and keys until a part of it is asked for, so that a long list can be shown in pages.
    ``only_waiting`` leaves out what is up to date.
    """

    def __init__(self, locale: Locale, *, only_waiting: bool = False) -> None:
        self.locale = locale
        self.only_waiting = only_waiting
        self.missing = find_missing_pages(locale)

    @cached_property
    def translated(self) -> list[tuple[datetime | None, int]]:
        """The dates of the originals and the keys of the states."""
        return list(find_translated(self.locale, only_waiting=self.only_waiting))

    def __len__(self) -> int:
        return len(self.translated) + self.count_missing

    @cached_property
    def count_missing(self) -> int:
        return int(self.missing.count())

    def __iter__(self) -> Iterator[Item]:
        return iter(self[:])

    def __getitem__(self, part: slice) -> list[Item]:
        missing = self.missing.values_list("first_published_at", "pk")[: part.stop]
        rows: list[Any] = [(date, key, list_translations) for date, key in self.translated]
        rows += [(date, key, list_missing_pages) for date, key in missing]
        rows.sort(key=lambda row: (row[0] is None, -(row[0].timestamp() if row[0] else 0)))
        rows = rows[part]
        items: dict[Any, dict[int, Item]] = {}
        for load in (list_translations, list_missing_pages):
            items[load] = load(self.locale, [key for _date, key, how in rows if how is load])
        locales = Locale.objects.in_bulk()
        found = [items[load][key] for _date, key, load in rows if key in items[load]]
        for item in found:
            item.source.locale = locales[item.source.locale_id]  # templates say which language a title is in
        return found


def list_begun(locale: Locale, since: datetime) -> list[Item]:
    """Return what waits for somebody to begin since a time."""
    items = Items(locale, only_waiting=True)
    items.missing = items.missing.filter(first_published_at__gt=since)
    return [item for item in items if item.began and item.began > since]


def count_waiting(locales: Iterable[Locale]) -> dict[int, int]:
    """Return how much waits in each language, by its key, with the same number of statements for all languages."""
    by_key = {locale.pk: locale for locale in locales}
    counts = [count(find_missing_pages(locale), locale) for locale in by_key.values()]
    states = TranslationState.objects.filter(translation__enabled=True, translation__target_locale__in=by_key)
    pairs = states.values_list("translation__target_locale", "translation__source__specific_content_type")
    for key, content_type_id in pairs.order_by().distinct():
        model: Any = ContentType.objects.get_for_id(content_type_id).model_class()
        counts.append(count(select_translated(by_key[key], model, only_waiting=True), by_key[key]))
    numbers = dict.fromkeys(by_key, 0)
    for key, number in counts[0].union(*counts[1:], all=True) if counts else ():
        numbers[key] += number
    return numbers


def count(found: Any, locale: Locale) -> Any:
    language = Value(locale.pk, IntegerField())
    numbers = found.order_by().annotate(language=language).values("language").annotate(number=Count("pk"))
    return numbers.values_list("language", "number")


def find_translated(locale: Locale, *, only_waiting: bool) -> Iterator[tuple[datetime | None, int]]:
    """Yield the date of each original that has a translation, and the key of its state."""
    states = TranslationState.objects.into(locale).filter(translation__enabled=True)
    types = states.values_list("translation__source__specific_content_type", flat=True).order_by().distinct()
    for content_type_id in types:
        model: Any = ContentType.objects.get_for_id(content_type_id).model_class()
        yield from select_translated(locale, model, only_waiting=only_waiting).values_list("date", "state")


def select_translated(locale: Locale, model: Any, *, only_waiting: bool) -> Any:
    """Return the translations of one type, with the ``date`` of each original and the key of the ``state``."""
    states = TranslationState.objects.into(locale).filter(translation__enabled=True)
    own = states.filter(translation__source__object_id=OuterRef("translation_key"))
    every = model._default_manager.order_by()
    if issubclass(model, Page):
        every = leave_out_binned(every)
    sources = every.filter(translation_key=OuterRef("translation_key"), locale=OuterRef("source_locale"))
    has_date = issubclass(model, DraftStateMixin)
    targets = every.filter(locale=locale).annotate(
        state=Subquery(own.values("pk")[:1]),
        published_content=Subquery(own.values("published_content")[:1]),
        source_locale=Subquery(own.values("translation__source__locale")[:1]),
    )
    if only_waiting:
        targets = targets.filter(is_waiting(model))
    date = Subquery(sources.values("first_published_at")[:1]) if has_date else Value(None, DateTimeField())
    return targets.filter(Exists(sources)).annotate(date=date)


def is_waiting(model: Any) -> Q:
    """Return what ``name_state`` calls otherwise than up to date, as a condition of translations."""
    if not issubclass(model, DraftStateMixin):
        return Q(published_content="")
    reviews = find_reviews(model).filter(object_id=Cast(OuterRef("pk"), CharField()))
    return Q(live=False) | Q(outdated_since__isnull=False) | Q(Exists(reviews))


def list_translations(locale: Locale, keys: Iterable[int]) -> dict[int, Item]:
    """Return translations by the keys of their states."""
    states = TranslationState.objects.filter(pk__in=keys)
    by_type: dict[int, list[TranslationState]] = defaultdict(list)
    for state in states.select_related("translation__source"):
        by_type[state.translation.source.specific_content_type_id].append(state)
    items = {}
    for content_type_id, found in by_type.items():
        model: Any = ContentType.objects.get_for_id(content_type_id).model_class()
        same = {state.translation.source.object_id for state in found}
        locales = {locale.pk, *(state.translation.source.locale_id for state in found)}
        found_instances = model._default_manager.filter(translation_key__in=same, locale__in=locales)
        if issubclass(model, Page):
            found_instances = found_instances.defer_streamfields()
        instances: dict[tuple[Any, int], Any] = {(one.translation_key, one.locale_id): one for one in found_instances}
        reviews = list_reviews(model)
        for state in found:
            key = state.translation.source.object_id
            source = instances.get((key, state.translation.source.locale_id))
            target = instances.get((key, locale.pk))
            if source is not None and target is not None:
                items[state.pk] = Item(source, target, name_state(target, reviews, state), state)
    return items


def list_reviews(model: Any) -> set[str]:
    """Return the primary keys of those that moderators have to look at."""
    return set(find_reviews(model).values_list("object_id", flat=True))


def find_reviews(model: Any) -> Any:
    return WorkflowState.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Page if issubclass(model, Page) else model),
        status=WorkflowState.STATUS_IN_PROGRESS,
    )


def name_state(target: Any, reviews: set[str], state: TranslationState) -> str:
    if str(target.pk) in reviews:
        return REVIEW
    if not isinstance(target, DraftStateMixin):
        return CURRENT if state.published_content else DRAFT
    if not target.live:
        return DRAFT
    return OUTDATED if target.outdated_since else CURRENT


def list_missing_pages(_locale: Locale, keys: Iterable[int]) -> dict[int, Item]:
    """Return pages that have no translation, by their keys."""
    pages = Page.objects.filter(pk__in=keys).defer_streamfields().specific()
    return {page.pk: Item(page, None, MISSING, None) for page in pages}


def find_missing_pages(locale: Locale) -> Any:
    """Return the public pages that exist in other languages only, the newest first."""
    own = Page.objects.filter(translation_key=OuterRef("translation_key"), locale=locale, alias_of=None)
    pages = leave_out_binned(Page.objects.all()).filter(live(), alias_of=None, depth__gt=1).exclude(locale=locale)
    return pages.filter(~Exists(own)).order_by(F("first_published_at").desc(nulls_last=True))
