"""Views that accept only declared parameters, and Wagtail's API viewsets with bulk loading."""

from collections import defaultdict
from collections.abc import Hashable, Mapping
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db.models import Model
from django.http import HttpRequest, HttpResponseBase, HttpResponsePermanentRedirect
from django.urls import resolve
from django.utils.cache import patch_vary_headers
from django.utils.encoding import escape_uri_path
from django.utils.functional import cached_property
from rest_framework.exceptions import NotFound
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import ListSerializer
from rest_framework.views import APIView
from wagtail.models import Page

from cms.api import parameters
from cms.api.authorisation import authorise, is_for_one_client
from cms.api.columns import is_comparable
from cms.api.deprecation import Deprecation
from cms.api.drafts import find_drafts
from cms.api.errors import BodyTooLarge, InvalidParameters, QueryTooLong, translate_error
from cms.api.facets import CountFacet
from cms.api.fields import check_nested, find_type, keep_identity, read_fields
from cms.api.lists import FoundList, Statement, statements
from cms.api.locks import open_locked_pages
from cms.api.pagination import Pagination
from cms.api.parameters import (
    KEY,
    Parameter,
    choices,
    declare,
    find_problems,
    has_lists,
    is_on,
    join_lists,
    list_languages,
    list_of,
    read_list,
)
from cms.api.renderers import FastJSONRenderer
from cms.api.serializers import SERIALIZER_CACHE_SIZE, TypedSerializer
from cms.api.throttling import ComputedThrottle
from cms.api.timeouts import limit_statements
from cms.freshness.reads import find_tables, read_chosen, track_objects, track_tables, untracked
from cms.represent.gaps import place_pages
from cms.represent.loader import Loader
from cms.represent.site_context import SiteContext
from cms.site.addresses import MAX_QUERY_LENGTH
from cms.upstream.drf import HeaderNegotiation, find_django_request
from cms.upstream.wagtail_api import BaseSerializer, ViewSet

# The parameters that say what ``find/`` looks for.
FINDING = frozenset({"id", "html_path"})
declared_parameters: dict[tuple[Any, ...], Mapping[str, Parameter]] = {}


class StrictView(APIView):
    """A view that accepts only declared parameters: any other is a 400 that names it.

    They are declared in ``list_parameters``, for the OpenAPI document too.
    """

    authentication_classes = []
    renderer_classes = [FastJSONRenderer]
    content_negotiation_class: type[DefaultContentNegotiation] = HeaderNegotiation
    throttle_classes = [ComputedThrottle]
    # Whether responses are about one site, which ``site`` chooses.
    is_of_site = False
    # Whether responses show locked pages to those who have a token for them.
    is_unlockable = False
    # Set if the endpoint will be removed: all responses and the OpenAPI document say so.
    deprecation: Deprecation | None = None
    # Whether the header ``Authorization`` can show more than the public sees.
    is_authorised = True

    def list_parameters(self) -> list[Parameter]:
        """Return the query parameters of the current request, as OpenAPI parameter objects."""
        return []

    def find_parameters(self) -> Mapping[str, Parameter]:
        """Return the declared parameters by name."""
        return {parameter["name"]: parameter for parameter in self.list_parameters()}

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        if len(request.META.get("QUERY_STRING", "")) > MAX_QUERY_LENGTH:
            raise QueryTooLong
        super().initial(request, *args, **kwargs)
        length = request.META.get("CONTENT_LENGTH") or ""
        if length.isdecimal() and int(length[:19]) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            raise BodyTooLarge
        if self.is_authorised and request.method != "OPTIONS":
            authorise(find_django_request(request))
        if request.method != "OPTIONS" and request.method in self.allowed_methods:
            if has_lists(request.GET):
                django_request: Any = find_django_request(request)
                joined = join_lists(request.GET, self.list_parameters())
                if joined != request.GET:  # perhaps the type, whose fields are parameters too
                    django_request.GET = joined
                    django_request.GET = join_lists(joined, self.list_parameters())
            problems = find_problems(request.GET, request.META.get("QUERY_STRING", ""), self.find_parameters())
            if problems:
                raise InvalidParameters(problems)
        if self.is_unlockable:
            open_locked_pages(request)

    def handle_exception(self, exc: Exception) -> Response:
        return super().handle_exception(translate_error(exc))

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        finalized = super().finalize_response(request, response, *args, **kwargs)
        if self.is_unlockable:
            patch_vary_headers(finalized, ["Authorization"])
        if self.deprecation:
            self.deprecation.add_headers(finalized)
        if is_for_one_client(request):
            finalized["Cache-Control"] = "private, no-store"
        return finalized


class UnknownPathView(APIView):
    """Handles API paths without an endpoint: 404, or a redirect if only the trailing slash is missing."""

    authentication_classes = []

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        with_slash = f"{request.path_info}/"
        found = resolve(with_slash).func
        if not request.path_info.endswith("/") and getattr(found, "view_class", None) is not UnknownPathView:
            query = request.META.get("QUERY_STRING")
            return HttpResponsePermanentRedirect(f"{escape_uri_path(with_slash)}{'?' if query else ''}{query}")
        return super().dispatch(request, *args, **kwargs)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        raise NotFound("The API has nothing at this address.")


def freeze(fields_config: Any) -> Any:
    """Return Wagtail's parsed ``fields`` as nested tuples, which are hashable."""
    return tuple((name, is_negated, freeze(nested or ())) for name, is_negated, nested in fields_config)


class LoadedAPIViewSet(StrictView, ViewSet):
    """A viewset that loads the objects in the whole response in bulk, before they are serialized."""

    is_unlockable = True
    base_serializer_class = TypedSerializer
    pagination_class = Pagination
    facets: Mapping[str, CountFacet] = {}

    # Parameters

    def list_parameters(self) -> list[Parameter]:
        model = self.get_listed_model()
        shown = [
            parameters.fields_parameter(tuple(self.list_fields(model))),
            parameters.rich_text_format_parameter(),
        ]
        if self.action == "listing_view":
            if self.facets:
                facets = list_of(choices(self.facets))
                shown.append(declare("facets", facets, "Count the objects of the whole list by these."))
            filters = [
                declared
                for backend in self.filter_backends
                for declared in backend().get_schema_operation_parameters(self)
            ]
            return [*self.paginator.get_schema_operation_parameters(self), *filters, *shown]
        if self.action == "find_view":
            return [*self.list_find_parameters(), *shown]
        return shown

    def find_parameters(self) -> Mapping[str, Parameter]:
        """Return the declared parameters by name, which are the same for all requests of a kind."""
        kind = type(self), self.action, self.get_listed_model(), settings.WAGTAILAPI_LIMIT_MAX, *list_languages()
        if kind not in declared_parameters:
            declared_parameters[kind] = super().find_parameters()
        return declared_parameters[kind]

    def list_find_parameters(self) -> list[Parameter]:
        return [declare("id", KEY, "The one with this id.")]

    def list_fields(self, model: type[Model]) -> list[str]:
        """Return the fields that a response may have."""
        hidden = self.detail_only_fields if self.action == "listing_view" else []
        return [name for name in self.get_available_fields(model) if name not in hidden]

    def get_listed_model(self) -> type[Model]:
        """Return the model whose fields a request may select."""
        return self.model

    @classmethod
    def get_available_fields(cls, model: type[Model], db_fields_only: bool = False) -> list[str]:
        """Return Wagtail's list, which is made once per process."""
        return list(cls.get_available_fields_once(model, db_fields_only))

    @classmethod
    @lru_cache(maxsize=SERIALIZER_CACHE_SIZE)
    def get_available_fields_once(cls, model: type[Model], db_fields_only: bool) -> list[str]:
        names = super().get_available_fields(model, db_fields_only)
        return [name for name in names if is_comparable(model, name)] if db_fields_only else names

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if self.action == "find_view" and not request.GET.keys() & FINDING:
            known = [parameter["name"] for parameter in self.list_find_parameters() if parameter["name"] in FINDING]
            raise InvalidParameters({known[0]: [f"say what to find: {' or '.join(known)} must be given"]})

    # Objects

    # For the OpenAPI document: whether ``find/`` returns the object itself, and its other responses by status.
    find_shows_object = False
    find_answers: dict[int, Any] = {}

    def get_object(self) -> Any:
        if self.kwargs.get("pk", 0) > KEY["maximum"]:  # SQLite would fail on a larger number
            raise NotFound
        drafts = find_drafts(self.request)
        if drafts and (draft := drafts.find(self.model, self.kwargs["pk"])):
            return draft
        with untracked():  # whether it is public is a change of the object, too
            found = super().get_object()
        track_objects([found])
        return found

    def get_serializer_class(self) -> type[BaseSerializer]:
        is_list = self.action == "listing_view"
        model = self.get_listed_model() if is_list else type(self.get_object())
        available = self.list_fields(model)
        requested = read_fields(self.request.GET.get("fields", ""), available)
        self.nested_fields = {name: nested for name, _negated, nested in requested if nested}
        flat = keep_identity([(name, negated, None) for name, negated, _nested in requested], available)
        request: Any = self.request
        return self.make_serializer_class(request.wagtailapi_router, model, flat, show_details=not is_list)

    def listing_view(self, request: Request) -> Response:
        with limit_statements():
            part = self.paginate_queryset(self.find_list())
            serializer = self.get_serializer(part, many=True)
            return self.get_paginated_response(serializer.data)

    def find_list(self) -> Any:
        """Return the whole list, or the results of a search."""
        if self.request.GET.get("search"):
            return self.filter_queryset(self.get_queryset())
        make = lambda: Statement(self.filter_queryset(self.get_queryset()))  # noqa: E731
        return FoundList(statements.find(self.key_list(), make), self)

    def key_list(self) -> Hashable:
        """Return all that the SQL of the list is made from, or ``None`` if it has to be built for each request."""
        return None

    @classmethod
    def make_serializer_class(cls, router: Any, model: type[Model], fields_config: Any, **options: Any) -> Any:
        """Return Wagtail's serializer class for these fields, from a cache."""
        return cls.make_serializer_class_once(router, model, freeze(fields_config), **options)

    @classmethod
    @lru_cache(maxsize=SERIALIZER_CACHE_SIZE)
    def make_serializer_class_once(cls, router: Any, model: type[Model], fields_config: Any, **options: Any) -> Any:
        return super().make_serializer_class(router, model, fields_config, **options)

    def get_serializer(self, instances: Any, many: bool = False, **kwargs: Any) -> Any:
        serializer = super().get_serializer(instances, many=many, **kwargs)
        one: Any = serializer.child if isinstance(serializer, ListSerializer) else serializer
        for name, selection in self.nested_fields.items():
            check_nested(find_type(one.fields[name]), selection, inside=name)
        fields = {name for key, field in one.fields.items() for name in getattr(field, "loads", (field.source or key,))}
        loader = Loader(self.request, fields=fields)
        if isinstance(instances, FoundList):
            serializer.instance = self.read(instances, loader)
        loaded = serializer.instance if many else [instances]
        self.prepare(loaded)
        loader.load(loaded)
        return serializer

    def track_list(self, sql: str) -> None:
        """Record that the response depends on everything the statement that finds a list reads."""
        track_tables(find_tables(sql))

    def read(self, found: FoundList, loader: Loader) -> list[Any]:
        """Return the objects of a list."""
        return list(found)

    def prepare(self, instances: list[Any]) -> None:
        """Load what the response about these objects needs besides their content."""


class TranslatedAPIViewSet(LoadedAPIViewSet):
    """A viewset of translatable objects: ``meta`` has their language and translations."""

    own_meta_fields = ["fallback_from", "outdated_since", "translations"]
    meta_fields = [*LoadedAPIViewSet.meta_fields, *own_meta_fields]

    @cached_property
    def requested_locale(self) -> str | None:
        """The requested language, for which others may be fallbacks; ``None`` for several."""
        codes = read_list(self.request, "locale")
        return codes[0] if len(codes) == 1 else None

    def find_fallback_from(self, instance: Any) -> str | None:
        """Return the requested language if this object is a fallback for it; otherwise ``None``."""
        requested, own = self.requested_locale, instance.locale.language_code
        return requested if requested and requested != own else None

    def place_gaps(self, pages: list[Page]) -> None:
        """Give the pages that are fallbacks the addresses of their places in the requested language."""
        site_context = SiteContext.of(self.request)
        asked = [pk for pk, one in site_context.locales.items() if one.language_code == self.requested_locale]
        if asked and is_on(self.request, "fallback"):
            place_pages(pages, asked[0], site_context.visibility)

    def prepare(self, instances: list[Any]) -> None:
        self.shown_keys = {instance.translation_key for instance in instances}
        self.__dict__.pop("translations", None)

    @cached_property
    def translations(self) -> dict[Any, list[Any]]:
        """The public translations of all objects in the response, including themselves, by translation key."""
        translations: dict[Any, list[Any]] = defaultdict(list)
        same = self.get_queryset().filter(translation_key__in=self.shown_keys)
        for other in read_chosen(same.select_related("locale")):
            translations[other.translation_key].append(other)
        return translations

    def list_translations(self, instance: Any) -> list[Any]:
        """Return the public translations of an object, without itself."""
        return [other for other in self.translations[instance.translation_key] if other.pk != instance.pk]
