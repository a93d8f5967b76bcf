"""The impact of changes: which objects may look different, or may no longer be public, because another one changed.

The feed has the rows that changed. When it is read, the reference index and the trees of pages and collections show who
depends on them. Reading the current state is enough: an object that starts or stops showing something changes too, so
it is sent again if it was read too early or too late.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Q
from django.db.models.functions import Length, Substr
from taggit.models import Tag, TaggedItem
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import (
    Collection,
    CollectionMember,
    CollectionViewRestriction,
    Locale,
    Page,
    PageViewRestriction,
    ReferenceIndex,
    Site,
    TranslatableMixin,
)

from cms.changes.kinds import list_kinds
from cms.changes.models import Change
from cms.changes.watched import ADDRESS_COLUMNS, get_base_model
from cms.models import Navigation, Organisation, SiteText
from cms.represent.visibility import live

Ids = dict[type[Model], set[int]]
Op = Change.Op
# Ops of changes that show on no other object, and of those that leave all sets and orders of objects as they are.
OWN, EDITS = {Op.CHANGE, Op.EDIT}, {Op.EDIT, Op.TITLE}

# The parts of `site`, in every language.
SITE_PARTS = (Site, Organisation, SiteText, Navigation)
BATCH = 400  # keeps every statement below SQLite's limit of variables


@dataclass
class Affected:
    """Primary keys by kind; those of Site are the languages of `site`.

    ``changed`` may look different, ``left`` may no longer be public. ``gone`` has the type and language of deleted
    objects.
    """

    changed: Ids = field(default_factory=lambda: defaultdict(set))
    left: Ids = field(default_factory=lambda: defaultdict(set))
    gone: dict[tuple[type[Model], int], tuple[type[Model], str]] = field(default_factory=dict)

    @property
    def keys(self) -> list[tuple[int, int]]:
        """The (number of the kind, primary key) of all objects, in order."""
        kinds = enumerate(list_kinds())
        return sorted((number, pk) for number, kind in kinds for pk in self.changed[kind] | self.left[kind])


def find_affected(changes: Iterable[Change]) -> Affected:
    return ImpactAnalysis(changes).propagate()


class ImpactAnalysis:
    """``touched`` are the objects that changed themselves; ``moved`` are pages whose change shows on other pages.

    ``edited`` are the touched objects of which only what they contain changed, and neither what covers nor what uses
    them: as many objects are public as before.
    """

    def __init__(self, changes: Iterable[Change]) -> None:
        self.affected = Affected()
        self.touched: Ids = defaultdict(set)
        self.used: Ids = defaultdict(set)
        self.moved: set[int] = set()
        self.edited: Ids = defaultdict(set)
        self.keys: dict[type[Model], set[Any]] = defaultdict(set)
        self.first_ops: dict[tuple[type[Model], int], str] = {}
        self.everything = False
        for change in changes:
            self.read(change)

    def read(self, change: Change) -> None:
        try:
            specific = apps.get_model(change.type)
        except (LookupError, ValueError):  # the model no longer exists
            return
        model, pk = get_base_model(specific), int(change.object_id)
        self.first_ops.setdefault((model, pk), change.op)
        if model in ADDRESS_COLUMNS and change.op not in OWN:
            self.everything = True
        if change.op == Op.USE:
            self.used[model].add(pk)
            return
        if change.op not in EDITS:
            self.edited[model].discard(pk)
        elif pk not in self.touched[model]:
            self.edited[model].add(pk)
        self.touched[model].add(pk)
        if model is Page and change.op not in OWN:
            self.moved.add(pk)
        if change.translation_key:
            self.keys[model].add(change.translation_key)
        if change.op == Op.REMOVE and model is Locale:
            self.affected.gone[Site, pk] = (Site, change.locale)
        elif change.op == Op.REMOVE and model is not Site:
            self.affected.gone[model, pk] = (specific, change.locale)

    def propagate(self) -> Affected:
        changed, left = self.affected.changed, self.affected.left
        self.touch_covered_pages()
        self.touch_files_in_collections()
        self.touch_tagged_files()
        for model, pks in self.used.items():
            self.edited[model] -= pks
        for model, pks in [*self.touched.items(), *self.used.items()]:
            changed[model] |= pks
            may_leave = (self.moved if model is Page else pks) - self.edited[model]
            left[model] |= {pk for pk in may_leave if self.may_have_been_public(model, pk)}
        self.add_referrers()
        self.add_dependents_of_moved_pages()
        self.add_used_objects()
        if self.everything:
            self.add_everything()
        if any(changed[model] for model in SITE_PARTS) or self.moves_home():
            changed[Site] = set(Locale.objects.values_list("pk", flat=True))
        return self.affected

    def moves_home(self) -> bool:
        """Whether the home page of a site appears or disappears in a language, so that its languages change."""
        if not self.moved:
            return False
        homes = Page.objects.filter(translation_key__in=Site.objects.values("root_page__translation_key"))
        return any(pk in self.moved or key in self.keys[Page] for pk, key in homes.values_list("pk", "translation_key"))

    def may_have_been_public(self, model: type[Model], pk: int) -> bool:
        return self.first_ops.get((model, pk)) != Op.ADD

    # Objects affected by a restriction, a collection or a tag

    def touch_covered_pages(self) -> None:
        for pks, leave in self.split_restrictions(PageViewRestriction):
            for path in Page.objects.filter(pk__in=pks).values_list("path", flat=True):
                below = set(Page.objects.filter(path__startswith=path, live=True).values_list("pk", flat=True))
                self.touched[Page] |= below
                self.moved |= below
                self.edited[Page] -= below
                for pk in below:
                    self.first_ops.setdefault((Page, pk), Op.CHANGE if leave else Op.ADD)

    def split_restrictions(self, model: type[Model]) -> Iterator[tuple[set[int], bool]]:
        """Yield the objects of new restrictions with ``True``, and those of lifted ones with ``False``."""
        pks = self.touched.pop(model, set())
        lifted = {pk for pk in pks if self.first_ops[model, pk] == Op.REMOVE}
        yield pks - lifted, True
        yield lifted, False

    def touch_files_in_collections(self) -> None:
        collections = self.touched.pop(Collection, set()) | self.touched.pop(CollectionViewRestriction, set())
        for path in Collection.objects.filter(pk__in=collections).values_list("path", flat=True):
            for model in (kind for kind in list_kinds() if issubclass(kind, CollectionMember)):
                files = model._default_manager.filter(collection__path__startswith=path)
                pks = set(files.values_list("pk", flat=True))
                self.touched[model] |= pks
                self.edited[model] -= pks

    def touch_tagged_files(self) -> None:
        tagged = TaggedItem.objects.filter(tag__in=self.touched.pop(Tag, set()))
        for content_type, pk in tagged.values_list("content_type", "object_id"):
            if model := ContentType.objects.get_for_id(content_type).model_class():
                self.touched[get_base_model(model)].add(pk)

    # Objects that show a changed object

    def add_referrers(self) -> None:
        """Follow references back to the objects that show a changed one, through snippets up to pages."""
        shown = dict(self.touched)
        seen: Ids = defaultdict(set)
        while shown:
            for model, pks in shown.items():
                if issubclass(model, TranslatableMixin):
                    shown[model] = pks | self.find_translations(model, pks)
                    if model is not Page:
                        self.affected.changed[model] |= shown[model]
            sources = find_sources(shown)
            for model, pks in shown.items():
                seen[model] |= pks
            shown = {}
            for model, pks in sources.items():
                self.affected.changed[model] |= pks
                if model is not Page and pks - seen[model]:
                    shown[model] = pks - seen[model]

    def find_translations(self, model: Any, pks: set[int]) -> set[int]:
        """Return the objects with the same translation keys: whoever refers to one of them may show another."""
        keys = self.keys[model] | set(select_values(model._default_manager.all(), "pk", pks, "translation_key"))
        return set(select_values(model._default_manager.all(), "translation_key", keys, "pk"))

    def add_dependents_of_moved_pages(self) -> None:
        """Pages show their parent, the source they mirror and their translations; redirects lead to pages."""
        changed = self.affected.changed
        changed[Page] |= self.find_translations(Page, self.moved) if self.moved else set()
        changed[Page] |= set(select_values(Page.objects.all(), "alias_of", self.moved, "pk"))
        parents = set(select_values(Page.objects.all(), "pk", self.moved, "path"))
        parent = Substr("path", 1, Length("path") - Page.steplen)
        changed[Page] |= set(select_values(Page.objects.annotate(parent=parent), "parent", parents, "pk"))
        changed[Redirect] |= set(select_values(Redirect.objects.all(), "redirect_page", self.moved, "pk"))
        self.affected.left[Redirect] |= changed[Redirect]

    # Objects that a changed object uses

    def add_used_objects(self) -> None:
        """Follow references forward: what a public page uses is public too, and so its translations may be shown."""
        kinds = set(list_kinds()) - {Page, Site}
        users: Ids = {model: pks - self.edited[model] for model, pks in self.touched.items() if model is not Page}
        for model, pks in self.used.items():
            users[model] = users.get(model, set()) | pks
        users[Page] = self.moved - self.edited[Page]
        seen: Ids = defaultdict(set)
        while users:
            targets = find_targets(users)
            users = {}
            for model in kinds & targets.keys():
                fresh = targets[model] - seen[model]
                seen[model] |= fresh
                self.affected.changed[model] |= fresh
                self.affected.left[model] |= fresh
                if fresh:
                    users[model] = fresh
        for model in self.used.keys() | seen.keys():
            if issubclass(model, TranslatableMixin):
                self.affected.changed[model] |= self.find_translations(model, self.used[model] | seen[model])

    def add_everything(self) -> None:
        """The start of every address has changed, or the list of languages."""
        for model in list_kinds():
            everything = Locale if model is Site else model
            self.affected.changed[model] |= set(everything._default_manager.values_list("pk", flat=True))
        self.affected.left[Page] |= set(Page.objects.filter(live()).values_list("pk", flat=True))
        self.affected.left[Site] |= self.touched[Locale]


def find_sources(targets: Ids) -> Ids:
    """Return the objects that refer to ``targets``."""
    return find_other_ends(targets, known="to_content_type", known_id="to_object_id", other="base_content_type")


def find_targets(sources: Ids) -> Ids:
    """Return the objects that ``sources`` refer to."""
    return find_other_ends(sources, known="base_content_type", known_id="object_id", other="to_content_type")


def find_other_ends(objects: Ids, *, known: str, known_id: str, other: str) -> Ids:
    other_id = "object_id" if other == "base_content_type" else "to_object_id"
    found: Ids = defaultdict(set)
    for model, pks in objects.items():
        rows = ReferenceIndex.objects.filter(**{known: ContentType.objects.get_for_model(model)}).distinct()
        for batch in in_batches(pks):
            named = rows.filter(**{f"{known_id}__in": [str(pk) for pk in batch]})
            for content_type, pk in named.values_list(other, other_id):
                end = ContentType.objects.get_for_id(content_type).model_class()
                if end and pk.isdecimal():
                    found[end].add(int(pk))
    return found


def select_values(queryset: Any, name: str, values: Iterable[Any], wanted: str) -> Iterator[Any]:
    """Yield the column ``wanted`` of the rows whose column ``name`` has one of the values."""
    for batch in in_batches(values):
        yield from queryset.filter(Q(**{f"{name}__in": batch})).order_by().values_list(wanted, flat=True)


def in_batches(values: Iterable[Any]) -> Iterator[list[Any]]:
    rest = iter(values)
    while batch := list(islice(rest, BATCH)):
        yield batch
