"""Parameters of the API that narrow a list."""

from typing import Any

from django.db.models import QuerySet
from rest_framework.filters import BaseFilterBackend
from rest_framework.request import Request
from wagtail.api.v2.filters import FieldsFilter
from wagtail.api.v2.utils import BadRequestError


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
