"""JSON Schema of blocks: the result of ``get_api_representation``.

The schema comes from the block definition, so it works for blocks of any project. A block with its own
``get_api_representation`` annotates its return type, usually with a ``TypedDict``.
"""

from collections.abc import Callable
from typing import Any

from wagtail import blocks
from wagtail.images.blocks import ImageBlock

from cms.api.schema.components import (
    Components,
    Schema,
    Underivable,
    inside,
    make_nullable,
    make_object,
    make_union,
)
from cms.api.schema.members import describe_by
from cms.api.schema.types import describe_return, describe_type
from cms.represent.types import RichTextHtml

Describe = Callable[[Any, Components], Schema]


def describe_block(block: blocks.Block, components: Components) -> Schema:
    """Return the schema of a block's representation. Raises ``Underivable`` if there is no rule and no type."""
    for kind in type(block).__mro__:
        if kind in RULES:
            return RULES[kind](block, components)
        if "get_api_representation" in vars(kind) and kind is not blocks.Block:
            schema = describe_return(vars(kind)["get_api_representation"], components)
            return drop_null(schema) if is_required(block) else schema
    raise Underivable(f"{type(block).__name__} needs a get_api_representation that is annotated with what it returns")


def is_required(block: blocks.Block) -> bool:
    return block.child_blocks["image"].required if isinstance(block, ImageBlock) else block.required


def drop_null(schema: Schema) -> Schema:
    """Return the schema without null, which a required value never is."""
    members = [member for member in schema.get("anyOf", ()) if member != {"type": "null"}]
    return members[0] if len(members) == 1 else schema


# Compound blocks


def describe_struct(block: blocks.BaseStructBlock, components: Components) -> Schema:
    properties = {}
    for name, child in block.child_blocks.items():
        with inside(name):
            help_text = getattr(getattr(child, "field", None), "help_text", "") or getattr(child.meta, "help_text", "")
            properties[name] = describe_by(describe_block(child, components), help_text, child.label)
    schema = make_object(properties)
    name = name_class(block, blocks.StructBlock)
    return components.define(schema, f"{name}Value") if name else schema


def describe_list(block: blocks.ListBlock, components: Components) -> Schema:
    schema: Schema = {"type": "array", "items": describe_block(block.child_block, components)}
    return {**schema, "maxItems": block.meta.max_num} if block.meta.max_num else schema


def describe_stream(block: blocks.BaseStreamBlock, components: Components) -> Schema:
    """Return an array with one schema per child, ``{type, value, id}``, with ``type`` as the discriminator."""
    stream = name_class(block, blocks.StreamBlock)
    members = []
    for name, child in block.child_blocks.items():
        with inside(name):
            value = describe_block(child, components)
        schema = make_object(
            {"type": {"type": "string", "const": name}, "value": value, "id": {"type": "string"}},
            description=str(getattr(child.meta, "description", "") or ""),
        )
        member = "".join(word.capitalize() for word in name.split("_")) + "Block"
        members.append(components.define(schema, member, f"{stream}{member}"))
    union = make_union(members, list(block.child_blocks))
    return {"type": "array", "items": components.define(union, f"{stream}Block") if stream else union}


def name_class(block: blocks.Block, anonymous: type[blocks.Block]) -> str:
    """Return the name of a block's class without “Block”; empty if the block has no class of its own."""
    return "" if type(block) is anonymous else type(block).__name__.removesuffix("Block")


# Blocks with one value


def describe_text(block: blocks.FieldBlock, components: Components) -> Schema:
    schema: Schema = {"type": "string"}
    if longest := getattr(block.field, "max_length", None):
        schema["maxLength"] = longest
    return allow_missing(block, schema)


def describe_address(block: blocks.URLBlock, components: Components) -> Schema:
    schema = describe_text(block, components)
    return {**schema, "format": "uri"} if block.required else {**schema, "pattern": EMPTY_OR_URL}


def describe_email(block: blocks.EmailBlock, components: Components) -> Schema:
    schema = describe_text(block, components)
    return {**schema, "format": "email"} if block.required else {**schema, "pattern": EMPTY_OR_EMAIL}


def describe_integer(block: blocks.IntegerBlock, components: Components) -> Schema:
    limits = {"minimum": block.field.min_value, "maximum": block.field.max_value}
    known = {keyword: limit for keyword, limit in limits.items() if limit is not None}
    return allow_missing(block, {"type": "integer", **known})


def describe_choice(block: blocks.ChoiceBlock, components: Components) -> Schema:
    values = list_choices(block.field.choices)
    if not block.required and "" not in values:
        values.append("")
    schema: Schema = {"enum": values}
    if all(isinstance(value, str) for value in values):
        schema = {"type": "string", **schema}
    return allow_missing(block, schema)


def describe_choices(block: blocks.MultipleChoiceBlock, components: Components) -> Schema:
    return {"type": "array", "items": {"enum": list_choices(block.field.choices)}}


def list_choices(choices: Any) -> list[Any]:
    """Return the values of choices, grouped or not, without the empty one."""
    values: list[Any] = []
    for value, label in choices:
        values += list_choices(label) if isinstance(label, list | tuple) else [value]
    return [value for value in values if value != ""]


def describe_chosen(block: blocks.ChooserBlock, components: Components) -> Schema:
    """A chooser without its own representation returns a bare primary key."""
    kind = block.model_class._meta.pk.get_internal_type()
    return allow_missing(block, {"type": "integer" if kind.endswith("AutoField") else "string"})


def describe_rich_text(block: blocks.RichTextBlock, components: Components) -> Schema:
    return describe_type(RichTextHtml, components)


def plain(**schema: Any) -> Describe:
    return lambda block, components: allow_missing(block, dict(schema))


def allow_missing(block: blocks.FieldBlock, schema: Schema) -> Schema:
    """Return a nullable schema if the block is optional and its default is empty."""
    return make_nullable(schema) if not block.required and block.meta.default is None else schema


EMPTY_OR_URL = r"^([a-z]+://\S+)?$"
EMPTY_OR_EMAIL = r"^(\S+@\S+)?$"

# The first of a block's base classes with a rule applies, unless an earlier one has its own representation.
RULES: dict[type[blocks.Block], Describe] = {
    ImageBlock: describe_struct,
    blocks.BaseStructBlock: describe_struct,
    blocks.ListBlock: describe_list,
    blocks.BaseStreamBlock: describe_stream,
    blocks.CharBlock: describe_text,
    blocks.TextBlock: describe_text,
    blocks.RegexBlock: describe_text,
    blocks.RawHTMLBlock: describe_text,
    blocks.BlockQuoteBlock: describe_text,
    blocks.URLBlock: describe_address,
    blocks.EmailBlock: describe_email,
    blocks.RichTextBlock: describe_rich_text,
    blocks.IntegerBlock: describe_integer,
    blocks.FloatBlock: plain(type="number"),
    blocks.DecimalBlock: plain(type="string", pattern=r"^-?\d+(\.\d+)?$"),
    blocks.BooleanBlock: plain(type="boolean"),
    blocks.DateBlock: plain(type="string", format="date"),
    blocks.TimeBlock: plain(type="string", pattern=r"^\d\d:\d\d"),
    blocks.DateTimeBlock: plain(type="string", format="date-time"),
    blocks.ChoiceBlock: describe_choice,
    blocks.MultipleChoiceBlock: describe_choices,
    blocks.ChooserBlock: describe_chosen,
}
