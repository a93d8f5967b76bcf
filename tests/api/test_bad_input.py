"""What no endpoint can answer: a 4xx that says why, in JSON, whatever it is and wherever it is sent."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from django.urls import get_resolver
from rest_framework.exceptions import APIException

from cms.api.errors import handle_api_error
from cms.api.parameters import Parameter, Schema
from tests.api.endpoints import Endpoint, list_endpoints

pytestmark = pytest.mark.django_db

# Previews look at the token first: see tests/preview/.
ENDPOINTS = [endpoint for endpoint in list_endpoints() if not hasattr(endpoint.view, "scheme")]
each_endpoint = pytest.mark.parametrize("endpoint", ENDPOINTS, ids=str)
# Many endpoints have the same parameters: each is tried at a few, and in `make proof` at all.
at_some = pytest.mark.parametrize(
    "most",
    [pytest.param(2, id="some"), pytest.param(len(ENDPOINTS), id="all", marks=pytest.mark.proof)],
)


def choose_parameters(endpoint: Endpoint, most: int) -> Iterator[tuple[str, Parameter]]:
    """Yield the parameters of an endpoint that fewer than ``most`` endpoints before it have as well."""
    before = ENDPOINTS[: ENDPOINTS.index(endpoint)]
    for name, parameter in endpoint.parameters.items():
        if sum(is_same(other.parameters.get(name), parameter) for other in before) < most:
            yield name, parameter


def is_same(one: Parameter | None, other: Parameter) -> bool:
    return one is not None and one["schema"] == other["schema"]


def refuse(client, endpoint: Endpoint, query: Any, status: int = 400) -> Any:
    if isinstance(query, dict):
        response = client.get(endpoint.path, {**endpoint.required, **query})
    else:
        required = "".join(f"{name}={value}&" for name, value in endpoint.required.items() if f"{name}=" not in query)
        response = client.get(f"{endpoint.path}?{required}{query}")
    assert response.status_code == status, (endpoint.path, query, response.status_code, response.content[:300])
    assert response["Content-Type"] == "application/problem+json"
    problem = response.json()
    assert problem["status"] == status
    assert problem["detail"] == problem["message"] != ""
    return problem


def spoil(schema: Schema) -> Iterator[str]:
    """Yield values that a schema forbids."""
    if "anyOf" in schema:
        yield from ("", "nonsense", "-1")
    elif "enum" in schema:
        yield from ("", "nonsense", f"{schema['enum'][0]} ", "x" * 5000)
    elif schema["type"] == "integer":
        lowest, highest = schema["minimum"], schema["maximum"]
        yield from ("", "x", "1.5", "1e3", "٣", "1_0", " 1", "0x1", "9" * 5000)
        yield from (str(lowest - 1), str(highest + 1))
    elif schema["type"] == "array":
        yield from (value for value in spoil(schema["items"]) if "," not in value)
        yield ","
        yield from [",".join(["1"] * (schema["maxItems"] + 1))] if "maxItems" in schema else []
    elif schema.get("format"):
        yield from ("", "nonsense", "2026-13-45", "x" * 5000)
    else:
        yield from ["x" * (schema["maxLength"] + 1)] if "maxLength" in schema else []
        yield from [""] if schema.get("minLength", 1) else []


def test_every_endpoint_of_the_router_is_walked():
    paths = {str(endpoint) for endpoint in ENDPOINTS}

    assert {"site/", "pages/", "pages/1/", "pages/find/", "updates/", "event-dates/", "redirects/find/"} <= paths
    assert len(paths) >= 26


@each_endpoint
def test_an_unknown_parameter_is_named_with_those_that_are_known(endpoint, client):
    refused = refuse(client, endpoint, {"colour": "red", "_": "1"})

    assert list(refused["errors"]) == ["colour"]
    assert "colour" in refused["message"]
    for name in endpoint.parameters:
        assert name in refused["errors"]["colour"][0]


@each_endpoint
def test_a_value_that_is_not_allowed_is_named_with_what_is(endpoint, client):
    for name, parameter in endpoint.parameters.items():
        if name in {"locale", "site"}:
            refuse(client, endpoint, {name: ""})
            continue
        for value in spoil(parameter["schema"]):
            refused = refuse(client, endpoint, {name: value})

            assert list(refused["errors"]) == [name], value
            for allowed in parameter["schema"].get("enum", ()):
                assert allowed in refused["errors"][name][0]


@each_endpoint
def test_nul_broken_utf_8_and_repetition_are_refused(endpoint, client):
    for name, parameter in endpoint.parameters.items():
        twice = [] if takes_several(parameter) else [f"{name}=1&{name}=1", f"{name}=1&{name}[]=1"]
        for query in (f"{name}=%00", f"{name}=a%00b", f"{name}=%FF%FE", f"{name}=%C3", *twice):
            assert list(refuse(client, endpoint, query)["errors"]) == [name], query


@at_some
@each_endpoint
def test_a_list_may_be_written_in_three_ways(endpoint, most, client):
    for name, parameter in choose_parameters(endpoint, most):
        if not takes_several(parameter):
            continue
        one, two = list_two(parameter)
        ways = [f"{name}={one},{two}", f"{name}={one}&{name}={two}", f"{name}[]={one}&{name}[]={two}"]
        required = urlencode({key: value for key, value in endpoint.required.items() if key != name})
        answers = [
            client.get(f"{endpoint.path}?{required}&{way}") for way in (*ways, f"{name}[0]={one}&{name}[1]={two}")
        ]

        assert {answer.status_code for answer in answers} <= {200, 404}, (name, answers[0].content[:300])
        items = [answer.json().get("items") for answer in answers]
        assert all(found == items[0] for found in items)


def takes_several(parameter: Parameter) -> bool:
    return parameter["name"] == "fields" or parameter["schema"].get("type") == "array"


def list_two(parameter: Parameter) -> tuple[str, str]:
    """Return two values that a list accepts."""
    items = parameter["schema"].get("items", {})
    if parameter["name"] == "fields":
        return "_", "id"
    if "enum" in items:
        return str(items["enum"][0]), str(items["enum"][1 % len(items["enum"])])
    if items.get("format") == "uuid":
        return "3f1c8f1e-0000-4000-8000-000000000001", "3f1c8f1e-0000-4000-8000-000000000002"
    if items["type"] == "integer":
        return "1", "2"
    return next(iter(items.get("examples", ["beans"]))), next(iter(items.get("examples", ["peas"])))


@each_endpoint
def test_garbage_is_refused(endpoint, client):
    for query in ("%FF=1", "%00=1", "=1", "fields", "&&&x", "?x", "a[]=1", "<script>=1", "%", "%zz=1"):
        assert refuse(client, endpoint, query)["errors"], query


@each_endpoint
def test_several_problems_are_told_at_once(endpoint, client):
    refused = refuse(client, endpoint, {"colour": "red", "size": "12"})

    assert set(refused["errors"]) == {"colour", "size"}


@each_endpoint
def test_what_must_be_given_is_asked_for(endpoint, client):
    response = client.get(endpoint.path)

    assert response.status_code == 400 if endpoint.required else response.status_code in {200, 404}
    is_json = response["Content-Type"].endswith("json")  # events are none
    assert set(response.json().get("errors", []) if is_json else []) == set(endpoint.required)


@each_endpoint
def test_the_parameter_that_passes_caches_is_accepted_everywhere(endpoint, client):
    for query in ("_=1732489200", "_=", "_=%F0%9F%8C%B1", "_=1&_=2"):
        path = f"{endpoint.path}?{urlencode(endpoint.required)}&{query}"
        assert client.get(path).status_code in {200, 404}


@each_endpoint
def test_sites_and_languages_that_there_are_not_are_not_found(endpoint, client):
    for name, values in {"locale": ["xx", "fr", "EN", "x" * 99], "site": ["nowhere.example", "<b>", "x:1"]}.items():
        if name in endpoint.parameters:
            for value in values:
                refuse(client, endpoint, {name: value}, status=404)


@each_endpoint
def test_the_api_only_reads(endpoint, client):
    for method in ("post", "put", "patch", "delete"):
        for content_type in ("application/json", "text/csv", "nonsense"):
            response = getattr(client, method)(endpoint.path, "x", content_type=content_type)

            assert response.status_code == 405
            assert method.upper() in response.json()["message"]
            assert response["Allow"] == "GET, HEAD, OPTIONS"


@each_endpoint
def test_only_json_is_to_be_had(endpoint, client):
    for accept in ("text/csv", "image/*", "application/xml;q=0.9, text/yaml"):
        response = client.get(endpoint.path, headers={"accept": accept})

        assert response.status_code == 406, accept
        assert response.json()["message"]
    for accept in ("*/*", "text/html, */*;q=0.8", "application/*", "nonsense, application/json"):
        response = client.get(endpoint.path, endpoint.required, headers={"accept": accept})
        assert response.status_code in {200, 404}, accept


@each_endpoint
def test_a_body_over_the_limit_is_too_large(endpoint, client, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000

    response = client.generic("POST", endpoint.path, b"x" * 1001, content_type="application/json")

    assert response.status_code == 413
    assert response.json()["message"]


# Addresses


@pytest.mark.parametrize(
    "path",
    [
        "nowhere/",
        "nowhere",
        "pages/abc/",
        "pages/-1/",
        "pages/1.5/",
        "pages/1/more/",
        "pages/%00/",
        "pages/%FF/",
        "pages/" + "9" * 5000 + "/",
        "pages/..%2f..%2f/",
        "<script>/",
        "Pages/",
        "site/more/",
        "event-dates/1/",
        "event-dates/find/",
    ],
)
def test_an_address_without_an_endpoint_is_not_found(path, client):
    for method in ("get", "post", "delete"):
        response = getattr(client, method)(f"/api/v2/{path}")

        assert response.status_code == 404, method
        assert response["Content-Type"] == "application/problem+json"
        assert response.json()["type"].endswith("/api/v2/problems/#not-found")


@each_endpoint
def test_a_number_that_no_object_has_is_not_found(endpoint, client):
    if "/1/" in endpoint.path:
        for number in ("0", "9" * 18, "9" * 30):
            path = endpoint.path.replace("/1/", f"/{number}/")
            assert client.get(path).status_code == 404, path


def test_a_missing_slash_is_added(client):
    response = client.get("/api/v2/pages?locale=en&fields=_,id")

    assert response.status_code == 301
    assert response.url == "/api/v2/pages/?locale=en&fields=_,id"


def test_a_query_that_is_too_long_is_refused(client):
    for query in ("search=" + "x" * 9000, "&".join(f"p{n}=1" for n in range(2000)), "a=1&" * 12_000):
        response = client.get(f"/api/v2/pages/?{query}")

        assert response.status_code == 414
        assert response.json()["message"]


@each_endpoint
def test_headers_that_lie_do_no_harm(endpoint, client):
    for headers in (
        {"CONTENT_LENGTH": "abc"},
        {"CONTENT_LENGTH": "-1"},
        {"CONTENT_TYPE": "text/csv; charset=nonsense"},
        {"HTTP_ACCEPT": "x" * 9000},
        {"HTTP_ACCEPT_LANGUAGE": "x" * 9000},
        {"HTTP_X_FORWARDED_FOR": "nonsense"},
        {"HTTP_COOKIE": "sessionid=nonsense; wagtail=\xff"},
    ):
        response = client.get(endpoint.path, endpoint.required, **headers)

        assert response.status_code in {200, 404, 406}, headers


# What a search or a filter may hold


@at_some
@each_endpoint
def test_sql_and_html_in_a_value_do_no_harm(endpoint, most, client):
    words = ["' OR 1=1 --", '"); DROP TABLE x;--', "<script>alert(1)</script>", "%_\\*?:&|!()<->", "🌱é\u202e\ud7ff"]
    for name, parameter in choose_parameters(endpoint, most):
        if parameter["schema"].get("type") == "string" and "enum" not in parameter["schema"]:
            for value in words:
                response = client.get(endpoint.path, {**endpoint.required, name: value})

                assert response.status_code in {200, 400, 404}, (name, value)
                assert b"<script>" not in response.content or response["Content-Type"].endswith("json")


@at_some
@each_endpoint
def test_the_edges_of_what_is_allowed_are_answered(endpoint, most, client):
    for name, parameter in choose_parameters(endpoint, most):
        for value in find_edges(parameter["schema"]):
            response = client.get(endpoint.path, {**endpoint.required, name: value})

            assert response.status_code in {200, 400, 404}, (name, value)
            if response.status_code == 400:
                assert list(response.json()["errors"]) == [name], (name, value, response.json())


def find_edges(schema: Schema) -> Iterator[str]:
    """Yield the first and last values that a schema allows."""
    if "anyOf" in schema:
        for option in schema["anyOf"]:
            yield from find_edges(option)
    elif "enum" in schema:
        yield from schema["enum"]
    elif schema["type"] == "integer":
        yield from (str(schema["minimum"]), str(schema["maximum"]))
    elif schema["type"] == "array":
        values = [value for value in find_edges(schema["items"]) if value != "random"]
        yield from (values[0], ",".join(values[:3]))
    elif schema.get("format") == "date":
        yield from ("0001-01-01", "9999-12-31", "2024-02-29")
    elif schema.get("format") == "date-time":
        yield from ("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00Z", "2026-01-01")
    else:
        yield "x" * schema.get("maxLength", 1)


def test_an_app_may_refuse_for_a_reason_that_is_not_explained():
    refusal = APIException("Somebody else has it.")
    refusal.status_code = 409

    problem = handle_api_error(refusal, {}).data

    assert (problem["type"], problem["title"]) == ("about:blank", "Conflict")
    assert problem["detail"] == "Somebody else has it."


@pytest.mark.parametrize(("path", "form"), [("/api/v2/site/", "application/problem+json"), ("/about/", "text/html")])
def test_a_failure_is_told_in_the_form_of_the_address(path, form, rf):
    answer_failure = get_resolver().resolve_error_handler(500)

    response = answer_failure(rf.get(path))

    assert response.status_code == 500
    assert response["Content-Type"].startswith(form)
