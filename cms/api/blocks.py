"""Finding pages by the blocks in their streams."""

import json
from typing import Any

from django.db.models import BooleanField, Expression, F


class HasBlock(Expression):
    """Whether a stream has a block of this type at its top level: ``HasBlock("body", "team_intro")``."""

    conditional = True

    def __init__(self, stream: str, block_type: str) -> None:
        super().__init__(output_field=BooleanField())
        self.stream: Any = F(stream)
        self.block_type = block_type

    def get_source_expressions(self) -> list[Any]:
        return [self.stream]

    def set_source_expressions(self, exprs: Any) -> None:
        [self.stream] = exprs

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        stream, parameters = compiler.compile(self.stream)
        if connection.vendor == "postgresql":
            return f"{stream} @> %s::jsonb", [*parameters, json.dumps([{"type": self.block_type}])]
        types = f"SELECT json_extract(value, '$.type') FROM json_each({stream}) WHERE type = 'object'"  # noqa: S608 - a column
        return f"%s IN ({types})", [self.block_type, *parameters]
