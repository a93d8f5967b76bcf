"""Parameters of the API, declared once as OpenAPI parameter objects.

A declaration is ``{"name", "in": "query", "required", "description", "schema"}``. Filters declare theirs in
``get_schema_operation_parameters``, views in ``list_parameters``. The OpenAPI document shows them, and
``find_problems`` rejects everything else.
"""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, get_args
from urllib.parse import unquote_to_bytes

from django.conf import settings
from django.http import HttpRequest, QueryDict

from cms.upstream.wagtail import APIRichText, RichTextOutputFormat

Parameter = dict[str, Any]
Schema = dict[str, Any]
Problems = dict[str, list[str]]

# Ignored everywhere: jQuery adds it to bypass caches.
CACHE_BUSTER = "_"
# The code that looks these up responds with 404 to unknown values, as Wagtail does.
LOOKUP_PARAMETERS = frozenset({"locale", "site"})
MAX_TEXT_LENGTH = 200
MAX_PATH_LENGTH = 2000
MAX_VALUES = 100
DEFAULT_LIMIT = 20
MAX_KEY = 2**63 - 1
MAX_OFFSET = 2**31 - 1

# Schemas

KEY: Schema = {"type": "integer", "format": "int64", "minimum": 1, "maximum": MAX_KEY}
BOOLEAN: Schema = {"type": "string", "enum": ["1", "0", "true", "false"]}


def text(*, max_length: int = MAX_TEXT_LENGTH, min_length: int = 1, **more: Any) -> Schema:
    """Return the schema of a string without NUL characters."""
    return {"type": "string", "minLength": min_length, "maxLength": max_length, "pattern": r"^[^\x00]*$", **more}


def choices(values: Iterable[str]) -> Schema:
    return {"type": "string", "enum": list(values)}


def list_of(items: Schema, *, max_items: int = MAX_VALUES) -> Schema:
    """Return the schema of several values: see ``join_lists``."""
    return {"type": "array", "items": items, "minItems": 1, "maxItems": max_items}


def declare(name: str, schema: Schema, description: str, *, required: bool = False) -> Parameter:
    """Return the declaration of a query parameter."""
    form = {"style": "form", "explode": False} if schema.get("type") == "array" else {}
    return {"name": name, "in": "query", "required": required, "description": description, "schema": schema, **form}


# Parameters of several endpoints


def limit_parameter(*, maximum: int | None = None, default: int = DEFAULT_LIMIT) -> Parameter:
    highest = maximum or settings.WAGTAILAPI_LIMIT_MAX
    schema = {"type": "integer", "minimum": 0, "maximum": highest, "default": min(default, highest)}
    return declare("limit", schema, "How many to return.")


def offset_parameter(*, maximum: int = MAX_OFFSET) -> Parameter:
    schema = {"type": "integer", "minimum": 0, "maximum": maximum, "default": 0}
    return declare("offset", schema, "How many to skip.")


@cache
def fields_parameter(names: tuple[str, ...]) -> Parameter:
    """Declare ``fields``; ``names`` are the available fields."""
    known = sorted(set(names))
    taken = f"-(?:{'|'.join(known)})"
    added = rf"(?:{'|'.join(known)})(?:\([a-z_*,()-]+\))?"
    schema = {
        "type": "string",
        "minLength": 1,
        "maxLength": MAX_PATH_LENGTH,
        "pattern": rf"^(?:\*(?:,{taken})*|_(?:,{added})*|(?:{taken}|{added})(?:,(?:{taken}|{added}))*)$",
        "examples": ["*", "_,id,title"],
    }
    description = (
        "Which fields to show: names add to the default, `-name` takes one away, `*` first shows all, `_` first shows "
        f"none but those named. `name(…)` does the same inside a field. Fields: {', '.join(known)}."
    )
    return declare("fields", schema, description)


def rich_text_format_parameter() -> Parameter:
    schema = {**choices(get_args(RichTextOutputFormat)), "default": APIRichText.get_default_format()}
    return declare("rich_text_format", schema, "How to write rich text. `db_…` are Wagtail's own forms.")


def html_path_parameter(description: str) -> Parameter:
    return declare("html_path", text(min_length=0, max_length=MAX_PATH_LENGTH), description)


def site_parameter() -> Parameter:
    pattern = r"^[^\x00:]+(:[0-9]{1,5})?$"
    schema = text(max_length=255, pattern=pattern, examples=["www.example.org", "www.example.org:8000"])
    description = "The site, by its host name and, where that is not enough, port. Default: that of the request's host."
    return declare("site", schema, description)


def fallback_parameter() -> Parameter:
    description = "Fill the gaps of `locale` with what there is in the languages that it falls back on."
    return declare("fallback", BOOLEAN, description)


def locale_parameter(description: str = "The language.") -> Parameter:
    return declare("locale", choices(list_languages()), description)


def locales_parameter(description: str = "Those in these languages. Default: all languages.") -> Parameter:
    return declare("locale", list_of(choices(list_languages())), description)


def list_languages() -> list[str]:
    return [code for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES]


def is_on(request: HttpRequest, name: str) -> bool:
    """Whether a boolean parameter is present and true."""
    return request.GET.get(name) in {"1", "true"}


def read_list(request: HttpRequest, name: str) -> list[str]:
    """Return the values of a list; none if the parameter is missing."""
    value = request.GET.get(name)
    return value.split(",") if value else []


# Lists

# A string in the document, since brackets inside of it contain commas.
JOINED = "fields"
# Wagtail finds models by their names in any case.
IN_ANY_CASE = "type"


def has_lists(query: QueryDict) -> bool:
    """Whether ``join_lists`` might change a query."""
    return IN_ANY_CASE in query or any("[" in name or len(values) > 1 for name, values in query.lists())


def join_lists(query: QueryDict, parameters: Iterable[Parameter]) -> QueryDict:
    """Return a query in which every list is one value with commas.

    Clients write lists in three ways, which mean the same: ``order=a,b``, ``order=a&order=b``, ``order[]=a&order[]=b``.
    """
    joined = QueryDict(mutable=True)
    for written, values in query.lists():
        name = re.sub(r"(?<=.)\[[0-9]*\]$", "", written)
        joined.setlist(name, [*joined.getlist(name), *values])
    for parameter in parameters:
        name, schema = parameter["name"], parameter["schema"]
        values = joined.getlist(name)
        if len(values) > 1 and (name == JOINED or schema.get("type") == "array"):
            joined[name] = ",".join(values)
        if values and name == IN_ANY_CASE and "items" in schema:
            known = {value.lower(): value for value in schema["items"].get("enum", ())}
            joined[name] = ",".join(known.get(value.lower(), value) for value in ",".join(values).split(","))
    return joined


# Checking


def find_problems(query: QueryDict, query_string: str, known: Mapping[str, Parameter]) -> Problems:
    """Return the problems with a request's parameters, by name; each says what is allowed. ``known`` are declared."""
    problems: Problems = {name: ["must be valid UTF-8"] for name in find_undecodable(query_string)}
    for name in query:
        if name in problems or name == CACHE_BUSTER:
            continue
        if name not in known:
            problems[name] = [f"unknown parameter; allowed: {', '.join(sorted(known)) or 'none'}"]
        elif problem := find_problem(known[name], query.getlist(name)):
            problems[name] = [problem]
    for name, parameter in known.items():
        if parameter["required"] and name not in query:
            problems[name] = ["must be given"]
    return problems


def find_undecodable(query_string: str) -> Iterable[str]:
    """Yield parameters of a WSGI query string that are not UTF-8: Django would replace the invalid bytes."""
    for pair in query_string.encode("latin-1", "replace").split(b"&"):
        try:
            unquote_to_bytes(pair).decode()
        except UnicodeDecodeError:
            yield unquote_to_bytes(pair.partition(b"=")[0]).decode(errors="replace")


def find_problem(parameter: Parameter, values: list[str]) -> str | None:
    """Return the problem with the values of one parameter, if any."""
    schema = parameter["schema"]
    if len(values) > 1:
        return "must be given once"
    if schema.get("type") == "array":
        values = values[0].split(",")
    if len(values) > schema.get("maxItems", len(values)):
        return f"must have at most {schema['maxItems']} values"
    if any("\x00" in value for value in values):
        return "must not contain a NUL character"
    if parameter["name"] in LOOKUP_PARAMETERS and all(values):
        return None
    items = schema["items"] if schema.get("type") == "array" else schema
    return next((problem for value in values if (problem := find_problem_of_value(items, value))), None)


def find_problem_of_value(schema: Schema, value: str) -> str | None:
    """Return the problem with one value, if any. Filters validate datetimes, UUIDs and patterns themselves."""
    if "anyOf" in schema:
        problems = [find_problem_of_value(option, value) for option in schema["anyOf"]]
        return None if None in problems else " or ".join(filter(None, problems))
    if "enum" in schema:
        return None if value in schema["enum"] else f"must be one of: {', '.join(schema['enum'])}"
    if schema["type"] == "integer":
        return find_problem_of_number(value, schema["minimum"], schema["maximum"])
    # Python would also accept other digits and spaces here.
    if schema.get("format") == "date" and not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        return "must be a day such as 2026-10-01"
    shortest, longest = schema.get("minLength", 1), schema.get("maxLength", MAX_PATH_LENGTH)
    if len(value) < shortest:
        return "must not be empty" if shortest == 1 else f"must have at least {shortest} characters"
    return f"must have at most {longest} characters" if len(value) > longest else None


def find_problem_of_number(value: str, lowest: int, highest: int) -> str | None:
    # Python would also accept other digits, spaces and underscores; no database has more than 19 digits.
    if re.fullmatch(r"-?[0-9]{1,19}", value) and lowest <= int(value) <= highest:
        return None
    return f"must be a whole number from {lowest} to {highest}"
