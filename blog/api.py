"""Updates in the API."""

import django_filters
from django.db.models import QuerySet

from blog.forms import MonthField
from blog.models import UpdateAuthor, UpdatePage, UpdateTopic
from cms.api.filters import KeyFilter, SlugFilter
from cms.api.pages import PagesAPIViewSet
from cms.models import Topic
from cms.people.models import Person


class PeriodFilter(django_filters.Filter):
    """``period=2026-10``"""

    field_class = MonthField


class UpdateFilterSet(django_filters.FilterSet):
    """``topic`` is a slug and ``author`` a person's ID, each in any language; days are inclusive.

    A translated update refers to the topics and people of its source, so both are compared by translation key.
    """

    kind = django_filters.ChoiceFilter(choices=UpdatePage.Kind, help_text="Updates of this kind.")
    period = PeriodFilter(help_text="The monthly update of this month, such as `2026-10`.")
    published_after = django_filters.DateFilter(
        field_name="first_published_at", lookup_expr="date__gte", help_text="Published on this day or later."
    )
    published_before = django_filters.DateFilter(
        field_name="first_published_at", lookup_expr="date__lte", help_text="Published on this day or earlier."
    )
    topic = SlugFilter(method="filter_topic", help_text="Updates on the topic with this slug, in any language.")
    author = KeyFilter(method="filter_author", help_text="Updates by the person with this id, in any language.")

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
    """Updates only, so every field is typed."""

    name = "updates"
    model = UpdatePage
    filterset_class = UpdateFilterSet
    listing_default_fields = [
        *PagesAPIViewSet.listing_default_fields,
        "introduction",
        "kind",
        "period",
        "hero",
        "authors",
        "topics",
    ]
