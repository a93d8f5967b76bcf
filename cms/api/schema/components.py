"""Named schemas, and the error for values without a schema."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any

Schema = dict[str, Any]

NULL: Schema = {"type": "null"}


class Underivable(Exception):
    """The schema of a value is unknown. ``path`` leads to it from the start of the walk."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.path: list[str] = []

    def __str__(self) -> str:
        return ": ".join(filter(None, [".".join(self.path), self.args[0]]))


@contextmanager
def inside(name: str) -> Iterator[None]:
    """Add ``name`` to the path of an error inside."""
    try:
        yield
    except Underivable as problem:
        problem.path.insert(0, name)
        raise


class Components:
    """The named schemas of one document."""

    def __init__(self) -> None:
        self.schemas: dict[str, Schema] = {}

    def define(self, schema: Schema, *names: str) -> Schema:
        """Return a reference to ``schema`` by the first free one of ``names``, or else the schema itself."""
        for name in names:
            if self.schemas.setdefault(name, schema) == schema:
                return {"$ref": f"#/components/schemas/{name}"}
        return schema


def make_object(properties: dict[str, Schema], *, optional: Collection[str] = (), description: str = "") -> Schema:
    """Return the schema of an object whose members are all required except the optional ones."""
    schema: Schema = {"type": "object", "properties": properties}
    if required := [name for name in properties if name not in optional]:
        schema["required"] = required
    return {**schema, "description": description} if description else schema


def make_union(members: list[Schema], names: list[str]) -> Schema:
    """Return the schema of a union of objects; its discriminator is ``type``, with the name of each."""
    references = {name: member["$ref"] for name, member in zip(names, members, strict=True) if "$ref" in member}
    return {"oneOf": members, "discriminator": {"propertyName": "type", "mapping": references}}


def make_nullable(schema: Schema) -> Schema:
    """Return the schema as nullable."""
    if "anyOf" in schema and NULL in schema["anyOf"]:
        return schema
    if isinstance(schema.get("type"), str) and "const" not in schema:
        more = {"enum": [*schema["enum"], None]} if "enum" in schema else {}
        return {**schema, "type": [schema["type"], "null"], **more}
    if isinstance(schema.get("type"), list):
        return schema
    return {"anyOf": [schema, NULL]}
