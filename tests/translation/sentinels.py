"""A word of its own for every text of every model, found by walking: pages, snippets, settings, files, rows, blocks."""

import itertools
import json
import re
from collections.abc import Iterator
from datetime import time, timedelta
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from modelcluster.fields import ParentalKey
from modelcluster.models import get_all_child_relations
from wagtail import blocks
from wagtail.embeds.blocks import EmbedBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.images.blocks import ImageBlock
from wagtail.models import TranslatableMixin
from wagtail.rich_text import features as rich_text_features

from cms.models.policies import POLICY_FIELDS

LETTERS = "bcdfghjkmnpqrtvw"  # no s, which searches take for a plural
SOURCE, TARGET = "zqe", "zqc"
NUMBER = "01632"
WORD = re.compile(rf"(?:{SOURCE}|{TARGET})[{LETTERS}]{{3}}|{NUMBER}[56]\d{{5}}")
VIDEO = "https://vimeo.com/76979871"
TEXTS = (blocks.CharBlock, blocks.TextBlock, blocks.RichTextBlock, blocks.URLBlock, blocks.EmailBlock)
# What rich text can hold besides paragraphs, by the feature that allows it.
PIECES = {
    "h2": "<h2>{}</h2>",
    "h3": "<h3>{}</h3>",
    "h4": "<h4>{}</h4>",
    "ol": "<ol><li>{}</li></ol>",
    "ul": "<ul><li>{}</li></ul>",
    "bold": "<p>One <b>{}</b> more</p>",
    "link": '<p>One <a href="https://example.org/more">{}</a> more</p>',
    "blockquote": "<blockquote>{}</blockquote>",
}


def to_target(text: str) -> str:
    """Return a text of the source as the tests translate it."""
    return text.replace(SOURCE, TARGET).replace(f"{NUMBER}5", f"{NUMBER}6")


class Sentinels:
    """``paths`` tells where each word was planted: ``blog.UpdatePage.body.news.links.label``."""

    def __init__(self) -> None:
        self.paths: dict[str, str] = {}
        self.fields: dict[str, Any] = {}
        self.start = timezone.now().replace(microsecond=0) + timedelta(days=7)
        self.letters = itertools.product(LETTERS, repeat=3)
        self.numbers = itertools.count(1)
        self.turns: dict[str, Any] = {}  # of lists that are too short for all variants

    def word(self, path: str, field: Any) -> str:
        """Return a new word that a field accepts, and remember it."""
        if is_telephone(field):
            word = found = f"{NUMBER}5{next(self.numbers):05}"
        else:
            word = found = SOURCE + "".join(next(self.letters))
            if isinstance(field, blocks.URLBlock | models.URLField):
                found = f"https://example.org/{word}"
            elif isinstance(field, blocks.EmailBlock | models.EmailField):
                found = f"{word}@example.org"
        self.paths[word], self.fields[path] = path, field
        return found

    def rich_text(self, path: str, field: Any) -> str:
        allowed = getattr(field, "features", None) or rich_text_features.get_default_features()
        pieces = ["<p>{}</p>", *(piece for feature, piece in PIECES.items() if feature in allowed)]
        return "".join(piece.format(self.word(path, field)) for piece in pieces)

    # Models

    def fill(self, instance: Any, path: str = "") -> Any:
        """Write words into all texts of an object and of its rows, and choose something in all its choosers."""
        model = type(instance)
        path = path or model._meta.label
        for field in list_fields(model):
            value = self.make_value(field, f"{path}.{field.name}")
            if value is not None:
                setattr(instance, field.name, value)
        for relation in get_all_child_relations(model):
            if issubclass(relation.related_model, TranslatableMixin):
                name = relation.get_accessor_name()
                [*rows] = getattr(instance, name).all() or [relation.related_model()]
                row = self.fill(rows[0], f"{path}.{name}")
                if has_all(row):
                    getattr(instance, name).set([row])
        return instance

    def make_value(self, field: Any, path: str) -> Any:
        if isinstance(field, StreamField):
            return self.make_stream(field.stream_block, path)
        if isinstance(field, RichTextField):
            return self.rich_text(path, field)
        if is_text(field):
            self.fields[path] = field
            return None if field.get_default() else self.word(path, field)  # what has a value already is a code
        if isinstance(field, models.ForeignKey):
            return find(field.related_model)
        self.start += timedelta(hours=1)
        if isinstance(field, models.DateTimeField):
            return None if field.blank else self.start
        return self.start.date().replace(day=1) if isinstance(field, models.DateField) else None

    # Blocks

    def make_stream(self, block: Any, path: str) -> list[dict[str, Any]]:
        """Return stored data with each kind of block, in each of its variants."""
        return [
            {"type": name, "value": self.make_block(child, f"{path}.{name}", variant), "id": self.make_key()}
            for name, child in block.child_blocks.items()
            for variant in list_variants(child) * count_turns(child)
        ]

    def make_key(self) -> str:
        return f"00000000-0000-4000-8000-{next(self.numbers):012}"

    def make_block(self, block: Any, path: str, variant: str) -> Any:
        if isinstance(block, ImageBlock):
            word = self.word(f"{path}.alt_text", block.child_blocks["alt_text"])
            image = find(block.child_blocks["image"].target_model)
            return {"image": image and image.pk, "alt_text": word, "decorative": False}
        if isinstance(block, blocks.StreamBlock):
            return self.make_stream(block, path)
        if isinstance(block, blocks.ListBlock):
            child = block.child_block
            variants = list_variants(child)
            turn = self.turns.setdefault(path, itertools.cycle(variants))
            return [
                {"type": "item", "value": self.make_block(child, path, next(turn)), "id": self.make_key()}
                for _ in variants[: block.meta.max_num]
            ]
        if isinstance(block, blocks.StructBlock):
            return self.make_struct(block, path, variant)
        return self.make_leaf(block, path, variant)

    def make_struct(self, block: Any, path: str, variant: str) -> dict[str, Any]:
        alternatives = list_alternatives(block)
        return {
            name: self.make_block(child, f"{path}.{name}", variant)
            if name not in alternatives or name == variant
            else store(child, child.get_default())
            for name, child in block.child_blocks.items()
        }

    def make_leaf(self, block: Any, path: str, variant: str) -> Any:
        if isinstance(block, EmbedBlock):
            return VIDEO
        if isinstance(block, blocks.RichTextBlock):
            return self.rich_text(path, block)
        if isinstance(block, TEXTS):
            return self.word(path, block)
        if isinstance(block, blocks.ChooserBlock):
            found = find(block.model_class) if block.required or variant != ALONE else None
            return found and found.pk
        if isinstance(block, blocks.ChoiceBlock):
            values = [value for value, _label in list(block.field.choices) if value]
            return variant if variant in values else block.get_default() or values[0]
        return store(block, self.make_moment(block))

    def make_moment(self, block: Any) -> Any:
        self.start += timedelta(hours=1)
        if isinstance(block, blocks.DateTimeBlock):
            return self.start
        if isinstance(block, blocks.DateBlock):
            return self.start.date()
        return {blocks.TimeBlock: time(9), blocks.IntegerBlock: 3}.get(type(block), block.get_default())


# A block without anything that may be chosen.
ALONE = "alone"


def list_alternatives(block: blocks.Block) -> list[str]:
    """Return the children of which a choice beside them names the one that counts."""
    children = getattr(block, "child_blocks", {})
    for child in children.values():
        if isinstance(child, blocks.ChoiceBlock):
            named = [value for value, _label in child.field.choices if value in children]
            if named:
                return named
    return []


def list_variants(block: blocks.Block) -> list[str]:
    """Return the variants in which all texts of a block show: with each alternative, or with and without choices."""
    if isinstance(block, ImageBlock) or not isinstance(block, blocks.StructBlock):
        return [""]
    alternatives = list_alternatives(block)
    if alternatives:
        return alternatives
    nested = [child for child in block.child_blocks.values() if isinstance(child, blocks.StructBlock)]
    inner = [variant for child in nested for variant in list_variants(child) if variant]
    optional = [c for c in block.child_blocks.values() if isinstance(c, blocks.ChooserBlock) and not c.required]
    return inner or (["", ALONE] if optional else [""])


def count_turns(block: Any) -> int:
    """Return how often a block has to occur until its lists have held all variants of their items."""
    if isinstance(block, blocks.ListBlock):
        variants = len(list_variants(block.child_block))
        return -(-variants // (block.meta.max_num or variants))
    if isinstance(block, blocks.StructBlock):
        return max(map(count_turns, block.child_blocks.values()), default=1)
    return 1


def store(block: blocks.Block, value: Any) -> Any:
    return json.loads(json.dumps(block.get_prep_value(value), cls=DjangoJSONEncoder))


def is_telephone(field: Any) -> bool:
    """Whether a field takes digits, and no words."""
    validators = getattr(getattr(field, "field", field), "validators", [])
    patterns = [one.regex for one in validators if hasattr(one, "regex")]
    return any(p.search("01632 500001") and not p.search(f"{SOURCE}bcd") for p in patterns)


def is_text(field: Any) -> bool:
    return isinstance(field, models.CharField | models.TextField) and not field.choices


def list_fields(model: Any) -> Iterator[Any]:
    """Yield the fields of a model that people fill in."""
    technical = {"path", *POLICY_FIELDS}  # where a page stands in the tree; facts of which only some go together
    for field in model._meta.get_fields():
        if not isinstance(field, models.Field) or isinstance(field, models.FileField) or field.name in technical:
            continue
        if field.editable and not field.primary_key and (not isinstance(field, models.ForeignKey) or is_choice(field)):
            yield field


def is_choice(field: Any) -> bool:
    """Whether a field chooses content, and is no part of how objects are kept."""
    is_key = isinstance(field, models.ForeignKey) and not isinstance(field, ParentalKey)
    return is_key and is_own(field.related_model)


def is_own(model: Any) -> bool:
    return model.__module__.partition(".")[0] in {"cms", "home", "blog", "events", "search"}


def find(model: Any) -> Any:
    """Return the first object of a model, in the language of the source."""
    found = model._default_manager.order_by("pk")
    if issubclass(model, TranslatableMixin):
        found = found.filter(locale__language_code="en")
    if any(field.name == "depth" for field in model._meta.get_fields()):
        found = found.filter(depth__gt=1)
    return found.first()


def has_all(row: Any) -> bool:
    """Whether a row has all that it cannot be without."""
    fields = [field for field in row._meta.concrete_fields if is_choice(field) and not field.null]
    return all(getattr(row, field.attname) is not None for field in fields)
