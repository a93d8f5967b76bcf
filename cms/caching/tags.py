"""Cache tags: which tags a response has, and which tags a change makes stale.

Each object has a tag such as `page-12` or `image-3`, all objects of a model share one such as `updatepages`, and all
pages share `pages`. `site` is on every response. `all` is purged by every change; it is on responses whose dependencies
have no tag or are unknown.
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

from cms.changes.impact import Ids, find_affected, select_values
from cms.changes.models import Change
from cms.changes.watched import ADDRESS_COLUMNS, get_base_model, iterate_models, watch
from cms.freshness.reads import Reads

SITE = "site"
ALL = "all"
# Every response depends on these: addresses, languages, and what is private.
GLOBAL_MODELS = (*ADDRESS_COLUMNS, Collection, PageViewRestriction, CollectionViewRestriction)
# Tables whose rows may refer to any model.
GENERIC_MODELS = (TaggedItem, ReferenceIndex)
# The default limit of proxies for all headers of a response is 4 kB.
MAX_LENGTH = 2000


def get_model_tag(model: type[Model]) -> str:
    """Return the tag of all objects of a model."""
    return "pages" if model is Page else f"{model._meta.model_name}s"


def get_object_tag(model: type[Model], pk: Any) -> str:
    return f"{get_base_model(model)._meta.model_name}-{pk}"


# Tags of responses


def write_tags(reads: Reads) -> str:
    """Return the value of `Cache-Tag` for a response, of at most ``MAX_LENGTH`` characters.

    If there are too many objects, the most numerous kind is replaced by the tag for all objects of that kind.
    """
    lists = {tag for table in reads.tables for tag in map_tables_to_tags().get(table, [ALL])}
    objects: dict[type[Model], set[str]] = defaultdict(set)
    for model, pk in reads.objects:
        base = get_base_model(model)
        if is_tagged(base) and get_model_tag(base) not in lists:
            objects[base].add(get_object_tag(base, pk))
    if ALL in lists or not (lists or objects):
        return f"{SITE},{ALL}"
    while True:
        value = ",".join([SITE, *sorted(lists), *sorted(tag for tags in objects.values() for tag in tags)])
        if len(value) <= MAX_LENGTH:
            return value
        largest = max(objects, key=lambda base: len(objects[base]))
        lists.add(get_model_tag(largest))
        del objects[largest]


@cache
def is_tagged(base: type[Model]) -> bool:
    """Return whether objects have their own tags; parts of another object, such as child rows, use its tags."""
    return base not in GLOBAL_MODELS and watch(base).owner is None


@cache
def map_tables_to_tags() -> dict[str, list[str]]:
    """Return the tags of a response that depends on all rows of a table, by table name."""
    found: dict[str, list[str]] = {"django_content_type": []}
    for model in iterate_models():
        watched = watch(model)
        if model in GLOBAL_MODELS:
            found[watched.table] = []
        elif model not in GENERIC_MODELS:
            owner = get_owner(model) if watched.owner else model
            found[watched.table] = [get_model_tag(owner)]
    return found


def get_owner(model: type[Model]) -> type[Model]:
    """Return the model of the objects that rows of ``model`` are part of; a page type's table is part of the type."""
    watched = watch(model)
    field: Any = next(field for field in model._meta.local_concrete_fields if field.column == watched.owner_column)
    return model if field.remote_field.parent_link else field.related_model


# Tags of changes


def list_stale_tags(changes: Iterable[Change]) -> set[str]:
    """Return the tags of all responses that these changes may affect; an empty set without changes.

    Hidden objects leave no tag in responses. So when something becomes public, the tags of everything that refers to it
    are stale too, and so are those of all pages below a page that was published.
    """
    changes = list(changes)
    if not changes:
        return set()
    stale = {ALL}
    keys: dict[type[Model], set[Any]] = defaultdict(set)
    added: set[int] = set()
    for change in changes:
        model = find_model(change)
        if model is None or get_base_model(model) in GLOBAL_MODELS:
            return {SITE, ALL}
        base = get_base_model(model)
        stale |= {get_model_tag(kind) for kind in (model, *model._meta.get_parent_list())}
        stale.add(get_object_tag(base, change.object_id))
        if change.op != Change.Op.CHANGE and change.translation_key:
            keys[base].add(change.translation_key)
        if base is Page and change.op == Change.Op.ADD:
            added.add(int(change.object_id))
    if keys[Page] & find_home_keys(keys[Page]):
        return {SITE, ALL}
    affected = find_affected(changes).changed
    affected[Page] |= set(find_pages_below(added))
    for model, own in keys.items():
        affected[model] |= set(find_siblings(model, own))
    return stale | get_tags(affected)


def find_model(change: Change) -> type[Model] | None:
    """Return the model of the changed object; ``None`` after a migration, or if the model no longer exists."""
    try:
        return apps.get_model(change.type)
    except (LookupError, ValueError):
        return None


def get_tags(objects: Ids) -> set[str]:
    """Return the tags of objects, and the tags that may have replaced them."""
    known = {model: pks for model, pks in objects.items() if pks and model not in GLOBAL_MODELS}
    names = {get_object_tag(model, pk) for model, pks in known.items() for pk in pks}
    return names | {get_model_tag(model) for model in known}


def find_home_keys(keys: set[Any]) -> set[Any]:
    """Return those of ``keys`` that are translation keys of home pages; every address depends on these."""
    return set(Site.objects.values_list("root_page__translation_key", flat=True)) if keys else set()


def find_pages_below(pks: set[int]) -> Iterable[int]:
    for path in select_values(Page.objects.all(), "pk", pks, "path"):
        yield from Page.objects.filter(path__startswith=path).values_list("pk", flat=True)


def find_siblings(model: Any, keys: set[Any]) -> Iterable[int]:
    """Yield the primary keys of all translations: a response that shows one may now show another."""
    if issubclass(model, TranslatableMixin):
        yield from select_values(model._default_manager.all(), "translation_key", keys, "pk")
