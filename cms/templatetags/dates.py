"""Dates and times in words."""

from datetime import date, datetime
from functools import lru_cache

from django import template
from django.utils.formats import date_format
from django.utils.translation import get_language

from cms.brand.times import TIME, find_format, write_moment

register = template.Library()


@register.filter(expects_localtime=True)
def moment(value: date | datetime | None, form: str) -> str:
    """Return what Django's filter ``date`` does, but a time at the end (``H:i``) as the organisation writes it.

    The result is kept: pages show the same dates again and again.
    """
    if not value:
        return ""
    times = find_format.get()() if form.endswith(TIME) else ""
    return write(value.isoformat(), isinstance(value, datetime), form, get_language(), times)


@lru_cache(maxsize=4096)
def write(value: str, is_time: bool, form: str, language: str | None, times: str) -> str:
    if times:
        return write_moment(datetime.fromisoformat(value), form, times)
    return date_format(datetime.fromisoformat(value) if is_time else date.fromisoformat(value), form)
