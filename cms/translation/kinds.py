"""What each field and block is to a translation: a text, a fact, or a value that a language may have of its own."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.db import models
from django.db.models import ForeignObjectRel
from wagtail import blocks
from wagtail.contrib.settings.models import BaseSiteSetting
from wagtail.fields import StreamField
from wagtail.models import CollectionMember, Page, TranslatableMixin
from wagtail_localize.fields import SynchronizedField, TranslatableField

from cms.models.facts import is_fact
from cms.translation.places import capitalise
from cms.upstream.wagtail_localize import get_translatable_fields

# What readers of a language read: translated.
TEXT = "text"
# The same in every language, at once: see ``cms.models.facts``. A struct block lists those in it in ``facts``.
FACT = "fact"
# The original's with the next version. A language may have other pictures, pages and addresses.
SHARED = "shared"
# Something that is translated itself, and shown in the language.
NAMED = "named"
# Each language has its own.
OWN = "own"
# There is only one for all languages.
COMMON = "common"

# Fields that say which translation it is, or in which order rows stand, or what Wagtail works with.
PUBLICATION = ("first_published_at", "go_live_at", "expire_at")
BOOKKEEPING = {"translation_key", "locale", "sort_order", "alias_of", "site", "collection", "tags", "tagged_items"}


class Path(NamedTuple):
    """A field or a block in it, such as ``body.heading.level``, what it is, and its name for people."""

    path: str
    kind: str
    label: str

    def below(self, path: str, label: str) -> "Path":
        return Path(f"{path}.{self.path}", self.kind, f"{label} / {self.label}")


def list_paths(model: Any) -> Iterator[Path]:
    """Yield all fields of a model that editors fill in, with their child rows and blocks."""
    if issubclass(model, CollectionMember | BaseSiteSetting):
        fields = (field for field in model._meta.concrete_fields if field.editable and not field.primary_key)
        yield from (Path(field.name, COMMON, name_field(field)) for field in fields if field.name not in BOOKKEEPING)
        return
    for one in get_translatable_fields(model):
        field = one.get_field(model)
        if isinstance(field, ForeignObjectRel):
            label = name_field(field.related_model._meta)
            yield from (path.below(one.field_name, label) for path in list_paths(field.related_model))
        elif isinstance(field, StreamField):
            children = list_block_paths(field.stream_block)
            yield from (path.below(one.field_name, name_field(field)) for path in children)
        elif field.name not in BOOKKEEPING:
            yield Path(one.field_name, find_field_kind(one, field), name_field(field))
    if issubclass(model, Page):  # wagtail-localize leaves them alone
        yield from (Path(name, OWN, name_field(model._meta.get_field(name))) for name in PUBLICATION)


def name_field(field: Any) -> str:
    return capitalise(field.verbose_name)


def find_field_kind(one: Any, field: Any) -> str:
    if is_fact(one):
        return FACT
    if not isinstance(one, SynchronizedField | TranslatableField):
        return OWN
    if isinstance(field, models.ForeignKey):
        return find_choice_kind(field.related_model)
    is_text = isinstance(field, models.CharField | models.TextField)
    is_code = isinstance(field, models.URLField | models.EmailField) or bool(field.choices)
    return TEXT if is_text and not is_code else SHARED


def find_choice_kind(model: Any) -> str:
    """Return the kind of a choice. A page is shown in the language too, but another one may be chosen."""
    return NAMED if issubclass(model, TranslatableMixin) and not issubclass(model, Page) else SHARED


def list_block_paths(block: Any) -> Iterator[Path]:
    """Yield the paths of the blocks in a stream, list or struct."""
    if isinstance(block, blocks.ListBlock):
        yield from list_block_paths(block.child_block)
        return
    for name, child in block.child_blocks.items():
        label = capitalise(child.label)
        if name in getattr(block, "facts", ()):
            yield Path(name, FACT, label)
        elif hasattr(child, "child_blocks") or isinstance(child, blocks.ListBlock):
            yield from (path.below(name, label) for path in list_block_paths(child))
        else:
            yield Path(name, find_block_kind(child), label)


def find_block_kind(block: Any) -> str:
    if hasattr(block, "get_translatable_segments"):  # codes, such as a telephone number
        return SHARED
    if isinstance(block, blocks.ChooserBlock):
        return find_choice_kind(block.model_class)
    is_text = isinstance(block, blocks.CharBlock | blocks.TextBlock | blocks.RichTextBlock | blocks.BlockQuoteBlock)
    return TEXT if is_text and not isinstance(block, blocks.URLBlock | blocks.EmailBlock) else SHARED


def copy_facts(block: Any, source: Any, target: Any) -> Any:
    """Return the stored value ``target`` of a block with the facts of ``source``, where both have the same blocks."""
    if isinstance(block, blocks.StreamBlock):
        return copy_children(block.child_blocks, source, target)
    if isinstance(block, blocks.ListBlock):
        return copy_children({"item": block.child_block}, source, target)
    if not (isinstance(block, blocks.StructBlock) and isinstance(source, dict) and isinstance(target, dict)):
        return target
    copied = dict(target)
    for name, child in block.child_blocks.items():
        if name in source and name in getattr(block, "facts", ()):
            copied[name] = source[name]
        elif name in source and name in target:
            copied[name] = copy_facts(child, source[name], target[name])
    return copied


def copy_children(types: dict[str, Any], source: Any, target: Any) -> Any:
    """Do so for the children of a stream or list, which their ids tell apart."""
    if not (isinstance(source, list) and isinstance(target, list)):
        return target
    others = {(child.get("id"), child.get("type")): child for child in source if isinstance(child, dict)}
    copied = []
    for child in target:
        other = others.get((child.get("id"), child.get("type"))) if isinstance(child, dict) else None
        block = types.get(child["type"]) if other and child.get("id") else None
        value = copy_facts(block, other.get("value"), child.get("value")) if other and block else None
        copied.append({**child, "value": value} if block else child)
    return copied


def drop_facts(block: Any, value: Any) -> Any:
    """Return the stored value of a block without facts, to compare what else it says."""
    if isinstance(value, list) and isinstance(block, blocks.StreamBlock | blocks.ListBlock):
        types = getattr(block, "child_blocks", None) or {"item": block.child_block}
        children = [child for child in value if isinstance(child, dict) and child.get("type") in types]
        return [{**child, "value": drop_facts(types[child["type"]], child.get("value"))} for child in children]
    if isinstance(value, dict) and isinstance(block, blocks.StructBlock):
        names = [name for name in block.child_blocks if name in value and name not in getattr(block, "facts", ())]
        return {name: drop_facts(block.child_blocks[name], value[name]) for name in names}
    return value
