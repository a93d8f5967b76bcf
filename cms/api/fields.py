"""``fields``: which members of a response, and of the objects in it, are shown."""

import types
from collections.abc import Callable, Iterable
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from typing_extensions import is_typeddict
from wagtail.blocks import BaseStreamBlock, BaseStructBlock, Block, ListBlock
from wagtail.images.blocks import ImageBlock

from cms.api.errors import InvalidParameters
from cms.api.schema.components import Underivable
from cms.api.schema.types import read_return_type
from cms.upstream.wagtail_api import StreamField, parse_fields_parameter

# (name, whether it is removed, selection inside it), as Wagtail parses ``fields``.
Selection = list[tuple[str, bool, Any]]
WHOLE, NONE = "*", "_"
# Shown whatever ``fields`` says.
IDENTITY = ("id", "detail_url")
BLOCK_MEMBERS = ("type", "value", "id")


def read_fields(value: str, allowed: Iterable[str]) -> Selection:
    """Return the parsed ``fields``; every name at the top level must be in ``allowed``."""
    try:
        selection: Selection = parse_fields_parameter(value)
    except ValueError as error:
        raise InvalidParameters({"fields": [str(error)]}) from error
    except RecursionError as error:
        raise InvalidParameters({"fields": ["fields inside fields inside fields: too many levels"]}) from error
    merged = merge(selection)
    reject_invalid(merged, allowed)
    return merged


def merge(selection: Selection) -> Selection:
    """Return a selection with each name once: ``body(quote),body(image)`` is ``body(quote,image)``."""
    found: dict[tuple[str, bool], Selection] = {}
    for name, negated, nested in selection:
        found.setdefault((name, negated), []).extend(nested or [])
    return [(name, negated, merge(nested) or None) for (name, negated), nested in found.items()]


def keep_identity(selection: Selection, available: Iterable[str]) -> Selection:
    """Return a selection that has what says which object it is, since generated clients rely on it."""
    kept = [name for name in IDENTITY if name in available]
    rest = [entry for entry in selection if entry[0] not in kept]
    return [*rest, *((name, False, None) for name in kept)]


def reject_invalid(selection: Selection, allowed: Iterable[str], *, inside: str = "") -> None:
    """Reject names that are not ``allowed``, and names that are both selected and removed."""
    known = sorted(set(allowed))
    unknown = sorted({name for name, _negated, _nested in selection} - {*known, WHOLE, NONE})
    if unknown:
        where = f" in {inside}" if inside else ""
        problem = f"unknown fields{where}: {', '.join(unknown)}; allowed: {', '.join(known)}"
        raise InvalidParameters({"fields": [problem]})
    taken = {name for name, negated, _nested in selection if negated}
    if torn := sorted(taken & {name for name, negated, _nested in selection if not negated}):
        raise InvalidParameters({"fields": [f"asked for and taken away at once: {', '.join(torn)}"]})


def check_nested(declared: Any, selection: Selection, *, inside: str) -> None:
    """Reject a selection of members that the declared type of a field does not have."""
    members = find_members(declared)
    if members is None:
        raise InvalidParameters({"fields": [f"{inside} has no fields inside"]})
    reject_invalid(selection, members, inside=inside)
    for name, _negated, nested in selection:
        if nested:
            check_nested(members[name], nested, inside=f"{inside}({name})")


def find_type(field: Any) -> Any:
    """Return the type that a field declares for its representation: that of a stream is its block."""
    if isinstance(field, StreamField):
        return field.parent.Meta.model._meta.get_field(field.source).stream_block
    if declared := getattr(field, "declared_type", None):
        return declared
    return find_return_type(type(field).to_representation)


def find_return_type(function: Callable[..., Any]) -> Any:
    try:
        return read_return_type(function)
    except Underivable:
        return None


def find_members(declared: Any) -> dict[str, Any] | None:
    """Return the members of an object, or of the objects in a list, with their types; otherwise ``None``."""
    if isinstance(declared, Block):
        return find_members_of_block(declared)
    if is_typeddict(declared):
        return get_type_hints(declared, include_extras=True)
    if get_origin(declared) in {Annotated, list, Union, types.UnionType}:
        found = [find_members(inner) for inner in get_args(declared) if inner is not type(None)]
        return next((members for members in found if members is not None), None)
    return None


def find_members_of_block(block: Any) -> dict[str, Any] | None:
    """Return the members of a block's value; in a stream, the types of its blocks stand beside ``BLOCK_MEMBERS``."""
    for kind in type(block).__mro__:
        if kind is BaseStreamBlock:
            return {**dict.fromkeys(BLOCK_MEMBERS), **block.child_blocks}
        if kind in {BaseStructBlock, ImageBlock}:
            return dict(block.child_blocks)
        if kind is ListBlock:
            return find_members(block.child_block)
        if "get_api_representation" in vars(kind) and kind is not Block:
            return find_members(find_return_type(vars(kind)["get_api_representation"]))
    return None


def select(value: Any, selection: Selection, declared: Any) -> Any:
    """Return an object, or each object of a list, with only the selected members and ``type``."""
    if isinstance(value, list):
        if isinstance(declared, BaseStreamBlock):
            return select_blocks(value, selection, declared)
        return [select(item, selection, declared) for item in value]
    if not isinstance(value, dict):
        return value
    taken, inside = read_selection(selection, value)
    members = find_members(declared) or {}
    return {
        name: select(member, inside[name], members.get(name)) if name in inside else member
        for name, member in value.items()
        if name not in taken or name == "type"
    }


def read_selection(selection: Selection, names: Iterable[str]) -> tuple[set[str], dict[str, Selection]]:
    """Return which of some members a selection takes away, and the selections inside of members."""
    taken = {name for name, negated, _nested in selection if negated}
    if selection[0][0] == NONE:
        taken = set(names) - {name for name, _negated, _nested in selection}
    return taken, {name: nested for name, _negated, nested in selection if nested}


def select_blocks(found: list[Any], selection: Selection, stream: Any) -> list[Any]:
    """Return the blocks of a stream with the selected members.

    ``_,type`` shows the types alone, ``_,type,quote`` also the values of quotations, ``quote(_,text)`` a part of these,
    and ``-quote`` leaves them out.
    """
    taken, inside = read_selection(selection, BLOCK_MEMBERS)
    named = {name for name, negated, _nested in selection if not negated}
    shown = []
    for block in found:
        kind = block["type"]
        if kind in taken:
            continue
        members = {"type", *(set(BLOCK_MEMBERS) - taken), *({"value"} if kind in named else ())}
        chosen = {name: member for name, member in block.items() if name in members}
        if kind in inside:
            chosen["value"] = select(block["value"], inside[kind], stream.child_blocks[kind])
        shown.append(chosen)
    return shown
