"""Updates in the API."""

import django_filters
from django.db.models import QuerySet

from blog.forms import MonthField
from blog.models import UpdateAuthor, UpdatePage, UpdateTopic
from cms.api.facets import count_choices, count_locales_of, count_months, count_topics_of
from cms.api.filters import ChoicesFilter, KeysFilter, SlugsFilter, TopicsFilterSet
from cms.api.pages import PagesAPIViewSet
from cms.models import Topic
from cms.people.models import Person
from cms.represent.visibility import live


class PeriodsFilter(django_filters.BaseInFilter):
    """``period=2026-10,2026-11``"""

    field_class = MonthField


class PeriodFilter(django_filters.Filter):
    """``period__gte=2026-10``"""

    field_class = MonthField


class UpdateFilterSet(TopicsFilterSet):
    """``topic`` is a slug and ``author`` a person's ID, each in any language; days are inclusive.

    A translated update refers to the topics and people of its source, so both are compared by translation key.
    """

    kind = ChoicesFilter(choices=UpdatePage.Kind, help_text="Updates of these kinds.")
    period = PeriodsFilter(help_text="The monthly updates of these months, such as `2026-10`.")
    period__gte = PeriodFilter(field_name="period", lookup_expr="gte", help_text="Of this month or a later one.")
    period__gt = PeriodFilter(field_name="period", lookup_expr="gt", help_text="Of a later month.")
    period__lte = PeriodFilter(field_name="period", lookup_expr="lte", help_text="Of this month or an earlier one.")
    period__lt = PeriodFilter(field_name="period", lookup_expr="lt", help_text="Of an earlier month.")
    published_after = django_filters.DateFilter(
        field_name="first_published_at", lookup_expr="date__gte", help_text="Published on this day or later."
    )
    published_before = django_filters.DateFilter(
        field_name="first_published_at", lookup_expr="date__lte", help_text="Published on this day or earlier."
    )
    topic = SlugsFilter(method="filter_topic", help_text="Updates on one of these topics: slugs, in any language.")
    topic__all = SlugsFilter(method="filter_all_topics", help_text="Updates on all of these topics.")
    author = KeysFilter(method="filter_author", help_text="Updates by one of these people: ids, in any language.")

    def filter_topic(self, queryset: QuerySet[UpdatePage], name: str, slugs: list[str]) -> QuerySet[UpdatePage]:
        topics = Topic.objects.filter(live(), slug__in=slugs).values("translation_key")
        return queryset.filter(
            pk__in=UpdateTopic.objects.filter(topic__translation_key__in=topics).values("update_page")
        )

    def filter_author(self, queryset: QuerySet[UpdatePage], name: str, pks: list[int]) -> QuerySet[UpdatePage]:
        people = Person.objects.filter(live(), pk__in=pks).values("translation_key")
        return queryset.filter(
            pk__in=UpdateAuthor.objects.filter(person__translation_key__in=people).values("update_page")
        )


class UpdatesAPIViewSet(PagesAPIViewSet):
    """Updates only, so every field is typed."""

    name = "updates"
    model = UpdatePage
    filterset_class = UpdateFilterSet
    facets = {
        "kind": count_choices("kind"),
        "period": count_months("period"),
        "topic": count_topics_of,
        "locale": count_locales_of,
    }
    listing_default_fields = [
        *PagesAPIViewSet.listing_default_fields,
        "introduction",
        "kind",
        "period",
        "hero",
        "authors",
        "topics",
    ]
