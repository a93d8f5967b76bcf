"""JSON Schema of type annotations: the return types of functions.

A ``TypedDict`` becomes a named component, with its docstring as the description.
"""

import inspect
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from types import NoneType, SimpleNamespace, UnionType
from typing import Annotated, Any, Literal, NotRequired, Required, Union, get_args, get_origin
from uuid import UUID

from typing_extensions import get_type_hints, is_typeddict

from cms.api.schema.components import NULL, Components, Schema, Underivable, inside, make_nullable, make_object

PRIMITIVES: dict[Any, Schema] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    date: {"type": "string", "format": "date"},
    datetime: {"type": "string", "format": "date-time"},
    UUID: {"type": "string", "format": "uuid"},
    NoneType: NULL,
}
# Omitted from the names of components.
SUFFIX = "Representation"


def read_return_type(function: Callable[..., Any]) -> Any:
    """Return the annotated return type of a function. Raises ``Underivable`` if there is none."""
    function = inspect.unwrap(function)
    hints = {name: hint for name, hint in getattr(function, "__annotations__", {}).items() if name == "return"}
    if not hints:
        raise Underivable(f"{function.__qualname__} does not say what it returns")
    try:
        # Only the return type: annotations of parameters may be imported for type checkers only.
        hint = get_type_hints(SimpleNamespace(__annotations__=hints), function.__globals__, include_extras=True)
    except NameError as error:
        raise Underivable(f"{function.__qualname__} returns {error.name}, which is not imported") from error
    return hint["return"]


def describe_return(function: Callable[..., Any], components: Components) -> Schema:
    """Return the schema of a function's return type."""
    hint = read_return_type(function)
    try:
        return describe_type(hint, components)
    except Underivable as problem:
        if not problem.path:
            problem.path = [inspect.unwrap(function).__qualname__]
        raise


def describe_type(hint: Any, components: Components) -> Schema:
    """Return the schema of a type's JSON. Raises ``Underivable`` if it is unknown."""
    if hint in PRIMITIVES:
        return dict(PRIMITIVES[hint])
    if is_typeddict(hint):
        return describe_typed_dict(hint, components)
    match get_origin(hint), get_args(hint):
        case (origin, (inner, *notes)) if origin is Annotated:
            return annotate(describe_type(inner, components), notes, components)
        case (origin, values) if origin is Literal:
            return describe_literal(values)
        case (origin, members) if origin in {Union, UnionType}:
            return describe_union(members, components)
        case (origin, (inner, *_rest)) if origin in {list, Sequence}:
            return {"type": "array", "items": describe_type(inner, components)}
        case (origin, (_key, inner)) if origin in {dict, Mapping} and inner is not Any:
            return {"type": "object", "additionalProperties": describe_type(inner, components)}
        case (origin, (inner,)) if origin in {Required, NotRequired}:
            return describe_type(inner, components)
    raise Underivable(f"{getattr(hint, '__name__', hint)} does not say what it holds")


def annotate(schema: Schema, notes: Sequence[Any], components: Components) -> Schema:
    """Return a schema with the keywords from ``Annotated``; a title becomes its name."""
    for note in notes:
        if callable(note):
            schema = {**schema, **note()}
    name = schema.pop("title", "")
    return components.define(schema, name) if name else schema


def describe_literal(values: tuple[Any, ...]) -> Schema:
    if len(values) == 1:
        return {**PRIMITIVES[type(values[0])], "const": values[0]}
    types = list(dict.fromkeys(PRIMITIVES[type(value)]["type"] for value in values))
    return {"type": types[0] if len(types) == 1 else types, "enum": list(values)}


def describe_union(members: tuple[Any, ...], components: Components) -> Schema:
    schemas = [describe_type(member, components) for member in members if member is not NoneType]
    schema = schemas[0] if len(schemas) == 1 else {"anyOf": schemas}
    return make_nullable(schema) if NoneType in members else schema


def describe_typed_dict(hint: Any, components: Components) -> Schema:
    hints = get_type_hints(hint, include_extras=True)
    with inside(hint.__name__):
        properties = {}
        for name, member in hints.items():
            with inside(name):
                properties[name] = describe_type(member, components)
    description = inspect.cleandoc(hint.__doc__ or "").replace("``", "`")
    schema = make_object(properties, optional=set(hint.__optional_keys__), description=description)
    return components.define(schema, hint.__name__.removesuffix(SUFFIX))
