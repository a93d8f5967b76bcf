"""Updates in the API."""

import django_filters

from blog.forms import MonthField
from blog.models import UpdatePage
from cms.api.pages import PagesAPIViewSet


class MonthFilter(django_filters.Filter):
    """``period=2026-10``"""

    field_class = MonthField


class UpdateFilterSet(django_filters.FilterSet):
    """``topic`` is a slug, ``author`` a person's id, and both find translations too; days are inclusive."""

    kind = django_filters.ChoiceFilter(choices=UpdatePage.Kind)
    period = MonthFilter()
    published_after = django_filters.DateFilter(field_name="first_published_at", lookup_expr="date__gte")
    published_before = django_filters.DateFilter(field_name="first_published_at", lookup_expr="date__lte")
    topic = django_filters.CharFilter(field_name="topics__topic__slug", distinct=True)
    author = django_filters.NumberFilter(field_name="authors__person_id", distinct=True)


class UpdatesAPIViewSet(PagesAPIViewSet):
    """Updates only, so that every field is typed."""

    name = "updates"
    model = UpdatePage
    filterset_class = UpdateFilterSet
    known_query_parameters = (PagesAPIViewSet.known_query_parameters - {"type"}) | set(UpdateFilterSet.base_filters)
    listing_default_fields = [
        *PagesAPIViewSet.listing_default_fields,
        "introduction",
        "kind",
        "period",
        "hero",
        "authors",
        "topics",
    ]
    detail_only_fields = [*PagesAPIViewSet.detail_only_fields, "related", "previous", "next"]
