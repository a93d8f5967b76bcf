"""System checks of what models and blocks declare: a mistake there would have no effect, and nobody would notice."""

from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error, Warning, register  # noqa: A004 - Django's name
from django.db.models import IntegerField, Model
from wagtail.blocks import Block
from wagtail.models import Orderable
from wagtail.search.index import AutocompleteField, SearchField
from wagtail.snippets.models import get_snippet_models

from cms.blocks.fields import StreamField
from cms.changes.watched import get_base_model, list_watched
from cms.models import DraftSnippet
from cms.represent.walking import walk_blocks

FIELD_LISTS = ("private_fields", "unlisted_fields")
OF_MODELS = ("index_of", *FIELD_LISTS, "in_feed", "find_more", "copied_from")
OF_BLOCKS = ("computed", "find_more", "load_values", "loaded_as_usual")
FOUND = (SearchField, AutocompleteField)
SIMILAR = 0.9  # private_field, in_feeds, load_value


@register()
def check_declarations(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    models = [problem for model in apps.get_models() for problem in check_model(model)]
    models += [problem for watched in list_watched() if not watched.owner for problem in check_key(watched.model)]
    return models + [problem for block in list_blocks() for problem in check_block(block)]


def list_blocks() -> list[Block]:
    """Return one block of each class in the streams of all models."""
    streams = (f for model in apps.get_models() for f in model._meta.get_fields() if isinstance(f, StreamField))
    return list({type(block): block for stream in streams for _, block in walk_blocks(stream.stream_block)}.values())


def check_model(model: type[Model]) -> Iterator[CheckMessage]:
    problems = [problem for name in FIELD_LISTS for problem in check_names(model, name)]
    yield from problems or check_private_fields(model)
    if issubclass(model, DraftSnippet) and not hasattr(model, "preview_template"):
        hint = "Name a template; it finds the snippet as ``object``."
        yield Error("Without preview_template the snippet's preview fails.", hint=hint, obj=model, id="changes.E002")
    if model in get_snippet_models() and hasattr(model, "api_fields") and not issubclass(model, DraftSnippet):
        message = "The snippet has api_fields, but the change feed leaves it out."
        yield Error(message, hint="Derive it from cms.models.DraftSnippet.", obj=model, id="changes.E003")
    if issubclass(model, Orderable) and not model._meta.ordering:
        hint = "Derive its Meta from TranslatableMixin.Meta and Orderable.Meta."
        yield Error("The rows lose the order that editors give them.", hint=hint, obj=model, id="changes.E004")
    yield from check_spelling(model, OF_MODELS)


def check_key(model: type[Model]) -> Iterator[CheckMessage]:
    if not isinstance(get_base_model(model)._meta.pk, IntegerField):
        hint = "Give it one, or set in_feed = False if readers never see it."
        yield Error("The primary key of content is no integer.", hint=hint, obj=model, id="changes.E007")


def check_names(model: type[Model], attribute: str) -> Iterator[CheckMessage]:
    """Check an attribute that names fields of a model."""
    names = getattr(model, attribute, [])
    if not isinstance(names, list | tuple):
        yield Error(f"{attribute} is no list.", hint='["one_field"]', obj=model, id="changes.E001")
    elif unknown := set(names) - {field.name for field in model._meta.concrete_fields}:
        yield Error(f"{attribute} names no field: {join(unknown)}.", obj=model, id="changes.E001")


def check_private_fields(model: type[Model]) -> Iterator[CheckMessage]:
    private = getattr(model, "private_fields", [])
    shown = {getattr(field, "name", field) for field in getattr(model, "api_fields", [])}
    found = {field.field_name for field in getattr(model, "search_fields", []) if isinstance(field, FOUND)}
    if public := set(private) & (shown | found):
        message = f"Private, yet in api_fields or found by a search: {join(public)}."
        yield Error(message, obj=model, id="changes.E006")


def join(names: set[str]) -> str:
    return ", ".join(sorted(names))


def check_block(block: Block) -> Iterator[CheckMessage]:
    computed = getattr(block, "computed", {})
    if not isinstance(computed, dict):
        hint = 'Say what the change feed shows instead: {"items": []}.'
        yield Error("computed of a block is no dict.", hint=hint, obj=type(block), id="changes.E005")
    yield from check_spelling(type(block), OF_BLOCKS)


def check_spelling(declaring: type, attributes: tuple[str, ...]) -> Iterator[CheckMessage]:
    for name in vars(declaring):
        if name not in attributes and (meant := get_close_matches(name, attributes, n=1, cutoff=SIMILAR)):
            yield Warning(f"{name} has no effect; is it {meant[0]}?", obj=declaring, id="changes.W003")
