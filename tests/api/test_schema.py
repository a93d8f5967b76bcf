"""The OpenAPI document: what it promises, and that nothing of the API is left out of it."""

import json
import re
from typing import TYPE_CHECKING, Annotated, Any

import pytest
import yaml
from django.core.checks import run_checks
from rest_framework.fields import Field
from typing_extensions import TypedDict
from wagtail import blocks
from wagtail.api import APIField
from wagtail.fields import StreamField
from wagtail.images.blocks import ImageBlock
from wagtail.models import Page, get_page_models

from blog.blocks import UpdateBody
from blog.models import UpdatePage
from cms.api.schema.blocks import describe_block
from cms.api.schema.checks import check_model, check_schemas
from cms.api.schema.components import Components, Underivable
from cms.api.schema.examples import read_examples
from cms.api.schema.types import describe_type
from cms.represent.pages import name_type
from cms.represent.types import column, keywords
from cms.streams import SharedBody
from cms.urls import api, document
from tests.document import check_json, find_response

if TYPE_CHECKING:
    from decimal import Decimal as Nowhere

SCHEMAS = document.content["components"]["schemas"]
OPERATIONS = {
    f"{method} {path}": operation
    for path, operations in document.content["paths"].items()
    for method, operation in operations.items()
}


def find_all(schema: Any, keyword: str) -> Any:
    """Yield what ``keyword`` says anywhere in a schema."""
    if isinstance(schema, dict):
        if keyword in schema:
            yield schema[keyword]
        for part in schema.values():
            yield from find_all(part, keyword)
    elif isinstance(schema, list):
        for part in schema:
            yield from find_all(part, keyword)


# How it is served


@pytest.mark.parametrize("accept", ["*/*", "application/json", "application/vnd.oai.openapi+json", None])
def test_the_document_is_json_unless_yaml_is_asked_for(accept, client):
    response = client.get("/api/v2/schema/", headers={"Accept": accept} if accept else {})

    assert response.status_code == 200
    assert "json" in response["Content-Type"]
    assert response.json()["openapi"] == "3.1.0"


@pytest.mark.parametrize(
    ("query", "accept"), [("?format=yaml", "*/*"), ("", "application/yaml"), ("", "application/vnd.oai.openapi")]
)
def test_the_document_is_yaml_where_yaml_is_asked_for(query, accept, client):
    response = client.get(f"/api/v2/schema/{query}", headers={"Accept": accept})

    assert yaml.safe_load(response.content) | {"servers": []} == document.content | {"servers": []}


def test_the_document_page_loads_nothing_from_elsewhere(client):
    page = client.get("/api/v2/docs/").content.decode()
    script = client.get("/api/v2/docs/?script=").content.decode()

    assert not re.findall(r"(?:src|href)=\"(?!/)", page)
    assert "<script>" not in page
    assert "<style" not in page
    assert not re.findall(r"https?://", script)


# What is in it


def test_every_endpoint_is_described_and_none_of_the_admin():
    paths = {f"/api/v2/{name}/" for name in api._endpoints} | {"/api/v2/site/"}

    assert paths <= set(document.content["paths"])
    assert all(path.startswith("/api/v2/") for path in document.content["paths"])


def test_operation_ids_are_names_for_functions():
    names = [operation["operationId"] for operation in OPERATIONS.values()]

    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"(search|suggest|list|get|find|unlock)[A-Z][A-Za-z]+", name) for name in names)
    assert {"listUpdates", "getUpdate", "findPage", "listPeople", "getPerson", "listEventDates", "getSite"} <= set(
        names
    )


def test_every_member_says_what_it_means():
    missing = [
        f"{name}.{member}"
        for name, schema in SCHEMAS.items()
        for found in [schema, *find_all(schema, "meta")]
        for member, described in found.get("properties", {}).items()
        if not described.get("description")
    ]

    assert missing == []


def test_choices_have_names_of_their_own():
    inline = [
        f"{name}.{member}"
        for name, schema in SCHEMAS.items()
        for member, described in schema.get("properties", {}).items()
        if "enum" in described and described.get("type") == "string"
    ]

    assert inline == []
    assert SCHEMAS["UpdatePageKind"]["enum"] == ["monthly_update", "news", "story"]


def test_the_document_says_where_it_is_served_and_under_which_licence(client):
    assert client.get("/api/v2/schema/").json()["servers"] == [{"url": "http://testserver"}]
    assert document.content["info"]["license"]["name"] == "BSD-3-Clause"
    used = {tag for operation in OPERATIONS.values() for tag in operation["tags"]}
    assert {tag["name"] for tag in document.content["tags"] if tag["description"]} == used


def test_the_document_is_served_small(client):
    assert b'": ' not in client.get("/api/v2/schema/").content[:500]


def test_every_reference_leads_somewhere():
    references = set(find_all(document.content, "$ref"))
    mapped = {
        reference for union in find_all(document.content, "discriminator") for reference in union["mapping"].values()
    }

    parts = document.content["components"]
    for reference in references | mapped:
        _, _, kind, name = reference.split("/")
        assert name in parts[kind]


def test_every_page_type_has_its_name_as_a_constant_and_is_one_of_the_pages():
    names = [name_type(model) for model in get_page_models() if model is not Page]

    for union in ("Page", "PageSummary"):
        mapping = SCHEMAS[union]["discriminator"]["mapping"]
        assert list(mapping) == names
        for name, reference in mapping.items():
            shape = SCHEMAS[reference.rpartition("/")[2]]
            assert shape["properties"]["type"]["const"] == name
            assert shape["properties"]["meta"]["properties"]["type"]["const"] == name
            assert "type" in shape["required"]


@pytest.mark.parametrize("body", [UpdateBody, SharedBody])
def test_every_block_of_a_body_is_told_apart_by_its_type(body):
    union = SCHEMAS[f"{body.__name__}Block"]

    assert list(union["discriminator"]["mapping"]) == list(body().child_blocks)
    for name, reference in union["discriminator"]["mapping"].items():
        block = SCHEMAS[reference.rpartition("/")[2]]
        assert block["properties"]["type"]["const"] == name
        assert block["required"] == ["type", "value", "id"]


def test_nothing_is_left_open():
    """An object without members or a member without a type would be ``unknown`` to TypeScript."""
    for name, schema in SCHEMAS.items():
        for properties in find_all(schema, "properties"):
            if not all(isinstance(member, dict) for member in properties.values()):
                continue  # a member that happens to be called “properties”
            for member, described in properties.items():
                assert {"type", "$ref", "anyOf", "oneOf", "enum", "const"} & set(described), f"{name}.{member}"
                assert described.get("type") != "object" or {"properties", "additionalProperties"} & set(described), (
                    f"{name}.{member}"
                )
                assert described.get("type") != "array" or described["items"], f"{name}.{member}"


def test_choices_lengths_formats_and_null_are_stated():
    update = SCHEMAS["UpdatePage"]["properties"]

    assert update["introduction"]["maxLength"] == 300
    assert (update["period"]["type"], update["period"]["pattern"]) == (["string", "null"], r"^\d{4}-\d{2}$")
    assert update["meta"]["properties"]["detail_url"]["format"] == "uri"
    assert SCHEMAS["PersonReferenceGroup"]["enum"] == ["team", "co_producer", "member", "partner"]
    assert SCHEMAS["EventDate"]["properties"]["end"]["type"] == ["string", "null"]
    assert {"type": "null"} not in SCHEMAS["PictureValue"]["properties"]["image"].get("anyOf", [])
    assert {"type": "null"} in SCHEMAS["NewsValue"]["properties"]["image"]["anyOf"]


def test_the_document_is_the_same_in_every_language(client):
    first = client.get("/api/v2/schema/", headers={"Accept-Language": "cy"}).content

    assert client.get("/api/v2/schema/", headers={"Accept-Language": "en"}).content == first


# Blocks of any project


class Line(blocks.StructBlock):
    words = blocks.CharBlock(max_length=20)
    note = blocks.TextBlock(required=False)


class Parts(blocks.StreamBlock):
    line = Line()
    day = blocks.DateBlock()


class Told(TypedDict):
    """What is told."""

    number: Annotated[int, keywords(minimum=1)]
    person: Annotated[str, column("people.Person.group")] | None


class TellingBlock(blocks.StructBlock):
    number = blocks.IntegerBlock()

    def get_api_representation(self, value: Any, context: "Nowhere | None" = None) -> Told:
        raise NotImplementedError


NULLABLE = {"type": ["string", "null"]}


@pytest.mark.parametrize(
    ("block", "schema"),
    [
        (blocks.CharBlock(max_length=5), {"type": "string", "maxLength": 5}),
        (blocks.CharBlock(required=False), NULLABLE),
        (blocks.CharBlock(required=False, default=""), {"type": "string"}),
        (blocks.URLBlock(), {"type": "string", "format": "uri"}),
        (blocks.EmailBlock(), {"type": "string", "format": "email"}),
        (blocks.IntegerBlock(min_value=1, max_value=9), {"type": "integer", "minimum": 1, "maximum": 9}),
        (blocks.FloatBlock(required=False), {"type": ["number", "null"]}),
        (blocks.BooleanBlock(required=False, default=False), {"type": "boolean"}),
        (blocks.DateBlock(), {"type": "string", "format": "date"}),
        (blocks.DateTimeBlock(required=False), {**NULLABLE, "format": "date-time"}),
        (blocks.RawHTMLBlock(), {"type": "string"}),
        (blocks.ChoiceBlock(choices=[("a", "A"), ("b", "B")]), {"type": "string", "enum": ["a", "b"]}),
        (
            blocks.ChoiceBlock(choices=[("Group", [("a", "A")])], required=False, default=""),
            {"type": "string", "enum": ["a", ""]},
        ),
        (blocks.MultipleChoiceBlock(choices=[("a", "A")]), {"type": "array", "items": {"enum": ["a"]}}),
        (blocks.PageChooserBlock(), {"type": "integer"}),
        (blocks.ListBlock(blocks.DateBlock(), max_num=3), {"type": "array", "maxItems": 3}),
        (
            blocks.StructBlock([("day", blocks.DateBlock())]),
            {
                "properties": {"day": {"type": "string", "format": "date", "description": "Day"}},
                "required": ["day"],
            },
        ),
    ],
)
def test_wagtails_own_blocks_are_described(block, schema):
    described = describe_block(block, Components())

    assert {key: described[key] for key in schema} == schema


def test_blocks_with_a_class_are_named_and_those_of_a_stream_told_apart():
    components = Components()

    schema = describe_block(Parts(), components)

    assert schema == {"type": "array", "items": {"$ref": "#/components/schemas/PartsBlock"}}
    assert set(components.schemas) == {"PartsBlock", "LineBlock", "LineValue", "DayBlock"}
    assert components.schemas["LineValue"]["properties"]["note"] == {"type": ["string", "null"], "description": "Note"}


def test_a_name_that_is_taken_by_another_block_becomes_longer():
    components = Components()
    components.define({"type": "string"}, "LineBlock")

    describe_block(Parts(), components)

    assert components.schemas["LineBlock"] == {"type": "string"}
    assert components.schemas["PartsLineBlock"]["properties"]["type"]["const"] == "line"


def test_a_representation_is_described_by_what_it_declares():
    components = Components()

    describe_block(TellingBlock(), components)

    assert components.schemas["Told"] == {
        "type": "object",
        "description": "What is told.",
        "properties": {
            "number": {"type": "integer", "minimum": 1},
            "person": {"type": ["string", "null"], "enum": ["team", "co_producer", "member", "partner", None]},
        },
        "required": ["number", "person"],
    }


# What cannot be described


class Silent(blocks.StructBlock):
    def get_api_representation(self, value, context=None):
        return {}


class Vague(blocks.StructBlock):
    def get_api_representation(self, value: Any, context: Any = None) -> dict[str, Any]:
        return {}


class Hidden(blocks.StructBlock):
    def get_api_representation(self, value: Any, context: Any = None) -> "Nowhere":
        raise NotImplementedError


class Own(blocks.FieldBlock):
    pass


class SilentField(Field):
    def to_representation(self, value):
        return value


@pytest.mark.parametrize(
    ("block", "reason"),
    [
        (Silent(), "Silent.get_api_representation does not say what it returns"),
        (Vague(), "Vague.get_api_representation: dict does not say what it holds"),
        (Hidden(), "Hidden.get_api_representation returns Nowhere, which is not imported"),
        (Own(), "Own needs a get_api_representation that is annotated with what it returns"),
        (blocks.StructBlock([("a", blocks.ListBlock(Silent()))]), "a: Silent.get_api_representation"),
        (blocks.StreamBlock([("b", Own())]), "b: Own needs"),
    ],
)
def test_a_block_without_a_derivable_schema_is_named(block, reason):
    with pytest.raises(Underivable, match=f"^{re.escape(reason)}"):
        describe_block(block, Components())


def test_a_type_that_says_nothing_is_named():
    with pytest.raises(Underivable, match="Any does not say what it holds"):
        describe_type(Any, Components())


def test_the_checks_are_content_with_every_model():
    assert check_schemas() == []


def test_the_checks_name_the_block_that_has_no_schema(monkeypatch):
    body: StreamField = UpdatePage._meta.get_field("body")
    monkeypatch.setitem(body.stream_block.child_blocks, "riddle", Silent())

    [problem] = [message for message in run_checks() if message.id == "cms.E001"]

    assert problem.obj is UpdatePage
    assert problem.msg == (
        "The API's schema cannot describe body.riddle: Silent.get_api_representation does not say what it returns."
    )
    assert "TypedDict" in problem.hint


def test_the_checks_name_the_field_that_has_no_schema(monkeypatch):
    monkeypatch.setattr(UpdatePage, "api_fields", [APIField("title", serializer=SilentField())])

    [problem] = check_model(UpdatePage)

    assert "title: SilentField.to_representation does not say what it returns" in problem.msg


def test_wagtails_own_image_block_is_described():
    components = Components()

    describe_block(ImageBlock(), components)

    assert components.schemas["ImageValue"]["properties"]["image"]["type"] == "integer"


def test_the_document_is_json_through_and_through():
    assert json.loads(json.dumps(document.content)) == document.content


@pytest.mark.parametrize(("query", "name"), [("format=xml", "format"), ("fields=id", "fields"), ("format=", "format")])
def test_a_wrong_parameter_of_the_document_is_named(query, name, client):
    response = client.get(f"/api/v2/schema/?{query}")

    assert response.status_code == 400
    assert list(response.json()["errors"]) == [name]


def test_the_document_shows_the_parameters_that_the_endpoints_accept():
    update = {parameter["name"]: parameter for parameter in OPERATIONS["get /api/v2/updates/"]["parameters"]}

    assert update["kind"]["schema"]["items"]["enum"] == ["monthly_update", "news", "story"]
    assert update["limit"]["schema"]["maximum"] == 100
    assert "type" not in update


@pytest.mark.parametrize("operation", sorted(read_examples()))
def test_the_examples_are_what_the_document_describes(operation):
    [path] = [name.split()[1] for name, found in OPERATIONS.items() if found["operationId"] == operation]

    for status, answer in read_examples()[operation].items():
        check_json(path.replace("{id}", "1"), "", int(status), json.dumps(answer).encode())


def test_the_document_shows_the_examples():
    content = OPERATIONS["get /api/v2/updates/{id}/"]["responses"]["200"]["content"]["application/json"]

    [example] = content["examples"].values()
    assert example["value"] == read_examples()["getUpdate"]["200"]


def test_the_headers_of_answers_are_described():
    answers = OPERATIONS["get /api/v2/pages/find/"]["responses"]

    assert {"ETag", "Cache-Control"} <= set(answers["200"]["headers"])
    assert answers["302"]["headers"]["Location"]["schema"]["format"] == "uri"
    limited = find_response("/api/v2/pages/find/", "get", "429")
    assert limited["headers"]["Retry-After"]["schema"]["type"] == "integer"
    assert list(limited["content"]) == ["application/problem+json"]


def test_lists_and_objects_have_an_example():
    names = {operation["operationId"] for operation in OPERATIONS.values()}
    # The demo has no gardens, since only tests install that app, and no page with a password.
    wanted = {name for name in names if not name.startswith("find")} - {
        "getChanges",
        "getChangesStream",
        "listGardens",
        "getGarden",
        "unlockPage",
    }

    assert wanted <= set(read_examples())
