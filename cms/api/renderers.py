"""How the API writes JSON."""

from collections.abc import Mapping
from typing import Any

import orjson
from rest_framework.renderers import JSONRenderer

# Line ends to JavaScript, though not to JSON.
LINE_SEPARATORS = {"\u2028".encode(): rb"\u2028", "\u2029".encode(): rb"\u2029"}


class FastJSONRenderer(JSONRenderer):
    """REST framework's compact JSON, written by orjson."""

    def render(
        self, data: Any, accepted_media_type: str | None = None, renderer_context: Mapping[str, Any] | None = None
    ) -> bytes:
        if data is None:
            return b""
        body = orjson.dumps(data, default=str)  # translated text is lazy
        for separator, escaped in LINE_SEPARATORS.items():
            if separator in body:
                body = body.replace(separator, escaped)
        return body
