"""Filters and ordering of API lists. Each declares its own parameters."""

import functools
import operator
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import ForeignKey, Q, QuerySet
from django_filters.fields import BaseCSVField
from rest_framework.filters import BaseFilterBackend
from rest_framework.request import Request
from taggit.managers import TaggableManager
from wagtail.fields import StreamField
from wagtail.search.backends import get_search_backend

from cms.api.blocks import HasBlock
from cms.api.columns import (
    COMPARISONS,
    describe_column,
    describe_comparable,
    find_field,
    has_known_values,
    is_long_text,
    is_ordered,
    make_condition,
    refer_to_shown,
)
from cms.api.errors import InvalidParameters
from cms.api.parameters import (
    KEY,
    MAX_TEXT_LENGTH,
    Parameter,
    Schema,
    choices,
    declare,
    fallback_parameter,
    is_on,
    list_of,
    locales_parameter,
    read_list,
    text,
)
from cms.api.sites import find_locales
from cms.represent.languages import list_fallbacks
from cms.represent.site_context import SiteContext
from cms.upstream import wagtail_api
from cms.upstream.django import list_ordering
from cms.upstream.wagtail_api import BadRequestError

# The viewset's filterset


class ParametersFilter(BaseFilterBackend):
    """Applies the viewset's ``filterset_class``. An invalid value is a 400 that names the parameter."""

    def get_schema_operation_parameters(self, view: Any) -> list[Parameter]:
        filterset_class = getattr(view, "filterset_class", None)
        return [] if filterset_class is None else describe_filterset(filterset_class, view.model)

    def filter_queryset(self, request: Request, queryset: QuerySet[Any], view: Any) -> QuerySet[Any]:
        filterset_class = getattr(view, "filterset_class", None)
        if filterset_class is None or view.action != "listing_view":
            return queryset
        if not filterset_class.base_filters.keys() & request.GET.keys():
            return queryset
        filterset = filterset_class(request.GET, queryset=queryset)
        if not filterset.is_valid():
            raise InvalidParameters({name: list(messages) for name, messages in filterset.errors.items()})
        return filterset.qs


@cache
def describe_filterset(filterset_class: Any, model: Any) -> list[Parameter]:
    """Return the parameters of a filterset, whose form is created once per process."""
    return describe_form(filterset_class(queryset=model._default_manager.none()).form)


def describe_form(form: forms.BaseForm) -> list[Parameter]:
    """Return the parameters of a form. A field may have its own ``schema``."""
    return [
        declare(name, describe_form_field(field), str(field.help_text or ""), required=field.required)
        for name, field in form.fields.items()
    ]


def describe_form_field(field: Any) -> Schema:
    """Return the schema of the values that a form field accepts."""
    if isinstance(field, BaseCSVField):
        return list_of(describe_one_value(field))
    return describe_one_value(field)


def describe_one_value(field: Any) -> Schema:
    if hasattr(field, "schema"):
        return field.schema
    if isinstance(field, forms.ChoiceField):
        options: Any = field.choices
        return choices(str(value) for value, _label in options if value)
    if isinstance(field, forms.IntegerField):
        lowest, highest = field.min_value or 0, field.max_value or KEY["maximum"]
        return {"type": "integer", "minimum": lowest, "maximum": highest}
    if isinstance(field, forms.DateField):
        return {"type": "string", "format": "date"}
    if isinstance(field, forms.UUIDField):
        return {"type": "string", "format": "uuid"}
    shortest, longest = getattr(field, "min_length", None), getattr(field, "max_length", None)
    return text(min_length=shortest or 1, max_length=longest or MAX_TEXT_LENGTH)


class KeyField(forms.IntegerField):
    schema = KEY


class KeysFilter(django_filters.BaseInFilter):
    """A filter by IDs."""

    field_class = KeyField


class SlugField(forms.CharField):
    schema = text(max_length=100)


class SlugsFilter(django_filters.BaseInFilter):
    """A filter by slugs."""

    field_class = SlugField


class ChoicesFilter(django_filters.BaseInFilter, django_filters.ChoiceFilter):
    """A filter by some of a column's choices."""


class TopicsFilterSet(django_filters.FilterSet):
    """Finds what is about one of some topics, or about all of them."""

    def filter_topic(self, queryset: Any, name: str, slugs: list[str]) -> Any:
        raise NotImplementedError

    def filter_all_topics(self, queryset: Any, name: str, slugs: list[str]) -> Any:
        return functools.reduce(lambda found, slug: self.filter_topic(found, name, [slug]), slugs, queryset)


# Columns

TAG = text(pattern=r"^[^\x00,]*$")
MAX_TAGS = 10  # each takes two joins; SQLite allows 64


class ColumnsFilter(BaseFilterBackend):
    """Filters by columns, without those in the viewset's ``filterset_class``.

    ``slug=a`` is one value, ``id=3,4`` any of several, ``width__gte=800`` a comparison.
    """

    def get_schema_operation_parameters(self, view: Any) -> list[Parameter]:
        return describe_columns(view.__class__, view.get_listed_model())

    def filter_queryset(self, request: Request, queryset: QuerySet[Any], view: Any) -> QuerySet[Any]:
        fields = list_columns(view.__class__, view.get_listed_model())
        for parameter in request.GET:
            name, _, comparison = parameter.partition("__")
            if name not in fields:
                continue
            field = fields[name]
            if isinstance(field, TaggableManager):
                for tag in read_list(request, name):
                    queryset = queryset.filter(tags__name=tag)
                continue
            try:
                queryset = queryset.filter(self.choose(request, name, field, comparison))
            except (ValidationError, ValueError) as error:
                raise InvalidParameters({parameter: getattr(error, "messages", None) or [str(error)]}) from error
        return queryset

    def choose(self, request: Request, name: str, field: Any, comparison: str) -> Q:
        value = request.GET[f"{name}__{comparison}" if comparison else name]
        if isinstance(field, ForeignKey):
            return refer_to_shown(name, field, value, SiteContext.of(request).visibility)
        return make_condition(name, field, comparison, value)


@cache
def list_columns(view_class: Any, model: Any) -> dict[str, Any]:
    """Return the columns that lists of a viewset filter by."""
    better = {"locale", *getattr(getattr(view_class, "filterset_class", None), "base_filters", ())}
    names = view_class.get_available_fields(model, db_fields_only=True)
    found = {name: find_field(model, name) for name in names if name not in better}
    return {name: field for name, field in found.items() if not is_long_text(field)}


@cache
def describe_columns(view_class: Any, model: Any) -> list[Parameter]:
    """Return the parameters that filter by columns."""
    columns = list_columns(view_class, model).items()
    return [parameter for name, field in columns for parameter in describe_column_parameters(name, field)]


def describe_column_parameters(name: str, field: Any) -> list[Parameter]:
    """Return the parameters that filter by a column."""
    if isinstance(field, TaggableManager):
        return [declare("tags", list_of(TAG, max_items=MAX_TAGS), "Those that have all of these tags.")]
    schema = describe_column(field)
    if has_known_values(field):
        exact = declare(name, list_of(schema), f"Those whose `{name}` is one of these.")
    else:
        exact = declare(name, schema, f"Those whose `{name}` is this.")
    compared = describe_comparable(field) if is_ordered(field) else None
    return [exact] + [
        declare(f"{name}__{lookup}", compared, f"Those whose `{name}` is {words} this.")
        for lookup, words in COMPARISONS.items()
        if compared
    ]


class BlocksFilter(BaseFilterBackend):
    """``body__type``: the pages whose stream has a block of one of these types."""

    def get_schema_operation_parameters(self, view: Any) -> list[Parameter]:
        return describe_streams(view.__class__, view.get_listed_model())

    def filter_queryset(self, request: Request, queryset: QuerySet[Any], view: Any) -> QuerySet[Any]:
        if not any(name.endswith("__type") for name in request.GET):
            return queryset
        for name, field in list_streams(type(view), view.get_listed_model()).items():
            conditions = [Q(HasBlock(field.name, block_type)) for block_type in read_list(request, name)]
            if conditions:
                queryset = queryset.filter(functools.reduce(operator.or_, conditions))
        return queryset


def list_streams(view_class: Any, model: Any) -> dict[str, StreamField]:
    """Return the streams that lists of a viewset filter by, by parameter."""
    found = {name: find_field(model, name) for name in view_class.get_available_fields(model)}
    return {f"{name}__type": field for name, field in found.items() if isinstance(field, StreamField)}


@cache
def describe_streams(view_class: Any, model: Any) -> list[Parameter]:
    """Return the parameters that filter by the blocks of streams."""
    return [
        declare(
            name,
            list_of(choices(field.stream_block.child_blocks)),
            f"Those whose `{field.name}` has a block of one of these types.",
        )
        for name, field in list_streams(view_class, model).items()
    ]


class OrderingFilter(wagtail_api.OrderingFilter):
    def get_schema_operation_parameters(self, view: Any) -> list[Parameter]:
        names = view.get_available_fields(view.get_listed_model(), db_fields_only=True)
        if not names:
            return []
        values = [*names, *(f"-{name}" for name in names), "random"]
        return [declare("order", list_of(choices(values)), "In this order; `-` turns it round.")]

    def filter_queryset(self, request: Request, queryset: QuerySet[Any], view: Any) -> QuerySet[Any]:
        with parameter_errors("order"):
            ordered = super().filter_queryset(request, queryset, view)
        if ordered is not queryset and request.GET["order"] == "random":
            view.headers["Cache-Control"] = "no-store"  # each request is meant to get a different order
            return ordered
        if ordered is queryset or request.GET.get("search"):
            return ordered
        return ordered.order_by(*list_ordering(ordered), "pk")  # so that equal rows keep their order across pages


# The tree, languages and search


class PageFilter(BaseFilterBackend):
    """A Wagtail filter by a page: its ID, or ``root`` for the site's home page."""

    name: str
    description: str
    accepts_root = True

    def get_schema_operation_parameters(self, view: Any) -> list[Parameter]:
        schema = {"anyOf": [KEY, choices(["root"])]} if self.accepts_root else KEY
        return [declare(self.name, schema, self.description)]

    def filter_queryset(self, request: Request, queryset: QuerySet[Any], view: Any) -> QuerySet[Any]:
        with parameter_errors(self.name):
            return super().filter_queryset(request, queryset, view)


class ChildOfFilter(PageFilter, wagtail_api.ChildOfFilter):
    name = "child_of"
    description = "Pages directly below this page."


class AncestorOfFilter(PageFilter, wagtail_api.AncestorOfFilter):
    name = "ancestor_of"
    description = "Pages above this page."
    accepts_root = False


class DescendantOfFilter(PageFilter, wagtail_api.DescendantOfFilter):
    name = "descendant_of"
    description = "Pages below this page, however far. Not together with `child_of`."


class TranslationOfFilter(PageFilter, wagtail_api.TranslationOfFilter):
    name = "translation_of"
    description = "Translations of this page, without itself."


class LocaleFilter(BaseFilterBackend):
    """``locale``, and with one ``fallback`` for missing translations. An unknown language is a 404."""

    def get_schema_operation_parameters(self, view: Any) -> list[Parameter]:
        return [locales_parameter(), fallback_parameter()]

    def filter_queryset(self, request: Request, queryset: QuerySet[Any], view: Any) -> QuerySet[Any]:
        locales = find_locales(request)
        if is_on(request, "fallback"):
            if len(locales) != 1:
                raise InvalidParameters({"fallback": ["needs one locale whose gaps it fills"]})
            return add_fallbacks(queryset, everything=view.get_queryset(), language_code=locales[0].language_code)
        return queryset.filter(locale__in=locales) if locales else queryset


def add_fallbacks(queryset: QuerySet[Any], *, everything: QuerySet[Any], language_code: str) -> QuerySet[Any]:
    """Return the objects of ``queryset`` in a language, and missing ones in its fallback languages, in order.

    ``everything`` determines what is missing: a translation that a filter excludes is not.
    """
    languages = [language_code]
    chosen = Q(locale__language_code=language_code)
    for fallback in list_fallbacks(language_code):
        there = everything.filter(locale__language_code__in=languages).order_by().values("translation_key")
        chosen |= Q(locale__language_code=fallback) & ~Q(translation_key__in=there)
        languages = [*languages, fallback]
    return queryset.filter(chosen)


class SearchFilter(BaseFilterBackend):
    """``search``: the objects of the list that match, best first. It comes last: its result cannot be filtered."""

    def get_schema_operation_parameters(self, view: Any) -> list[Parameter]:
        return [
            declare(
                "search", text(min_length=0), "Those that match these words, the best first unless `order` is given."
            ),
            declare("search_operator", choices(["and", "or"]), "Whether all words must match, or any."),
        ]

    def filter_queryset(self, request: Request, queryset: QuerySet[Any], view: Any) -> Any:
        if not request.GET.get("search"):
            return queryset
        return get_search_backend().search(
            request.GET["search"],
            queryset,
            operator=request.GET.get("search_operator", "and"),
            order_by_relevance="order" not in request.GET,
        )


@contextmanager
def parameter_errors(name: str) -> Iterator[None]:
    """Add the parameter's name to Wagtail's error."""
    try:
        yield
    except BadRequestError as error:
        raise InvalidParameters({name: [str(error)]}) from error
