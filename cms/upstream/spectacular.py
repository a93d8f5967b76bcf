"""drf-spectacular: the schema of endpoints and fields, beyond its documented hooks."""

from typing import Any

import uritemplate
from drf_spectacular.openapi import AutoSchema
from rest_framework.fields import Field

from cms.upstream.parts import Part

PARTS = [
    Part(
        "drf_spectacular.openapi.AutoSchema",
        "Our views declare their parameters, responses and headers; there is no documented hook for them.",
        (
            "_get_parameters(self)",
            "_get_response_headers_for_code(self, status_code, direction)",
            "_is_list_view(self, serializer)",
            "_resolve_path_parameters(self, variables)",
            "_tokenize_path(self)",
        ),
    ),
    Part(
        "drf_spectacular.openapi.AutoSchema",
        "It has the schema of every field of Django REST framework, but offers it only within a serializer.",
        (
            "_map_serializer_field(self, field, direction, bypass_extensions)",
            "_insert_field_validators(self, field, schema)",
        ),
    ),
]


class OperationSchema(AutoSchema):
    """Turns an endpoint into an operation, with public methods in place of the library's private ones."""

    path: str
    view: Any
    method: str

    def list_path_words(self) -> list[str]:
        """Return the fixed parts of the path: ``["pages", "find"]``."""
        return self._tokenize_path()

    def list_path_parameters(self) -> list[dict[str, Any]]:
        return self._resolve_path_parameters(uritemplate.variables(self.path))

    def list_parameters(self) -> list[dict[str, Any]]:
        """Return the parameters of the operation, as in OpenAPI."""
        return self.list_path_parameters()

    def list_response_headers(self, status: str) -> dict[str, Any]:
        """Return the headers of a response by name, as in OpenAPI."""
        return {}

    def _get_parameters(self) -> list[dict[str, Any]]:
        return self.list_parameters()

    def _get_response_headers_for_code(self, status_code: str, direction: Any = "response") -> dict[str, Any]:
        return self.list_response_headers(status_code)

    def _is_list_view(self, serializer: Any = None) -> bool:
        """Whether the library wraps the response in a list: never, since our schemas already do."""
        return False


def describe_field(field: Field) -> dict[str, Any]:
    """Return the schema of one of Django REST framework's fields, including its validators."""
    inspector = AutoSchema()
    schema = inspector._map_serializer_field(field, "response")
    inspector._insert_field_validators(field, schema)
    return schema
