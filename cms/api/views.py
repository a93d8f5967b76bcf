"""Views that accept what they declare, and Wagtail's API viewsets with all that an answer shows loaded in bulk."""

from types import SimpleNamespace
from typing import Any

from django.conf import settings
from django.db.models import Model
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import ListSerializer
from rest_framework.views import APIView
from wagtail.api.v2.pagination import WagtailPagination
from wagtail.api.v2.serializers import BaseSerializer
from wagtail.api.v2.utils import BadRequestError
from wagtail.api.v2.views import BaseAPIViewSet

from cms.api import parameters
from cms.api.columns import is_comparable
from cms.api.errors import BodyTooLarge, InvalidParameters
from cms.api.parameters import KEY, Parameter, declare, find_problems
from cms.represent.loader import Loader
from cms.represent.pages import name_type


class HeaderNegotiation(DefaultContentNegotiation):
    """Chooses by ``Accept`` alone: there is no parameter ``format``."""

    settings: Any = SimpleNamespace(URL_FORMAT_OVERRIDE=None)


class StrictView(APIView):
    """A view that answers only what it declares: any other parameter is 400, and named.

    ``list_parameters`` is the one declaration; the API's document shows the same.
    """

    renderer_classes = [JSONRenderer]
    content_negotiation_class: type[DefaultContentNegotiation] = HeaderNegotiation

    def list_parameters(self) -> list[Parameter]:
        """Return the query parameters of the current request, as OpenAPI has them."""
        return []

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if int(request.META.get("CONTENT_LENGTH") or 0) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            raise BodyTooLarge
        if request.method in {"GET", "HEAD"}:
            problems = find_problems(request.GET, request.META.get("QUERY_STRING", ""), self.list_parameters())
            if problems:
                raise InvalidParameters(problems)

    def handle_exception(self, exc: Exception) -> Response:
        if isinstance(exc, BadRequestError):
            exc = InvalidParameters({}, str(exc))
        return super().handle_exception(exc)


class TypedSerializer(BaseSerializer):
    """Adds ``type`` at the top level, whatever fields are asked for: TypeScript narrows by it."""

    def to_representation(self, instance: Model) -> dict[str, Any]:
        data = super().to_representation(instance)
        head = {"id": data.pop("id")} if "id" in data else {}
        return {**head, "type": self.name_type(instance), **data}

    def name_type(self, instance: Model) -> str:
        return name_type(type(instance))


class Pagination(WagtailPagination):
    def get_schema_operation_parameters(self, view: APIView) -> list[Parameter]:
        return [parameters.limit_parameter(), parameters.offset_parameter()]


class LoadedAPIViewSet(StrictView, BaseAPIViewSet):
    """A viewset whose serializer only reads: what its fields show is loaded before, once for the whole answer."""

    base_serializer_class = TypedSerializer
    pagination_class = Pagination

    # Parameters

    def list_parameters(self) -> list[Parameter]:
        model = self.get_listed_model()
        shown = [
            parameters.fields_parameter(self.get_available_fields(model)),
            parameters.rich_text_format_parameter(),
        ]
        if self.action == "listing_view":
            filters = [
                declared
                for backend in self.filter_backends
                for declared in backend().get_schema_operation_parameters(self)
            ]
            return [*self.paginator.get_schema_operation_parameters(self), *filters, *shown]
        if self.action == "find_view":
            return [*self.list_find_parameters(), *shown]
        return shown

    def list_find_parameters(self) -> list[Parameter]:
        return [declare("id", KEY, "The one with this id.")]

    def get_listed_model(self) -> type[Model]:
        """Return the model whose fields a request may name."""
        return self.model

    @classmethod
    def get_available_fields(cls, model: type[Model], db_fields_only: bool = False) -> list[str]:
        names = super().get_available_fields(model, db_fields_only)
        return [name for name in names if is_comparable(model, name)] if db_fields_only else names

    def check_query_parameters(self, queryset: Any) -> None:
        """Every parameter has been checked already."""

    # What is shown

    # What the document says of ``find/``: whether it shows the object itself, and other answers by status.
    find_shows_object = False
    find_answers: dict[int, Any] = {}

    def get_serializer(self, instances: Any, many: bool = False, **kwargs: Any) -> Any:
        loaded = list(instances) if many else [instances]
        serializer = super().get_serializer(loaded if many else instances, many=many, **kwargs)
        one: Any = serializer.child if isinstance(serializer, ListSerializer) else serializer
        fields = {name for key, field in one.fields.items() for name in getattr(field, "loads", (field.source or key,))}
        Loader(self.request, fields=fields).load(loaded)
        return serializer

    def get_renderer_context(self) -> dict[str, Any]:
        context = super().get_renderer_context()
        context["indent"] = None
        return context
