"""Finding pages by the blocks in their streams."""

import json
from typing import Any

from django.db.models import BooleanField, F, Func


class HasBlock(Func):
    """Whether a stream has a block of this type at its top level: ``HasBlock("body", "team_intro")``."""

    output_field = BooleanField()

    def __init__(self, stream: Any, block_type: str) -> None:
        super().__init__(F(stream) if isinstance(stream, str) else stream)
        self.block_type = block_type

    def as_sql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        stream, parameters = compiler.compile(self.source_expressions[0])
        if connection.vendor == "postgresql":
            return f"{stream} @> %s::jsonb", [*parameters, json.dumps([{"type": self.block_type}])]
        types = f"SELECT json_extract(value, '$.type') FROM json_each({stream})"  # noqa: S608 - a column
        return f"%s IN ({types})", [self.block_type, *parameters]
