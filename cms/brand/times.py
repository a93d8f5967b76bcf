"""How an organisation writes times."""

from collections.abc import Callable
from contextvars import ContextVar
from datetime import datetime

from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext


class TimeFormat(models.TextChoices):
    TWELVE = "12", _("5:30pm")
    TWENTY_FOUR = "24", _("17:30")


# How a template asks for a time.
TIME = "H:i"
# Returns the format of the site whose page is being made.
find_format: ContextVar[Callable[[], str]] = ContextVar("find_format", default=lambda: TimeFormat.TWELVE)


def write_moment(value: datetime, form: str, times: str) -> str:
    """Return a moment in a format of Django's that ends with a time (``H:i``), which is written as ``times`` says."""
    before = form.removesuffix(TIME)
    return (date_format(value, before) if before else "") + write_time(value, times)


def format_moment(value: datetime, form: str) -> str:
    """Return what ``date_format`` does, but a time at the end of the format as the organisation writes it."""
    return write_moment(value, form, find_format.get()()) if form.endswith(TIME) else date_format(value, form)


def write_time(value: datetime, times: str) -> str:
    """Return a time as an organisation writes it: ``5:30pm``, ``5pm``, or ``17:30``."""
    if times == TimeFormat.TWENTY_FOUR:
        return date_format(value, TIME)
    half = pgettext("after a time", "am") if value.hour < 12 else pgettext("after a time", "pm")
    return date_format(value, "g:i" if value.minute else "g") + half
