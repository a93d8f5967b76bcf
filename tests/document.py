"""Whether an answer of the API is what the OpenAPI document says.

Stricter than the document: nothing that it does not describe may be there.
"""

import json
import re
from functools import cache
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qs, unquote

import jsonschema_rs
from django.http import HttpResponseBase

from cms.urls import document


class Mismatch(AssertionError):
    """An answer that the document does not describe."""


def check_answer(path: str, query: str, response: HttpResponseBase) -> None:
    """Raise ``Mismatch`` where what a test receives from the API differs from the document."""
    is_json = response.headers.get("Content-Type", "").startswith(("application/json", "application/problem+json"))
    method = response.wsgi_request.method.lower()
    if is_json and method in {"get", "post"}:
        check_json(path, query, response.status_code, response.content, method)


def check_json(path: str, query: str, status: int, body: bytes, method: str = "get") -> None:
    """Raise ``Mismatch`` where the JSON that answers a request differs from the document."""
    found = find_path(path)
    if found is None or method not in document.content["paths"][found]:
        return
    if str(status) not in document.content["paths"][found][method]["responses"]:
        raise Mismatch(f"{path} answers {status}, which the document does not know: {body[:300]!r}")
    is_sparse = status == HTTPStatus.OK and any(
        name.startswith("fields") for name in parse_qs(query, keep_blank_values=True)
    )
    is_nested = is_sparse and "(" in unquote(query)
    error = next(make_validator(found, method, str(status), is_sparse, is_nested).iter_errors(json.loads(body)), None)
    if error is not None:
        where = "/".join(map(str, error.instance_path))
        raise Mismatch(f"{path}?{query} {status} at {where}: {error.message[:500]}")


def find_path(path: str) -> str | None:
    """Return the path of the document that an address belongs to."""
    for pattern, known in list_paths():
        if pattern.fullmatch(path):
            return known
    return None


@cache
def list_paths() -> list[tuple[re.Pattern[str], str]]:
    """Return the document's paths, those without a parameter first."""
    paths = sorted(document.content["paths"], key=lambda path: "{" in path)
    return [(re.compile(re.sub(r"\\\{\w+\\\}", r"\\d+", re.escape(path))), path) for path in paths]


def find_response(path: str, method: str, status: str) -> Any:
    """Return how the document describes the answers of one operation with one status."""
    response = document.content["paths"][path][method]["responses"][status]
    name = response.get("$ref", "").rpartition("/")[2]
    return document.content["components"]["responses"][name] if name else response


@cache
def make_validator(path: str, method: str, status: str, is_sparse: bool, is_nested: bool) -> Any:
    """Return what validates the answers of one operation with one status."""
    [content] = find_response(path, method, status)["content"].values()
    schemas = {
        name: seal(schema, is_sparse=is_sparse, is_nested=is_nested)
        for name, schema in document.content["components"]["schemas"].items()
    }
    schema = {**content["schema"], "components": {"schemas": schemas}}
    return jsonschema_rs.Draft202012Validator(schema, validate_formats=True)


def seal(schema: Any, *, is_sparse: bool, is_nested: bool) -> Any:
    """Return a schema whose objects have no members but those described.

    Where ``fields`` is used, the objects that the document marks so may lack any member but those that say which
    object it is; where it reaches inside them, so may all others.
    """
    if isinstance(schema, list):
        return [seal(part, is_sparse=is_sparse, is_nested=is_nested) for part in schema]
    if not isinstance(schema, dict):
        return schema
    sealed = {name: seal(part, is_sparse=is_sparse, is_nested=is_nested) for name, part in schema.items()}
    if is_nested and "properties" in schema:
        sealed["required"] = []
    if isinstance(schema.get("properties"), dict) and schema.get("type") == "object":
        sealed.setdefault("additionalProperties", False)
    if is_sparse and schema.get("x-sparse"):
        sealed["required"] = sorted({"id", "type"} & sealed["properties"].keys())
        sealed["properties"] = dict(sealed["properties"])
        if "meta" in sealed["properties"]:
            meta = sealed["properties"]["meta"]
            sealed["properties"]["meta"] = {**meta, "required": sorted({"detail_url"} & meta["properties"].keys())}
    return sealed
