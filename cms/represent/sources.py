"""Sources of the loader: the parts of its statements, built once per model."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from django.apps import apps
from django.db import connection
from django.db.models import DateTimeField, Model, OuterRef, Subquery, TextField
from django.db.models.expressions import RawSQL
from django.utils.dateparse import parse_datetime
from wagtail.images.models import AbstractImage
from wagtail.models import DraftStateMixin, Page, TranslatableMixin

from cms.represent.bulk import Part, Placeholder, Table, keys_in, keys_sql, made_once, texts_in
from cms.represent.memoize import allow_memoizing
from cms.represent.visibility import SITE_TREE, pages_in_part

if TYPE_CHECKING:
    from cms.represent.loader import Loader


class Source(Protocol):
    """Something to load by key in the loader's statement. Keys of equal sources are combined."""

    def list_parts(self, keys: set[int], loader: "Loader") -> Iterator[Part]:
        """Yield the parts of the statement that finds ``keys``."""

    def receive(self, found: list[Any], loader: "Loader") -> None:
        """Store what was found, and request its references from the loader."""


class Objects(NamedTuple):
    """Objects of a model: by primary key, or with ``via``, the objects that child rows refer to, by the rows' parent.

    Their translations into the languages of the response are included.
    """

    model: type[Model]
    via: Any = None
    parent: Any = None

    def list_parts(self, keys: set[int], loader: "Loader") -> Iterator[Part]:
        locales = loader.target_locales
        is_translated = issubclass(self.model, TranslatableMixin) and len(loader.site_context.locales) > 1
        yield objects_table(self, is_translated), {"keys": keys, "locales": locales}

    def receive(self, found: list[Any], loader: "Loader") -> None:
        for obj in found:
            loader.store(obj)


class Rows(NamedTuple):
    """The child rows with this ``ParentalKey``, by parent; with ``chosen``, also those of the parent's translations."""

    field: Any
    chosen: bool = False

    def list_parts(self, keys: set[int], loader: "Loader") -> Iterator[Part]:
        is_translated = self.chosen and len(loader.site_context.locales) > 1
        yield rows_table(self, is_translated), {"keys": keys, "locales": loader.target_locales}

    def receive(self, found: list[Any], loader: "Loader") -> None:
        by_parent = loader.rows[self.field]
        for row in found:
            allow_memoizing(row)
            by_parent[getattr(row, self.field.attname)].setdefault(row.pk, row)


class Parents(NamedTuple):
    """The parents of the pages with these keys."""

    name: str = "parents"

    def list_parts(self, keys: set[int], loader: "Loader") -> Iterator[Part]:
        yield parents_table(), {"keys": keys}

    def receive(self, found: list[Any], loader: "Loader") -> None:
        for page in found:
            loader.store(page)


class Translations(NamedTuple):
    """The translations of the pages with these keys, themselves included, without aliases."""

    name: str = "translations"

    def list_parts(self, keys: set[int], loader: "Loader") -> Iterator[Part]:
        yield translations_table(), {"keys": keys, **loader.visibility.arguments}

    def receive(self, found: list[Any], loader: "Loader") -> None:
        for page in found:
            page.outdated_since = read_time(page.outdated_since)
            loader.store(page)


class Surroundings(NamedTuple):
    """The pages at these places in the tree and their translations, drafts and aliases too, for addresses and menus.

    They are not stored as objects that the response shows: whoever shows one of them says so.
    """

    paths: tuple[str, ...]

    def list_parts(self, keys: set[int], loader: "Loader") -> Iterator[Part]:
        yield surroundings_table(), {"paths": set(self.paths)}

    def receive(self, found: list[Any], loader: "Loader") -> None:
        for page in found:
            loader.prepare(page)


@made_once
def surroundings_table() -> Table:
    own = Page.objects.filter(path__in=texts_in("paths")).values("translation_key")
    language = Page.objects.filter(pk=OuterRef("alias_of")).values("locale__language_code")
    same = Page.objects.filter(translation_key__in=own)
    return Table(same, {"text_language": Subquery(language)}, is_keyed=True)


@made_once
def translations_table() -> Table:
    own = f"SELECT translation_key FROM wagtailcore_page WHERE id IN ({keys_sql()})"  # noqa: S608
    same = Page.objects.filter(translation_key__in=RawSQL(own, [Placeholder("keys")]))  # noqa: S611
    return Table(same.filter(pages_in_part(), alias_of=None), {"outdated_since": outdated_since()}, is_keyed=True)


def outdated_since() -> RawSQL:
    """Return a column of the page types for pages of any type; a type without it has no translations of its own."""
    quote = connection.ops.quote_name
    columns = [
        f"(SELECT {quote('outdated_since')} FROM {quote(model._meta.db_table)}"  # noqa: S608
        f" WHERE {quote('page_ptr_id')} = wagtailcore_page.id)"
        for model in apps.get_models()
        if issubclass(model, Page) and "outdated_since" in {field.name for field in model._meta.local_concrete_fields}
    ]
    return RawSQL(f"COALESCE({', '.join(columns)}, NULL)", [], output_field=DateTimeField())  # noqa: S611


def read_time(text: str | None) -> datetime | None:
    """Return a time as the databases write it in JSON."""
    time = parse_datetime(text) if text else None
    return time.replace(tzinfo=UTC) if time and time.tzinfo is None else time


@made_once
def parents_table() -> Table:
    children = f"SELECT substr(path, 1, length(path) - {Page.steplen}) FROM wagtailcore_page WHERE id IN ({keys_sql()})"  # noqa: S608
    return Table(Page.objects.filter(path__in=RawSQL(children, [Placeholder("keys")])), is_keyed=True)  # noqa: S611


@made_once
def instances_table(model: type[Model], hidden_streams: frozenset[str]) -> Table:
    """Return the part for the main objects of a response, without streams that are not shown."""
    return Table(model._default_manager.filter(pk__in=keys_in("keys")).defer(*hidden_streams), is_keyed=True)


@made_once
def objects_table(source: Objects, is_translated: bool) -> Table:
    """Return the part for ``keys``, with translations into ``locales`` if the model is translatable."""
    model: Any = source.model
    queryset = model._default_manager.all()
    if issubclass(model, Page):
        queryset = queryset.defer_streamfields()
    named = keys_sql()
    if source.via is not None:
        quote = connection.ops.quote_name
        rows, chosen, parent = source.via.model._meta.db_table, source.via.column, source.parent.column
        named = f"SELECT {quote(chosen)} FROM {quote(rows)} WHERE {quote(parent)} IN ({named})"  # noqa: S608
    extras = {"loaded_renditions": renditions_of(model)} if issubclass(model, AbstractImage) else {}
    return Table(queryset.filter(pk__in=choose_keys(model, named, is_translated)), extras, is_keyed=True)


@made_once
def rows_table(source: Rows, is_translated: bool) -> Table:
    """Return the part for the child rows of ``keys``."""
    field = source.field
    parents = choose_keys(field.related_model, keys_sql(), is_translated)
    return Table(field.model._default_manager.filter(**{f"{field.attname}__in": parents}), is_keyed=True)


def choose_keys(model: type[Model], named: str, is_translated: bool) -> RawSQL:
    """Return the primary keys in a subquery and, if wanted, those of their translations into ``locales``.

    Where one of them is a translation that readers cannot see, what was there before it is included too, in any
    language: see ``Loader.find``.
    """
    keys = [Placeholder("keys")]
    if not is_translated:
        return RawSQL(named, keys)  # noqa: S611 - no user input
    owner: Any = model._meta.get_field("translation_key").model._meta
    table, pk = map(connection.ops.quote_name, (owner.db_table, owner.pk.column))
    hidden = [f"NOT own.{connection.ops.quote_name('live')}"] if issubclass(model, DraftStateMixin) else []
    if issubclass(model, Page):
        hidden.append(f"substr(own.path, 1, {Page.steplen}) <> '{SITE_TREE}'")
    earlier = f" OR (other.{pk} < own.{pk} AND ({' OR '.join(hidden)}))" if hidden else ""
    translations = (
        f"SELECT other.{pk} FROM {table} own JOIN {table} other ON other.translation_key = own.translation_key"  # noqa: S608
        f" WHERE own.{pk} IN ({named}) AND (other.locale_id IN ({keys_sql()}){earlier})"
    )
    return RawSQL(f"{named} UNION {translations}", [*keys, *keys, Placeholder("locales")])  # noqa: S611


def renditions_of(model: type[AbstractImage]) -> RawSQL:
    """Return the renditions of an image as the text of a JSON array of arrays, in the order of ``LoadedRendition``."""
    quote = connection.ops.quote_name
    rendition = model.get_rendition_model()._meta
    names = ("filter_spec", "focal_point_key", "file", "width", "height")
    columns = ", ".join(quote(rendition.get_field(name).column) for name in names)
    image = quote(rendition.get_field("image").column)
    own = f"{quote(model._meta.db_table)}.{quote(model._meta.pk.column)}"
    if connection.vendor == "postgresql":
        collect = f"json_agg(json_build_array({columns}))::text"
    else:
        collect = f"json_group_array(json_array({columns})) || ''"  # otherwise it would be JSON inside of JSON
    subquery = f"(SELECT {collect} FROM {quote(rendition.db_table)} WHERE {image} = {own})"  # noqa: S608
    return RawSQL(subquery, [], output_field=TextField())  # noqa: S611
