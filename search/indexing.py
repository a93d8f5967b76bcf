"""The texts that objects are indexed with, from Wagtail's ``search_fields``."""

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import Manager, Model
from wagtail.models import Locale, TranslatableMixin
from wagtail.search.index import AutocompleteField, FilterField, RelatedFields

from search.models import Entry, make_entry_id
from search.words import compose, split_words

BETWEEN = " · "  # a heading and what is below it, in an excerpt
ENDINGS = (".", "!", "?", "…", ":", ";", ",", "”", "’")
MAX_TEXT_LENGTH = 200_000  # characters; PostgreSQL rejects a vector of a megabyte


class Texts(NamedTuple):
    """The texts of an object by weight: autocomplete fields, those with a boost, all others."""

    title: str
    introduction: str
    body: str


class IndexedTexts(NamedTuple):
    """The words of an entry, folded and separated by spaces."""

    entry_id: int
    language_code: str
    title: str
    introduction: str
    body: str


def find_root_model(model: type[Model]) -> type[Model]:
    """Return the model whose table has the primary keys of ``model``: ``Page`` for every page type."""
    parents = list(model._meta.parents)
    return find_root_model(parents[0]) if parents else model


def find_root_type(model: type[Model]) -> ContentType:
    return ContentType.objects.get_for_model(find_root_model(model))


def read_texts(obj: Any) -> Texts:
    """Return the texts of an object's ``search_fields``. Related objects come from ``get_indexed_objects``."""
    fields = obj.get_search_fields()
    completed = {field.field_name for field in fields if isinstance(field, AutocompleteField)}
    texts: dict[str, list[str]] = {"title": [], "introduction": [], "body": []}
    for field, value in read_fields(obj, fields):
        if isinstance(field, AutocompleteField):
            weight = "title"
        elif field.field_name in completed:
            continue
        else:
            weight = "introduction" if field.boost else "body"
        texts[weight].extend(flatten(value))
    return Texts(**{weight: compose(join(parts))[:MAX_TEXT_LENGTH] for weight, parts in texts.items()})


def join(texts: Iterable[str]) -> str:
    """Return texts as one, in which those that are no sentences stand apart; what is said again is said once."""
    joined = ""
    for text in dict.fromkeys(texts):
        gap = " " if not joined or joined.endswith(ENDINGS) else BETWEEN
        joined = f"{joined}{gap}{text}".strip()
    return joined


def read_fields(obj: Any, fields: Iterable[Any]) -> Iterator[tuple[Any, Any]]:
    """Yield searchable fields with their values, including those of related objects."""
    for field in fields:
        if isinstance(field, FilterField):
            continue
        if not isinstance(field, RelatedFields):
            yield field, field.get_value(obj)
        elif related := field.get_value(obj):
            for one in related.all() if isinstance(related, Manager) else [related]:
                if getattr(one, "live", True):  # nobody reads the name of somebody who is a draft
                    yield from read_fields(one, field.fields)


def flatten(value: Any) -> Iterator[str]:
    """Yield the texts in a field's value."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list | tuple):
        yield from chain.from_iterable(map(flatten, value))
    elif value is not None and (text := str(value).strip()):
        yield text


def make_entries(model: type[Model], objects: Iterable[Any]) -> tuple[list[Entry], list[IndexedTexts]]:
    """Return unsaved entries for objects of one model, and their words."""
    root = find_root_type(model)
    locales = dict(Locale.objects.values_list("pk", "language_code"))
    entries, indexed = [], []
    for obj in objects:
        texts = read_texts(obj)
        entry_id = make_entry_id(root.pk, obj.pk)
        language_code = locales[obj.locale_id] if isinstance(obj, TranslatableMixin) else settings.LANGUAGE_CODE
        words = [" ".join(split_words(text)) for text in texts]
        if getattr(obj, "is_superseded", False):
            words = ["", "", " ".join(filter(None, words))]  # found, but below what holds, and never suggested
        entries.append(Entry(id=entry_id, content_type=root, object_id=obj.pk, **texts._asdict()))
        indexed.append(IndexedTexts(entry_id, language_code, *words))
    return entries, indexed
