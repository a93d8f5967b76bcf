"""The tags of answers: what each depends on, in the words of `Cache-Tag`; and what a change makes stale.

An object has a tag such as `page-12` or `image-3`, all objects of a model together one such as `updatepages`, all pages
`pages`. `site` is on every answer; `all`, which every change purges, on those that depend on what no tag stands for, or
on nothing that is known.
"""

from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from typing import Any

from django.apps import apps
from django.db.models import Model
from taggit.models import TaggedItem
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    Page,
    PageViewRestriction,
    ReferenceIndex,
    Site,
    TranslatableMixin,
)

from cms.changes.impact import Ids, find_affected, pluck
from cms.changes.models import Change
from cms.changes.watched import ADDRESS_COLUMNS, base_of, iterate_models, watch
from cms.freshness.reads import Reads

SITE = "site"
ALL = "all"
# Of what these say every answer is made: addresses, languages, and what is private.
EVERYWHERE = (*ADDRESS_COLUMNS, Collection, PageViewRestriction, CollectionViewRestriction)
# Tables that are about whatever their rows name.
ABOUT_ANYTHING = (TaggedItem, ReferenceIndex)
# Proxies that read answers set aside 4 kB for all headers, unless they are told otherwise.
LONGEST = 2000


def name_models(model: type[Model]) -> str:
    """Return the tag of all objects of a model."""
    return "pages" if model is Page else f"{model._meta.model_name}s"


def name_object(model: type[Model], pk: Any) -> str:
    return f"{base_of(model)._meta.model_name}-{pk}"


# Of an answer


def write_tags(reads: Reads) -> str:
    """Return the value of `Cache-Tag` for an answer, of ``LONGEST`` characters at most.

    Where there are too many objects, those of the most numerous kind give way to the tag of all of that kind.
    """
    lists = {tag for table in reads.tables for tag in tags_of_tables().get(table, [ALL])}
    objects: dict[type[Model], set[str]] = defaultdict(set)
    for model, pk in reads.objects:
        base = base_of(model)
        if is_tagged(base) and name_models(base) not in lists:
            objects[base].add(name_object(base, pk))
    if ALL in lists or not (lists or objects):
        return f"{SITE},{ALL}"
    while True:
        value = ",".join([SITE, *sorted(lists), *sorted(tag for tags in objects.values() for tag in tags)])
        if len(value) <= LONGEST:
            return value
        largest = max(objects, key=lambda base: len(objects[base]))
        lists.add(name_models(largest))
        del objects[largest]


@cache
def is_tagged(base: type[Model]) -> bool:
    """Return whether objects have tags of their own; what is part of another, such as a child row, shares those."""
    return base not in EVERYWHERE and watch(base).owner is None


@cache
def tags_of_tables() -> dict[str, list[str]]:
    """Return the tags of an answer that depends on all rows of a table, by the names of those that are known."""
    found: dict[str, list[str]] = {"django_content_type": []}
    for model in iterate_models():
        watched = watch(model)
        if model in EVERYWHERE:
            found[watched.table] = []
        elif model not in ABOUT_ANYTHING:
            owner = owner_of(model) if watched.owner else model
            found[watched.table] = [name_models(owner)]
    return found


def owner_of(model: type[Model]) -> type[Model]:
    """Return the model of the objects whose parts the rows of ``model`` are; a page's own table is of its type."""
    watched = watch(model)
    field: Any = next(field for field in model._meta.local_concrete_fields if field.column == watched.owner_column)
    return model if field.remote_field.parent_link else field.related_model


# Of changes


def list_stale_tags(changes: Iterable[Change]) -> set[str]:
    """Return the tags of all answers that may have been made otherwise before these changes; none without changes.

    What is hidden leaves no tag in an answer that would show it. So the tags of whatever names something are stale with
    those of what it names, and those of all pages below a page that has gone live.
    """
    changes = list(changes)
    if not changes:
        return set()
    stale = {ALL}
    keys: dict[type[Model], set[Any]] = defaultdict(set)
    added: set[int] = set()
    for change in changes:
        model = find_model(change)
        if model is None or base_of(model) in EVERYWHERE:
            return {SITE, ALL}
        base = base_of(model)
        stale |= {name_models(kind) for kind in (model, *model._meta.get_parent_list())}
        stale.add(name_object(base, change.object_id))
        if change.op != Change.Op.CHANGE and change.translation_key:
            keys[base].add(change.translation_key)
        if base is Page and change.op == Change.Op.ADD:
            added.add(int(change.object_id))
    if keys[Page] & find_keys_of_homes(keys[Page]):
        return {SITE, ALL}
    affected = find_affected(changes).changed
    affected[Page] |= set(find_pages_below(added))
    for model, own in keys.items():
        affected[model] |= set(find_siblings(model, own))
    return stale | name_all(affected)


def find_model(change: Change) -> type[Model] | None:
    """Return the model of what changed; ``None`` if a migration ran, or the code no longer has this model."""
    try:
        return apps.get_model(change.type)
    except (LookupError, ValueError):
        return None


def name_all(objects: Ids) -> set[str]:
    """Return the tags of objects, and those to which they may have given way."""
    known = {model: pks for model, pks in objects.items() if pks and model not in EVERYWHERE}
    names = {name_object(model, pk) for model, pks in known.items() for pk in pks}
    return names | {name_models(model) for model in known}


def find_keys_of_homes(keys: set[Any]) -> set[Any]:
    """Return the translation keys that home pages have, with which every address begins; none where none are asked."""
    return set(Site.objects.values_list("root_page__translation_key", flat=True)) if keys else set()


def find_pages_below(pks: set[int]) -> Iterable[int]:
    for path in pluck(Page.objects.all(), "pk", pks, "path"):
        yield from Page.objects.filter(path__startswith=path).values_list("pk", flat=True)


def find_siblings(model: Any, keys: set[Any]) -> Iterable[int]:
    """Yield the keys of all translations: an answer that shows one may now show another."""
    if issubclass(model, TranslatableMixin):
        yield from pluck(model._default_manager.all(), "translation_key", keys, "pk")
