"""The month that a new update probably covers."""

from datetime import date
from typing import Any

from django.utils import timezone
from wagtail.models import Page

from blog.models import UpdatePage


def suggest_month(parent: Page) -> date:
    """Return the first month without an update below a page: after the latest one, but none before last month."""
    this_month = timezone.localdate().replace(day=1)
    months = UpdatePage.objects.child_of(parent).filter(alias_of__isnull=True).exclude(period=None)
    taken = set(months.values_list("period", flat=True))
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
