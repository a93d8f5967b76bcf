"""The month that a new update probably covers."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils import timezone
from wagtail.models import Page
from wagtail.query import PageQuerySet

from blog.models import UpdatePage


def list_children(parents: Iterable[Page]) -> "PageQuerySet[UpdatePage]":
    """Return the updates below several pages, without aliases."""
    below = Q(pk__in=[])
    for parent in parents:
        below |= Q(path__startswith=parent.path, depth=parent.depth + 1)
    return UpdatePage.objects.filter(below, alias_of=None)


def suggest_month(parent: Page) -> date:
    """Return the first month without an update below a page: after the latest one, but none before last month."""
    return suggest_months([parent])[parent.pk]


def suggest_months(parents: Iterable[Page]) -> dict[int, date]:
    """Do so for several pages."""
    parents = list(parents)
    taken: dict[str, set[date]] = defaultdict(set)
    months = list_children(parents).exclude(period=None).values_list("path", "period") if parents else ()
    for path, period in months:
        taken[path[: -Page.steplen]].add(period)
    return {parent.pk: find_free_month(taken[parent.path]) for parent in parents}


def find_free_month(taken: set[date]) -> date:
    this_month = timezone.localdate().replace(day=1)
    over = [month for month in taken if month <= this_month]
    month = max(add_month(max(over)), add_month(this_month, -1)) if over else this_month
    while month in taken:
        month = add_month(month)
    return month


def add_month(day: date, count: int = 1) -> date:
    """Return the first day of the month that comes ``count`` months after that of a day."""
    months = day.year * 12 + day.month - 1 + count
    return date(months // 12, months % 12 + 1, 1)


def prefill_month(sender: Any, page: Page, parent: Page, **kwargs: Any) -> None:
    """Let the form of a new update begin with its month."""
    if isinstance(page, UpdatePage):
        page.period = suggest_month(parent)
