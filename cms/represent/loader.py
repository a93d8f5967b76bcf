"""Loads everything that a response shows in a few statements, however much there is.

From the raw stream data, rich text, child rows and foreign keys of every page in the response, the loader collects
references to objects. One statement loads these objects, a second one the objects that they refer to. It then replaces
lazy values with native ones, so that templates and ``get_api_representation`` only read.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import Any

from django.db.models import Model
from django.http import HttpRequest
from wagtail.blocks import Block, StructValue
from wagtail.documents.models import AbstractDocument
from wagtail.models import Locale, Page, TranslatableMixin

from cms.freshness.reads import read_chosen, track_objects
from cms.represent.bulk import fetch
from cms.represent.content import Content, get_content, loaded_relations, read_key, set_rows
from cms.represent.documents import represent_document
from cms.represent.local import LocalSource
from cms.represent.memoize import allow_memoizing
from cms.represent.pages import represent_page
from cms.represent.related import find_source_language, place_gaps, related_references, set_related_pages
from cms.represent.site_context import SiteContext
from cms.represent.sources import Objects, Rows, Source, instances_table
from cms.represent.streams import hydrate, stream_references
from cms.represent.values import Reference, model_of_link, rich_text_references
from cms.represent.visibility import Visibility


class Loader:
    """Loads what ``request`` shows; ``fields`` limits it to these fields of the pages, ``None`` means all.

    A struct block that shows more than its data refers to, such as upcoming events, has a method ``find_more(raw)``
    that yields pairs of a source and a key, and a method ``load_values(values, loader)``, called once for all its
    values in the response: pairs of a value and the ID of the locale that shows it. A page has ``find_more(loader)``.
    Loaded instances are read-only: broken content has been removed, so they must not be saved.
    """

    def __init__(self, request: HttpRequest | None, fields: Iterable[str] | None = None) -> None:
        self.request = request
        self.fields = None if fields is None else set(fields)
        self.target_locales: set[int] = set()
        self.objects: dict[type[Model], dict[Any, Model | None]] = defaultdict(dict)
        self.translations: dict[type[Model], dict[tuple[Any, int], Model]] = defaultdict(dict)
        self.rows: dict[Any, dict[Any, dict[Any, Any]]] = defaultdict(lambda: defaultdict(dict))
        self.found: dict[Source, list[Any]] = defaultdict(list)
        self.structs: dict[type[Block], list[tuple[StructValue, int | None]]] = defaultdict(list)
        self.requested: dict[Source, set[int]] = defaultdict(set)
        self.owners: dict[Any, list[Model]] = defaultdict(list)
        self.snippets: list[Model] = []
        self.hidden: set[tuple[type[Model], Any]] = set()
        self.shown: dict[tuple[type[Model], bool], Content] = {}
        self.sources: dict[int | None, LocalSource] = {}
        # Set on the request of a preview: returns the draft of an object that the user may see, if there is one.
        self.find_draft: Callable[[Any], Any] | None = getattr(request, "find_draft", None)

    @cached_property
    def site_context(self) -> SiteContext:
        return SiteContext.of(self.request)

    @property
    def locales(self) -> dict[int, Locale]:
        return self.site_context.locales

    @property
    def visibility(self) -> Visibility:
        return self.site_context.visibility

    # Loading

    def load(self, instances: Iterable[Model]) -> None:
        """Load everything that ``instances`` (specific pages or snippets) show, and set their values."""
        instances = read_chosen(instances)
        track_objects(instances)
        self.target_locales |= {locale for obj in instances if (locale := getattr(obj, "locale_id", None))}
        self.request_content(instances)
        if reader := self.site_context.reader_locale_id:
            self.target_locales.add(reader)
        while self.requested:
            self.load_requested()
        if reader:
            place_gaps(instances, self, reader)
        for field, owners in self.owners.items():
            for owner in owners:
                set_rows(owner, field, self.rows[field][owner.pk].values())
        for snippet in self.snippets:
            self.set_values(snippet, everything=True)
        for instance in instances:
            self.set_values(instance)
        self.load_computed_values()
        self.owners.clear()
        self.snippets.clear()

    def read(self, model: type[Model], pks: Iterable[Any]) -> list[Any]:
        """Return the objects with these primary keys, in this order, without streams that are not shown."""
        hidden_streams = frozenset(stream.name for stream in get_content(model).streams if not self.shows(stream.name))
        keys = list(pks)
        if not keys:
            return []
        table = instances_table(model, hidden_streams)
        found = {obj.pk: obj for obj in SiteContext.fetch(self.request, [(table, {"keys": set(keys)})])[table]}
        return [found[key] for key in keys if key in found]

    def load_requested(self) -> None:
        """Load all requested references in one statement, and request those of the loaded objects."""
        requested, self.requested = self.requested, defaultdict(set)
        parts = {source: list(source.list_parts(keys, self)) for source, keys in requested.items()}
        found = fetch([part for own in parts.values() for part in own])
        known = len(self.snippets)
        for source, own in parts.items():
            objects = [obj for table, _arguments in own for obj in found[table]]
            self.found[source] += objects
            source.receive(objects, self)
        self.request_content(self.snippets[known:], everything=True)
        for source in requested:
            if isinstance(source, Rows):
                self.request_row_content(source, requested[source])

    def request_content(self, instances: Iterable[Model], *, everything: bool = False) -> None:
        """Request the references of instances, and their child rows with theirs."""
        by_model: dict[type[Model], list[Model]] = defaultdict(list)
        for instance in instances:
            by_model[type(instance)].append(instance)
            self.request_references(self.references(instance, everything=everything))
        for model, own in by_model.items():
            for relation in self.content(model, everything=everything).relations:
                self.request_rows(relation, own)

    def request_rows(self, relation: Any, instances: list[Model]) -> None:
        """Request the child rows of instances of one model, or the references of those that are in memory."""
        name, field = relation.get_accessor_name(), relation.field
        owners = [instance for instance in instances if instance.pk and name not in loaded_relations(instance)]
        for instance in instances:
            for row in loaded_relations(instance).get(name, ()):
                self.request_references(self.references(row, everything=True))
        if owners:
            keys = {instance.pk for instance in owners}
            self.owners[field] += owners
            self.requested[Rows(field)] |= keys
            for key in get_content(field.model).keys:
                self.requested[Objects(key.related_model, via=key, parent=field)] |= keys

    def request_row_content(self, source: Rows, parents: set[int]) -> None:
        """Request the references of loaded child rows, and remember which objects they belong to."""
        for row in self.found[source]:
            self.request_references(self.references(row, everything=True))
        if source.chosen:
            objects: Any = self.objects[source.field.related_model]
            keys = {getattr(obj, "translation_key", None) for pk in parents if (obj := objects.get(pk))}
            self.owners[source.field] += [obj for obj in objects.values() if obj and obj.translation_key in keys]

    def request_references(self, references: Iterable[Reference]) -> None:
        """Request references that are not yet known: objects by model, anything else by source."""
        for source, pk in references:
            key = read_key(pk)
            if key is None:
                continue
            if not isinstance(source, type):
                self.requested[source].add(key)
            elif key not in self.objects[source]:
                self.objects[source][key] = None
                self.requested[Objects(source)].add(key)

    def store(self, obj: Model) -> None:
        """Store a loaded object for ``find``, with its locale. The references of public snippets are followed too."""
        known, pk = self.objects[type(obj)], obj.pk
        if known.get(pk) is not None:
            return
        draft = self.find_draft(obj) if self.find_draft else None
        obj = draft or obj
        known[pk] = obj
        self.prepare(obj)
        if not self.visibility.shows(obj, is_draft=draft is not None):
            self.hidden.add((type(obj), pk))
            return
        track_objects([obj])
        if isinstance(obj, TranslatableMixin) and not getattr(obj, "alias_of_id", None):
            self.translations[type(obj)][obj.translation_key, obj.locale_id] = obj
        if not isinstance(obj, Page):
            self.snippets.append(obj)

    def prepare(self, obj: Model) -> None:
        """Set the locale of a loaded object, and the request of a page, so that neither needs a query."""
        allow_memoizing(obj)
        if isinstance(obj, TranslatableMixin):
            obj._meta.get_field("locale").set_cached_value(obj, self.locales[obj.locale_id])
        if isinstance(obj, Page):
            obj.request = self.request

    # Collecting references

    def content(self, model: type[Model], *, everything: bool) -> Content:
        """Return the fields of a model that the response shows."""
        known = model, everything
        if known not in self.shown:
            content = get_content(model)
            self.shown[known] = content if everything or self.fields is None else content.choose(self.fields)
        return self.shown[known]

    def shows(self, field_name: str) -> bool:
        return self.fields is None or field_name in self.fields

    def selects(self, field_name: str) -> bool:
        """Whether a field is shown that exists only in the API."""
        return self.fields is not None and field_name in self.fields

    def references(self, instance: Model, *, everything: bool = False) -> Iterator[Reference]:
        """Yield the references of an instance: streams, rich text, foreign keys, and ``find_more``."""
        content = self.content(type(instance), everything=everything)
        if isinstance(instance, Page) and instance.pk is not None and not everything:
            yield from related_references(instance, self)
        for stream in content.streams:
            yield from stream_references(stream.stream_block, list(getattr(instance, stream.name).raw_data))
        for text in content.rich_texts:
            yield from rich_text_references(getattr(instance, text.name))
        for key in content.keys:
            if pk := getattr(instance, key.attname):
                yield key.related_model, pk

    # Setting values

    def find(self, model: type[Model], pk: Any, locale_id: int | None = None) -> Model | None:
        """Return a loaded public object, translated into ``locale_id`` if that translation is live.

        A translation that is a draft or in the bin hides nothing: what was there before it is shown instead.
        """
        obj: Any = self.objects[model].get(read_key(pk))
        if obj is None:
            return None
        if locale_id and getattr(obj, "locale_id", locale_id) != locale_id:
            translation = self.translations[model].get((obj.translation_key, locale_id))
            if translation is not None:
                return translation
        return self.find_earlier(model, obj) if (model, obj.pk) in self.hidden else obj

    def find_earlier(self, model: type[Model], obj: Any) -> Model | None:
        """Return the oldest public translation that is older than ``obj``, which was made from it."""
        key = getattr(obj, "translation_key", None)
        others = (self.translations[model].get((key, locale_id)) for locale_id in self.locales) if key else ()
        return min((one for one in others if one and one.pk < obj.pk), key=lambda one: one.pk, default=None)

    def set_values(self, instance: Model, *, everything: bool = False) -> bool:
        """Set loaded values on an instance's streams and foreign keys, and on its child rows.

        Return whether everything that the instance requires exists. Incomplete child rows are removed.
        """
        is_complete = True
        self.prepare(instance)
        source = self.in_language(self.site_context.reader_locale_id or getattr(instance, "locale_id", None))
        content = self.content(type(instance), everything=everything)
        for stream in content.streams:
            raw = list(getattr(instance, stream.name).raw_data)
            value = hydrate(stream.stream_block, raw, source)
            value.language = find_source_language(instance, self)
            setattr(instance, stream.name, value)
        for key in content.keys:
            if pk := getattr(instance, key.attname):
                found = source.find(key.related_model, pk)
                key.set_cached_value(instance, found)
                is_complete = is_complete and (found is not None or key.null)
        if isinstance(instance, Page) and not everything:
            set_related_pages(instance, self)
        for name, rows in loaded_relations(instance).items():
            for row in rows:
                inherit_locale(row, instance)
            loaded_relations(instance)[name] = [row for row in rows if self.set_values(row, everything=True)]
        return is_complete

    def in_language(self, locale_id: int | None) -> LocalSource:
        if locale_id not in self.sources:
            self.sources[locale_id] = LocalSource(self, locale_id)
        return self.sources[locale_id]

    def load_computed_values(self) -> None:
        """Call ``load_values`` of the blocks that show more than their data refers to, once per block."""
        for values in self.structs.values():
            values[0][0].block.load_values(values, self)
        self.structs.clear()

    def resolve_link(self, link_type: str, pk: int, locale_id: int | None, *, absolute: bool) -> str | None:
        """Return the target of a link in rich text, for pages in ``locale_id``."""
        target, context = self.find(model_of_link(link_type), pk, locale_id), {"request": self.request}
        if isinstance(target, Page):
            return (
                represent_page(target, {"request": self.request})["url"] if absolute else target.get_url(self.request)
            )
        if isinstance(target, AbstractDocument):
            return represent_document(target, context)["url"] if absolute else target.url
        return None


def inherit_locale(row: Any, owner: Any) -> None:
    """Give a form's row, which has no locale before it is saved, that of its parent object."""
    if isinstance(row, TranslatableMixin) and row.locale_id is None:
        row.locale_id = owner.locale_id
