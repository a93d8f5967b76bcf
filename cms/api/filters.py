"""Parameters of the API that narrow a list."""

from typing import Any

from django.db.models import Case, QuerySet, When
from rest_framework.filters import BaseFilterBackend
from rest_framework.request import Request
from wagtail.api.v2.filters import FieldsFilter, SearchFilter
from wagtail.api.v2.utils import BadRequestError
from wagtail.search.backends import get_search_backend


class ParametersFilter(BaseFilterBackend):
    """Applies the viewset's ``filterset_class``. A value that it cannot use is 400, and named."""

    def filter_queryset(self, request: Request, queryset: QuerySet[Any], view: Any) -> QuerySet[Any]:
        filterset_class = getattr(view, "filterset_class", None)
        if filterset_class is None or view.action != "listing_view":
            return queryset
        filterset = filterset_class(request.GET, queryset=queryset)
        if not filterset.is_valid():
            problems = [f"{name}: {' '.join(messages)}" for name, messages in filterset.errors.items()]
            raise BadRequestError("; ".join(problems))
        return filterset.qs


class ModelFieldsFilter(FieldsFilter):
    """Wagtail's filter on database fields, without those that the viewset's ``filterset_class`` filters better."""

    def filter_queryset(self, request: Request, queryset: QuerySet[Any], view: Any) -> QuerySet[Any]:
        return super().filter_queryset(request, queryset, _WithoutFilters(view))


class _WithoutFilters:
    """A viewset as ``FieldsFilter`` sees it."""

    def __init__(self, view: Any) -> None:
        self.view = view

    def get_available_fields(self, model: Any, db_fields_only: bool = False) -> list[str]:
        own = getattr(getattr(self.view, "filterset_class", None), "base_filters", {})
        return [name for name in self.view.get_available_fields(model, db_fields_only) if name not in own]


class FoundFilter(SearchFilter):
    """``search`` for lists that are narrowed by what the search index does not know, such as who uses a picture.

    The best matches are looked up first, then narrowed.
    """

    most = 500

    def filter_queryset(self, request: Request, queryset: QuerySet[Any], view: Any) -> QuerySet[Any]:
        if "search" not in request.GET:
            return queryset
        everything = queryset.model._default_manager.all()
        operator = request.GET.get("search_operator")
        found = get_search_backend().search(request.GET["search"], everything, operator=operator)[: self.most]
        keys = [match.pk for match in found]
        matches = queryset.filter(pk__in=keys)
        if not keys or "order" in request.GET:
            return matches
        return matches.order_by(Case(*(When(pk=key, then=place) for place, key in enumerate(keys))))
