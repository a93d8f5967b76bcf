"""The OpenAPI document, and the page to browse it."""

from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import Http404
from django.utils import translation
from drf_spectacular.renderers import (
    OpenApiYamlRenderer,
    OpenApiYamlRenderer2,
)
from drf_spectacular.views import SpectacularSwaggerSplitView
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.request import Request
from rest_framework.response import Response

from cms.api.errors import InvalidParameters
from cms.api.parameters import Parameter, choices, declare
from cms.api.renderers import FastJSONRenderer
from cms.api.schema.components import Schema
from cms.api.schema.endpoints import EndpointGenerator
from cms.api.views import StrictView
from cms.upstream.wagtail_api import WagtailAPIRouter

FORMATS = ("json", "yaml")


class Document:
    """The OpenAPI document of some endpoints, generated once per process."""

    def __init__(self, *, patterns: list[Any], router: WagtailAPIRouter) -> None:
        self.patterns = patterns
        self.router = router

    @cached_property
    def content(self) -> Schema:
        with translation.override(settings.LANGUAGE_CODE):
            return EndpointGenerator(patterns=self.patterns, router=self.router).get_schema(public=True)


class FormatNegotiation(DefaultContentNegotiation):
    """Chooses the format by ``format``, then by ``Accept``."""

    def filter_renderers(self, renderers: Any, format: str) -> Any:  # noqa: A002 - Django REST framework's
        try:
            return super().filter_renderers(renderers, format)
        except Http404 as error:
            raise InvalidParameters({"format": [f"must be one of: {', '.join(FORMATS)}"]}) from error


class SmallJsonRenderer(FastJSONRenderer):
    """The document as JSON without spaces."""

    media_type = "application/vnd.oai.openapi+json"


class SchemaView(StrictView):
    """The OpenAPI document as JSON, or as YAML with ``Accept`` or ``format=yaml``."""

    schema = None
    document: Any = None  # set by as_view()
    content_negotiation_class = FormatNegotiation
    renderer_classes = [FastJSONRenderer, SmallJsonRenderer, OpenApiYamlRenderer2, OpenApiYamlRenderer]

    def list_parameters(self) -> list[Parameter]:
        return [declare("format", choices(FORMATS), "The form of the document. Default: what `Accept` asks for.")]

    def get(self, request: Request) -> Response:
        return Response({**self.document.content, "servers": [{"url": request.build_absolute_uri("/").rstrip("/")}]})


class DocsView(SpectacularSwaggerSplitView):
    """A page to browse the document, without third-party requests."""

    authentication_classes = []
    template_name = "cms/api/docs.html"
    url_name = "schema"

    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Return the page or its script without a CSRF token: the API has no session, and everybody gets the same."""
        response: Response = super().get(request, *args, **kwargs)
        response.data["csrf_token"] = ""
        return response
