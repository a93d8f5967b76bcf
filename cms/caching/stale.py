"""What changes concern: the tags of the responses that they make stale, for CDNs and for the caches of processes."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Any, NamedTuple

from django.apps import apps
from django.db import connection, transaction
from django.db.models import Model
from wagtail.models import Page, Site, TranslatableMixin

from cms.caching.tags import ALL, GLOBAL_MODELS, SITE, get_model_tag, get_object_tag, get_set_tag
from cms.changes.feed import Pruned, follow_changes, read_last_change
from cms.changes.impact import EDITS, OWN, Ids, find_affected, select_values
from cms.changes.models import Change
from cms.changes.watched import get_base_model

EVERYTHING = frozenset({SITE})
MAX_CHANGES = 1000  # above this, finding out takes longer than computing anew


class Stale(NamedTuple):
    """What the changes up to ``version`` concern: responses with one of the tags, ``EVERYTHING`` if that is unknown."""

    version: int
    tags: frozenset[str]


def find_stale(after: int | None) -> Stale:
    """Return what the changes after a version concern, with the version that they lead to.

    Everything, if there is no such version, or if there were too many changes, or they have been pruned. All is read at
    one moment: what refers to a changed object now may stop to do so in the next change.
    """
    with snapshot():
        version, _op = read_last_change()
        if after is None or version < after:  # an old database was restored
            return Stale(version, EVERYTHING)
        changes = read_changes(after)
        return Stale(version, EVERYTHING if changes is None else frozenset(list_stale_tags(changes)))


def read_changes(after: int) -> list[Change] | None:
    """Return the changes after a number; ``None`` if they are pruned, or too many to say what they concern."""
    try:
        changes = list(islice(follow_changes(after), MAX_CHANGES + 1))
    except Pruned:
        return None
    return changes if len(changes) <= MAX_CHANGES else None


@contextmanager
def snapshot() -> Iterator[None]:
    """Let all statements inside read the state of one moment, without keeping anybody from writing.

    Inside a transaction, they read what that reads.
    """
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            yield
    else:
        connection.ensure_connection()  # which sets the mode
        database: Any = connection
        usual, database.transaction_mode = database.transaction_mode, "DEFERRED"  # others take the write lock
        try:
            with transaction.atomic():
                database.transaction_mode = usual
                yield
        finally:
            database.transaction_mode = usual


def list_stale_tags(changes: Iterable[Change]) -> set[str]:
    """Return the tags of all responses that these changes may affect; an empty set without changes.

    Hidden objects leave no tag in responses. So when something becomes public, the tags of everything that refers to it
    are stale too, and so are those of all pages below one that was published, or below a draft whose translation was.
    What was only edited has been public before, and whatever shows it has its tag.
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
        stale.add(get_object_tag(base, change.object_id))
        stale |= {get_model_tag(kind) for kind in (model, *model._meta.get_parent_list())}
        if change.op not in EDITS:
            stale |= {get_set_tag(kind) for kind in (model, *model._meta.get_parent_list())}
        if change.op not in OWN and change.translation_key:
            keys[base].add(change.translation_key)
        if base is Page and change.op == Change.Op.ADD:
            added.add(int(change.object_id))
    if keys[Page] & find_home_keys(keys[Page]):
        return {SITE, ALL}
    found = find_affected(change for change in changes if change.op not in EDITS)
    affected = found.changed
    affected[Page] |= set(find_pages_below(added | set(find_drafts(keys[Page]))))
    for model, own in keys.items():
        affected[model] |= set(find_siblings(model, own))
    return stale | get_tags(affected) | {get_set_tag(model) for model, pks in found.left.items() if pks}


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


def find_drafts(keys: set[Any]) -> Iterable[int]:
    """Yield the drafts with these translation keys: they leave no tag, and what is below leads to a translation."""
    return select_values(Page.objects.filter(live=False), "translation_key", keys, "pk")


def find_siblings(model: Any, keys: set[Any]) -> Iterable[int]:
    """Yield the primary keys of all translations: a response that shows one may now show another."""
    if issubclass(model, TranslatableMixin):
        yield from select_values(model._default_manager.all(), "translation_key", keys, "pk")
