"""Cache tags of responses: what a response depends on. ``stale.py`` has those of changes.

Each object has a tag such as `page-12` or `image-3`. `updatepages` is on responses that depend on the contents of all
objects of a model, `updatepage-set` on those that depend on which there are and in which order; `pages` and `page-set`
are those of pages of all types. `site` is on every response. `all` is purged by every change; it is on responses whose
dependencies have no tag or are unknown.
"""

from collections import Counter
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
)

from cms.changes.watched import ADDRESS_COLUMNS, get_base_model, iterate_models, watch
from cms.freshness.reads import Reads

# Where a response leaves all its tags in the environment of its request: the header has only some of them.
TAGS = "cms.tags"
SITE = "site"
ALL = "all"
# The tags of a response of which nobody knows what it depends on.
UNKNOWN = (SITE, ALL)
# Every response depends on these: addresses, languages, and what is private.
GLOBAL_MODELS = (*ADDRESS_COLUMNS, Collection, PageViewRestriction, CollectionViewRestriction)
# The default limit of proxies for all headers of a response is 4 kB.
MAX_LENGTH = 2000


def get_model_tag(model: type[Model]) -> str:
    """Return the tag of all objects of a model."""
    return "pages" if model is Page else f"{model._meta.model_name}s"


def get_set_tag(model: type[Model]) -> str:
    """Return the tag of the set of a model's objects: it changes with whatever lists choose and order by."""
    return f"{model._meta.model_name}-set"


def get_object_tag(model: type[Model], pk: Any) -> str:
    return f"{get_base_model(model)._meta.model_name}-{pk}"


# Tags of responses


def list_tags(reads: Reads) -> list[str]:
    """Return the tags of everything that a response depends on."""
    known = map_tables_to_models()
    if not known.keys() >= reads.tables | reads.sets:
        return list(UNKNOWN)
    tags = {get_model_tag(model) for table in reads.tables for model in known[table]}
    sets = {model for table in reads.sets for model in known[table]}
    tags |= {get_set_tag(model) for model in sets if get_model_tag(model) not in tags}
    for model, pk in reads.objects:
        base = get_base_model(model)
        if is_tagged(base) and get_model_tag(base) not in tags:
            tags.add(get_object_tag(base, pk))
    return [SITE, *sorted(tags)] if tags else list(UNKNOWN)


def write_tags(tags: Iterable[str]) -> str:
    """Return the value of `Cache-Tag` for a response with these tags, of at most ``MAX_LENGTH`` characters.

    If there are too many objects, the most numerous kind is replaced by the tag for all objects of that kind.
    """
    kept = list(tags)
    while len(value := ",".join(kept)) > MAX_LENGTH:
        [(largest, _count)] = Counter(filter(None, map(get_kind, kept))).most_common(1)
        kept = [*(tag for tag in kept if get_kind(tag) != largest), f"{largest}s"]
    return value


def get_kind(tag: str) -> str:
    """Return the kind of the object that has a tag; nothing for a tag of many objects."""
    return tag.rpartition("-")[0]


@cache
def is_tagged(base: type[Model]) -> bool:
    """Return whether objects have their own tags; parts of another object, such as child rows, use its tags."""
    return base not in GLOBAL_MODELS and watch(base).owner is None


@cache
def map_tables_to_models() -> dict[str, list[type[Model]]]:
    """Return the models whose tags a response has that depends on a table, by table name."""
    found: dict[str, list[type[Model]]] = {"django_content_type": []}
    for model in apps.get_models():
        if hasattr(model, "copied_from"):
            found[model._meta.db_table] = list({get_base_model(one) for one in model.copied_from()})
    for model in iterate_models():
        watched = watch(model)
        if model in GLOBAL_MODELS:
            found[watched.table] = []
        elif model is TaggedItem:
            found[watched.table] = [one for one in iterate_models() if has_tags(one)]
        elif model is not ReferenceIndex:
            found[watched.table] = [get_owner(model) if watched.owner else model]
    return found


def has_tags(model: type[Model]) -> bool:
    """Return whether rows of ``TaggedItem`` count as changes of a model's objects."""
    return any(getattr(field.remote_field, "through", None) is TaggedItem for field in model._meta.many_to_many)


def get_owner(model: type[Model]) -> type[Model]:
    """Return the model of the objects that rows of ``model`` are part of; a page type's table is part of the type."""
    watched = watch(model)
    field: Any = next(field for field in model._meta.local_concrete_fields if field.column == watched.owner_column)
    return model if field.remote_field.parent_link else field.related_model
