"""Endpoints as operations of the OpenAPI document."""

from http import HTTPStatus
from typing import Any

import inflection
from django.db.models import Model
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.utils import OpenApiResponse
from rest_framework.views import APIView
from wagtail import hooks
from wagtail.models import Page, get_page_models

from cms.api.pagination import ListMeta
from cms.api.problems import MEDIA_TYPE, PROBLEMS, ProblemRepresentation
from cms.api.schema.components import Components, Schema, inside, make_object, make_union
from cms.api.schema.examples import load_examples
from cms.api.schema.fields import describe_object
from cms.api.schema.members import finish_members
from cms.api.schema.types import describe_type
from cms.represent.pages import name_type
from cms.upstream.spectacular import OperationSchema
from cms.upstream.wagtail_api import BaseAPIViewSet, WagtailAPIRouter

VERBS = {"listing_view": "list", "detail_view": "get", "find_view": "find"}
ERRORS = {
    400: "A parameter is unknown, or its value cannot be used.",
    404: "Not found: nothing public here, or no such language or site.",
    406: "None of the types in `Accept` is available.",
    414: "The query is too long.",
    429: "Rate limit exceeded: `Retry-After` says when to try again.",
    503: "The query took too long.",
}
# Errors of some operations.
OTHERS = {
    401: "The token in `Authorization` is missing, or opens nothing, or nothing any more.",
    403: "Not allowed: what was sent does not open this, or not any more.",
    413: "The body is too large.",
    415: "The body is not JSON.",
}
OF_TOKENS = [HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN]
# What `Authorization` may have.
UNLOCK: Schema = {
    "type": "apiKey",
    "in": "header",
    "name": "Authorization",
    "description": "`Unlock` and a token of `unlockPage`: the response shows what its password locks, too.",
}
HEADERS: dict[str, dict[str, tuple[str, Schema]]] = {
    "200": {
        "ETag": ("For `If-None-Match`, which is answered with 304 while nothing has changed.", {"type": "string"}),
        "Cache-Control": ("For how long readers may keep it.", {"type": "string"}),
        "CDN-Cache-Control": ("For how long a cache in front may keep it.", {"type": "string"}),
    },
    "302": {"Location": ("Where it is.", {"type": "string", "format": "uri"})},
    "429": {
        "Retry-After": ("In how many seconds to ask again.", {"type": "integer", "minimum": 0}),
        "RateLimit": ("What is left, and until when.", {"type": "string"}),
    },
}
ALL_FIELDS = [("*", False, None)]


class EndpointSchema(OperationSchema):
    """Turns an endpoint into an operation.

    The responses of a Wagtail viewset follow from its models' ``api_fields``. Any other view declares ``answers``, the
    type of its JSON by status: ``answers = {200: SiteRepresentation}``. A view that shows what viewsets show has a
    method ``describe_answers(router, components)``, which returns schemas by status. One whose success is not JSON
    declares its ``media_type``.
    """

    @property
    def endpoint(self) -> str:
        """The first part of the path: ``updates``."""
        return next(iter(self.list_path_words()), "endpoints")

    @property
    def action(self) -> str:
        return getattr(self.view, "action", "get")

    def get_operation_id(self) -> str:
        """Return the operation ID: ``listUpdates``, ``getUpdate``, or the view's own ``operation_id``."""
        if own := getattr(self.view, "operation_id", ""):
            return own
        path = "_".join(self.list_path_words()).replace("-", "_")
        if self.action in VERBS:
            path = self.endpoint.replace("-", "_")
            path = path if self.action == "listing_view" else inflection.singularize(path)
        return VERBS.get(self.action, "get") + inflection.camelize(path)

    def get_summary(self) -> str:
        """Return the title of the operation: “List updates”."""
        return inflection.humanize(inflection.underscore(self.get_operation_id()))

    def get_description(self, *args: Any) -> str:
        return super().get_description(*args).replace("``", "`")

    def get_tags(self) -> list[str]:
        return [self.endpoint]

    def get_auth(self) -> list[Any]:
        """Return what a view needs in ``Authorization``, its ``scheme``.

        What can show more than without is not there: generated clients would demand it.
        """
        scheme = getattr(self.view, "scheme", "")
        return [{scheme.lower(): []}] if scheme else []

    def get_operation(self, *args: Any) -> Schema | None:
        operation: Schema | None = super().get_operation(*args)
        if operation and "requestBody" in operation:
            operation["requestBody"]["required"] = True
        return operation

    def get_request_serializer(self) -> Any:
        """Return the schema of the body of a request, which the view declares as ``body``; it may have no more."""
        own = Components()
        describe_type(self.view.body, own)
        [(name, schema)] = own.schemas.items()
        return {"application/json": self.view.components.define({**schema, "additionalProperties": False}, name)}

    def is_deprecated(self) -> bool:
        return bool(getattr(self.view, "deprecation", None))

    # Parameters

    def list_parameters(self) -> list[Schema]:
        """Return the path parameters and the parameters of the view."""
        return [*self.list_path_parameters(), *self.view.list_parameters()]

    # Responses

    def get_response_serializers(self) -> Any:
        examples = load_examples(self.get_operation_id())
        return {
            (status, self.find_media_type(status)): OpenApiResponse(
                schema, description=self.describe_status(status), examples=examples.get(status, [])
            )
            for status, schema in sorted(self.list_answers().items())
        }

    def find_media_type(self, status: int) -> str:
        if status == HTTPStatus.OK and self.has_own_media_type:
            return str(self.view.media_type)
        return MEDIA_TYPE if status in PROBLEMS else "application/json"

    @property
    def has_own_media_type(self) -> bool:
        return hasattr(self.view, "media_type")

    def describe_status(self, status: int) -> str:
        return ERRORS.get(status) or OTHERS.get(status, "")

    def list_response_headers(self, status: str) -> Schema:
        is_cached = self.method == "GET" and not self.has_own_media_type
        headers = {} if status == "200" and not is_cached else HEADERS.get(status, {})
        return {name: {"description": text, "schema": schema} for name, (text, schema) in headers.items()}

    def list_answers(self) -> dict[int, Schema | None]:
        """Return the schemas of responses by status; ``None`` for one without a body."""
        components: Components = self.view.components
        answers: dict[int, Schema | None] = {
            status: describe_type(ProblemRepresentation, components)
            for status in [*ERRORS, *(OF_TOKENS if self.view.is_authorised else [])]
        }
        if isinstance(self.view, BaseAPIViewSet):
            answers |= describe_viewset_answer(self.view, self.view.router, components)
        if describe_answers := getattr(self.view, "describe_answers", None):
            answers |= describe_answers(self.view.router, components)
        return answers | {
            status: describe_type(hint, components) for status, hint in getattr(self.view, "answers", {}).items()
        }


def describe_viewset_answer(
    view: BaseAPIViewSet, router: WagtailAPIRouter, components: Components
) -> dict[int, Schema | None]:
    """Return the response of a viewset's action on success."""
    match view.action:
        case "listing_view":
            return {200: describe_list(type(view), router, components)}
        case "detail_view":
            return {200: describe_detail(type(view), router, components)}
        case _:
            found = {200: describe_detail(type(view), router, components)} if view.find_shows_object else {}
            others = {status: describe_type(hint, components) for status, hint in view.find_answers.items()}
            return {302: None, **found, **others}


# Objects of viewsets


def describe_detail(view: type[BaseAPIViewSet], router: WagtailAPIRouter, components: Components) -> Schema:
    """Return the schema of an object with all its fields; for several page types, a union."""
    members = []
    models = list_models(view)
    for model in models:
        serializer = view.make_serializer_class(router, model, [], show_details=True)
        members.append(define_object(serializer, model, name_component(view, model), components))
    return join(members, models, name_component(view, view.model), components)


def describe_list(view: type[BaseAPIViewSet], router: WagtailAPIRouter, components: Components) -> Schema:
    """Return the schema of a list. Members that only ``fields`` adds to its items are optional."""
    suffix = "Summary" if view.model is Page else "Item"
    members = []
    models = list_models(view)
    for model in models:
        serializer = view.make_serializer_class(router, model, ALL_FIELDS)
        required = set(view.get_listing_default_fields(model))
        members.append(
            define_object(serializer, model, name_component(view, model) + suffix, components, required=required)
        )
    name = name_component(view, view.model)
    item = join(members, models, name + suffix, components)
    meta = describe_type(ListMeta, components)
    return components.define(make_object({"meta": meta, "items": {"type": "array", "items": item}}), f"{name}List")


def define_object(
    serializer: Any, model: type[Model], name: str, components: Components, *, required: set[str] | None = None
) -> Schema:
    with inside(name_type(model)):
        schema = describe_object(serializer(context={}), components, required=required)
    # ``fields`` can reduce these objects.
    return components.define({**schema, "x-sparse": True}, name)


def join(members: list[Schema], models: list[type[Model]], name: str, components: Components) -> Schema:
    if len(members) == 1:
        return members[0]
    return components.define(make_union(members, [name_type(model) for model in models]), name)


def list_models(view: type[BaseAPIViewSet]) -> list[type[Model]]:
    """Return the models whose objects a viewset shows; for pages, every page type."""
    return [model for model in get_page_models() if model is not Page] if view.model is Page else [view.model]


def name_component(view: type[BaseAPIViewSet], model: type[Model]) -> str:
    return getattr(view, "schema_name", "") or model.__name__


class EndpointGenerator(SchemaGenerator):
    """Generates the document for the endpoints in ``patterns``; ``router`` has the viewsets."""

    def __init__(self, *, patterns: list[Any], router: WagtailAPIRouter, **kwargs: Any) -> None:
        super().__init__(patterns=patterns, **kwargs)
        self.router = router
        self.components = Components()

    def create_view(self, callback: Any, method: str, request: Any = None) -> APIView:
        view = super().create_view(callback, method, request)
        view.router, view.components = self.router, self.components
        return view

    def get_schema(self, request: Any = None, public: bool = False) -> Schema:
        document = super().get_schema(request, public)
        document["webhooks"] = describe_webhooks(self.components)
        finish_members(self.components)
        problems = share_problems(document["paths"])
        document["tags"] = list_tags(document["paths"])
        parts = {
            "schemas": self.components.schemas,
            "responses": problems,
            "securitySchemes": {"unlock": UNLOCK, **list_schemes()},
        }
        document["components"] = {**document.get("components", {}), **parts}
        link_lists(document["paths"])
        return document


def list_schemes() -> Schema:
    """Return the schemes of ``Authorization`` that apps declare, by name."""
    names = [register()[0] for register in hooks.get_hooks("register_api_authorisation")]
    header = {"type": "apiKey", "in": "header", "name": "Authorization"}
    return {name.lower(): {**header, "description": f"`{name}` and a token."} for name in names}


def describe_webhooks(components: Components) -> Schema:
    """Return what is sent to other sites: the messages that apps declare, by Standard Webhooks."""
    headers = {
        "webhook-id": "The same whenever this message is sent.",
        "webhook-timestamp": "When it was sent, in seconds since 1970.",
        "webhook-signature": "By Standard Webhooks.",
    }
    parameters = [
        {"in": "header", "name": name, "required": True, "schema": {"type": "string"}, "description": text}
        for name, text in headers.items()
    ]
    responses = {"2XX": {"description": "It has arrived."}, "410": {"description": "Nothing more is wanted."}}
    return {
        name: {
            "post": {
                "operationId": f"receive{name.capitalize()}",
                "parameters": parameters,
                "requestBody": {
                    "required": True,
                    "content": {"application/json": {"schema": describe_type(message, components)}},
                },
                "responses": responses,
            }
        }
        for register in hooks.get_hooks("register_api_webhooks")
        for name, message in register()
    }


def list_tags(paths: Schema) -> list[Schema]:
    """Return the groups of operations: the endpoints, each with what its list or its only operation says."""
    found: dict[str, str] = {}
    for operations in paths.values():
        for operation in operations.values():
            for tag in operation["tags"]:
                found.setdefault(tag, operation.get("description", ""))
    return [{"name": tag, "description": description} for tag, description in found.items()]


def share_problems(paths: Schema) -> Schema:
    """Return the responses to errors by name, and refer to them where operations have the same."""
    shared: Schema = {}
    for operations in paths.values():
        for operation in operations.values():
            for status, problem in PROBLEMS.items():
                response = operation["responses"].get(str(status))
                name = inflection.camelize(problem.name.replace("-", "_"))
                if response and shared.setdefault(name, response) == response:
                    operation["responses"][str(status)] = {"$ref": f"#/components/responses/{name}"}
    return shared


def link_lists(paths: Schema) -> None:
    """Declare for each list which operations accept the ``id`` of its items."""
    for path, operations in paths.items():
        found = {"path.id": paths.get(f"{path}{{id}}/"), "query.id": paths.get(f"{path}find/")}
        links = {
            operation["get"]["operationId"]: {
                "operationId": operation["get"]["operationId"],
                "parameters": {parameter: "$response.body#/items/0/id"},
            }
            for parameter, operation in found.items()
            if operation
        }
        if links:
            operations["get"]["responses"]["200"]["links"] = links
