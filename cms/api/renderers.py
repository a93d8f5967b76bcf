"""The JSON renderer of the API."""

from collections.abc import Mapping
from typing import Any

import orjson
from rest_framework.renderers import JSONRenderer

# Line separators in JavaScript, but not in JSON.
LINE_SEPARATORS = {"\u2028".encode(): rb"\u2028", "\u2029".encode(): rb"\u2029"}


class FastJSONRenderer(JSONRenderer):
    """REST framework's compact JSON renderer, with orjson."""

    def render(
        self, data: Any, accepted_media_type: str | None = None, renderer_context: Mapping[str, Any] | None = None
    ) -> bytes:
        if data is None:
            return b""
        body = orjson.dumps(data, default=str)  # translated strings are lazy
        for separator, escaped in LINE_SEPARATORS.items():
            if separator in body:
                body = body.replace(separator, escaped)
        return body
