"""Updates in the API."""

import django_filters
from django.db.models import QuerySet

from blog.forms import MonthField
from blog.models import UpdateAuthor, UpdatePage, UpdateTopic
from cms.api.pages import PagesAPIViewSet
from cms.models import Topic
from cms.people.models import Person


class MonthFilter(django_filters.Filter):
    """``period=2026-10``"""

    field_class = MonthField


class UpdateFilterSet(django_filters.FilterSet):
    """``topic`` is a slug and ``author`` a person's id, each in any language; days are inclusive.

    A translated update still names the topics and people of its source, so both are compared by translation key.
    """

    kind = django_filters.ChoiceFilter(choices=UpdatePage.Kind)
    period = MonthFilter()
    published_after = django_filters.DateFilter(field_name="first_published_at", lookup_expr="date__gte")
    published_before = django_filters.DateFilter(field_name="first_published_at", lookup_expr="date__lte")
    topic = django_filters.CharFilter(method="filter_topic")
    author = django_filters.NumberFilter(method="filter_author")

    def filter_topic(self, queryset: QuerySet[UpdatePage], name: str, slug: str) -> QuerySet[UpdatePage]:
        topics = Topic.objects.live().filter(slug=slug).values("translation_key")
        return queryset.filter(
            pk__in=UpdateTopic.objects.filter(topic__translation_key__in=topics).values("update_page")
        )

    def filter_author(self, queryset: QuerySet[UpdatePage], name: str, pk: int) -> QuerySet[UpdatePage]:
        people = Person.objects.live().filter(pk=pk).values("translation_key")
        return queryset.filter(
            pk__in=UpdateAuthor.objects.filter(person__translation_key__in=people).values("update_page")
        )


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
