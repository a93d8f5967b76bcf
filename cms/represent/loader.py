"""Everything that one response shows, loaded in a few queries however much there is.

The loader reads, from the raw stream data, the rich text, the child rows and the foreign keys of every page in the
response, which objects they name; one query per model loads them all. It then puts native values in their place, so
that templates and ``get_api_representation`` only read.
"""

from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator
from typing import Any

from django.db.models import ForeignKey, Model, Q
from django.http import HttpRequest
from django.utils.functional import cached_property
from modelcluster.fields import ParentalKey
from modelcluster.models import get_all_child_relations
from wagtail.blocks import Block, StructValue
from wagtail.documents.models import AbstractDocument
from wagtail.fields import RichTextField, StreamField
from wagtail.images.models import AbstractImage
from wagtail.models import (
    COMMENTS_RELATION_NAME,
    CollectionMember,
    CollectionViewRestriction,
    Locale,
    Page,
    PageViewRestriction,
    TranslatableMixin,
)
from wagtail.rich_text import RichText

from cms.represent.documents import represent_document
from cms.represent.pages import represent_page
from cms.represent.rich_text import LoadedRichText
from cms.represent.streams import (
    Reference,
    hydrate_stream,
    iterate_structs,
    model_of_link,
    rich_text_references,
    stream_references,
)


class Loader:
    """Loads what ``request`` shows; ``fields`` limits it to these fields of the pages, ``None`` means all.

    A block whose values show something that no reference names, such as the events to come, has a method
    ``load_values(values, loader)`` that fills all its values in the response at once: pairs of a value and the id of
    the locale that shows it. Loaded instances are for reading: what is broken has been left out of them, so they must
    not be saved.
    """

    def __init__(self, request: HttpRequest | None, fields: Iterable[str] | None = None) -> None:
        self.request = request
        self.fields = None if fields is None else set(fields)
        self.locales = {locale.pk: locale for locale in Locale.objects.all()}
        self.objects: dict[type[Model], dict[Any, Model]] = defaultdict(dict)
        self.translations: dict[type[Model], dict[tuple[Any, int], Model]] = defaultdict(dict)
        self.structs: dict[type[Block], list[tuple[StructValue, int | None]]] = defaultdict(list)

    # Loading

    def load(self, instances: Iterable[Model]) -> None:
        """Load all that ``instances`` (pages or snippets, specific ones) show, and put it in its place."""
        instances = list(instances)
        self.load_child_rows(instances)
        self.load_references(self.references(instances), instances)
        for instance in instances:
            self.fill(instance)
        self.load_computed_values()

    def load_references(self, references: Iterable[Reference], instances: Iterable[Model] = ()) -> None:
        """Load what the references name, and what the snippets among it name in turn."""
        target_locales = {locale for instance in instances if (locale := getattr(instance, "locale_id", None))}
        wanted = self.group(references)
        loaded: list[Model] = []
        while wanted:
            found = [obj for model, pks in wanted.items() for obj in self.load_model(model, pks, target_locales)]
            snippets = [obj for obj in found if not isinstance(obj, Page)]
            self.load_child_rows(snippets)
            wanted = self.group(self.references(snippets, everything=True))
            loaded += snippets
        for obj in loaded:
            self.fill(obj, everything=True)

    def group(self, references: Iterable[Reference]) -> dict[type[Model], set[Any]]:
        wanted: dict[type[Model], set[Any]] = defaultdict(set)
        for model, pk in references:
            key = read_key(pk)
            if key is not None and key not in self.objects[model]:
                wanted[model].add(key)
        return wanted

    def load_model(self, model: type[Model], pks: set[Any], locales: set[int]) -> list[Model]:
        """Load objects of one model with their translations into ``locales``; return those the public may see."""
        queryset: Any = model._default_manager.all()
        if issubclass(model, Page):
            queryset = queryset.defer_streamfields()
        chosen = Q(pk__in=pks)
        if issubclass(model, TranslatableMixin):
            keys = model._default_manager.filter(pk__in=pks).values("translation_key")
            chosen |= Q(translation_key__in=keys, locale__in=locales)
        queryset = queryset.filter(chosen)
        if issubclass(model, CollectionMember):
            queryset = queryset.select_related("collection")
        if issubclass(model, AbstractImage):
            queryset = queryset.prefetch_related("renditions")
        self.objects[model].update(dict.fromkeys(pks))
        shown = []
        for obj in queryset:
            self.adopt(obj)
            if self.is_public(obj):
                shown.append(obj)
        return shown

    def adopt(self, obj: Model) -> None:
        """Keep a loaded object, with its locale set, for ``find``."""
        self.objects[type(obj)][obj.pk] = obj
        self.place(obj)
        if isinstance(obj, TranslatableMixin) and not getattr(obj, "alias_of_id", None) and self.is_public(obj):
            self.translations[type(obj)][obj.translation_key, obj.locale_id] = obj

    def load_child_rows(self, instances: Iterable[Model], relations: Container[str] | None = None) -> None:
        """Load the child rows of all instances, one query for each relation; ``relations`` limits which."""
        by_class: dict[type[Model], list[Model]] = defaultdict(list)
        for instance in instances:
            by_class[type(instance)].append(instance)
        for model, members in by_class.items():
            for relation in get_all_child_relations(model):
                name = relation.get_accessor_name()
                wanted = self.shows(name) and name != COMMENTS_RELATION_NAME if relations is None else name in relations
                unloaded = [member for member in members if name not in loaded_relations(member)]
                if not unloaded or not wanted:
                    continue
                field = relation.field
                rows = defaultdict(list)
                for row in relation.related_model._default_manager.filter(**{f"{field.name}__in": unloaded}):
                    rows[getattr(row, field.attname)].append(row)
                for member in unloaded:
                    getattr(member, name).set(rows[member.pk])

    def place(self, obj: Model) -> None:
        """Give a loaded object its locale, and a page the request: then neither language nor address costs a query."""
        if isinstance(obj, TranslatableMixin):
            obj.locale = self.locales[obj.locale_id]
        if isinstance(obj, Page):
            obj.request = self.request

    @cached_property
    def restricted_pages(self) -> tuple[str, ...]:
        """The tree paths of the pages that a restriction is set on."""
        return tuple(PageViewRestriction.objects.values_list("page__path", flat=True))

    @cached_property
    def restricted_collections(self) -> tuple[str, ...]:
        """The tree paths of the collections that a restriction is set on."""
        return tuple(CollectionViewRestriction.objects.values_list("collection__path", flat=True))

    def is_public(self, obj: Model) -> bool:
        """Whether every reader may see this object: it is live, and no restriction covers it.

        The root of the tree is no page for readers, though editors can choose it.
        """
        if isinstance(obj, Page):
            return obj.live and not obj.is_root() and not obj.path.startswith(self.restricted_pages)
        if isinstance(obj, CollectionMember):
            return not obj.collection.path.startswith(self.restricted_collections)
        return getattr(obj, "live", True)

    # Which objects are named

    def shows(self, field_name: str) -> bool:
        return self.fields is None or field_name in self.fields

    def references(self, instances: Iterable[Model], *, everything: bool = False) -> Iterator[Reference]:
        """Yield what the instances and their child rows name in streams, rich text and foreign keys."""
        for instance in instances:
            for field in instance._meta.get_fields():
                if not everything and not self.shows(field.name):
                    continue
                if isinstance(field, StreamField):
                    stream = getattr(instance, field.name)
                    yield from stream_references(stream.stream_block, list(stream.raw_data))
                elif isinstance(field, RichTextField):
                    yield from rich_text_references(getattr(instance, field.name))
                elif (key := content_key(field)) and (pk := getattr(instance, key.attname)):
                    yield key.related_model, pk
            for row in self.rows(instance):
                yield from self.references([row], everything=True)

    def rows(self, instance: Model) -> Iterator[Model]:
        for relation in get_all_child_relations(type(instance)):
            name = relation.get_accessor_name()
            if name in loaded_relations(instance):
                yield from getattr(instance, name).all()

    # Putting values in place

    def find(self, model: type[Model], pk: Any, locale_id: int | None = None) -> Model | None:
        """Return a loaded object as the public may see it, its translation into ``locale_id`` where that is live."""
        obj = self.objects[model].get(read_key(pk))
        if obj is None:
            return None
        if locale_id and isinstance(obj, TranslatableMixin):
            translation = self.translations[model].get((obj.translation_key, locale_id))
            if translation is not None:
                return translation
        return obj if self.is_public(obj) else None

    def fill(self, instance: Model, *, everything: bool = False) -> bool:
        """Put loaded values in place of an instance's streams and foreign keys, and of its rows' foreign keys.

        Return whether all that the instance requires is there. Rows of which that is not true are taken out.
        """
        whole = True
        self.place(instance)
        source = LocalSource(self, getattr(instance, "locale_id", None))
        for field in instance._meta.get_fields():
            if not everything and not self.shows(field.name):
                continue
            if isinstance(field, StreamField):
                stream = getattr(instance, field.name)
                loaded = hydrate_stream(stream.stream_block, list(stream.raw_data), source)
                setattr(instance, field.name, loaded)
                for struct in iterate_structs(loaded):
                    if hasattr(struct.block, "load_values"):
                        self.structs[type(struct.block)].append((struct, source.locale_id))
            elif (key := content_key(field)) and (pk := getattr(instance, key.attname)):
                found = source.find(key.related_model, pk)
                key.set_cached_value(instance, found)
                whole = whole and (found is not None or key.null)
        for name in loaded_relations(instance):
            rows = getattr(instance, name)
            rows.set([row for row in rows.all() if self.fill(row, everything=True)])
        return whole

    def load_computed_values(self) -> None:
        """Let the blocks that show more than they name load it, once for each kind of block."""
        for values in self.structs.values():
            values[0][0].block.load_values(values, self)
        self.structs.clear()

    def resolve_links(self, locale_id: int | None) -> Callable[[bool], Callable[[str, int], str | None]]:
        """Return what a rich text needs to resolve its links, for pages in ``locale_id``."""

        def choose(absolute: bool) -> Callable[[str, int], str | None]:
            def resolve(link_type: str, pk: int) -> str | None:
                target = self.find(model_of_link(link_type), pk, locale_id)
                if isinstance(target, Page):
                    reference = represent_page(target, {"request": self.request})
                    return reference["url"] if absolute else target.get_url(self.request)
                if isinstance(target, AbstractDocument):
                    return represent_document(target, {"request": self.request})["url"] if absolute else target.url
                return None

            return resolve

        return choose


class LocalSource:
    """The loader as seen from content in one language."""

    def __init__(self, loader: Loader, locale_id: int | None) -> None:
        self.loader = loader
        self.locale_id = locale_id

    def find(self, model: type[Model], pk: Any) -> Model | None:
        return self.loader.find(model, pk, self.locale_id)

    def load_rich_text(self, source: str) -> RichText:
        return LoadedRichText(source, self.loader.resolve_links(self.locale_id))


def loaded_relations(instance: Model) -> dict[str, list[Model]]:
    """Return the child rows that a clusterable instance holds in memory, by relation."""
    return instance.__dict__.get("_cluster_related_objects") or {}


def content_key(field: Any) -> Any:
    """Return a foreign key to what pages show: media, pages, translatable snippets; ``None`` for any other field."""
    if (
        isinstance(field, ForeignKey)
        and not isinstance(field, ParentalKey)
        and not field.remote_field.parent_link
        and field.name != "alias_of"
        and issubclass(field.related_model, CollectionMember | TranslatableMixin)
    ):
        return field
    return None


def read_key(pk: Any) -> int | None:
    """Return a stored primary key as the integer that all of these models have; ``None`` where it is none."""
    return int(pk) if str(pk).isdecimal() and len(str(pk)) < 19 else None  # beyond that no database has a row
