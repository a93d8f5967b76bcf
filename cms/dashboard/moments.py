"""When something happens, in words."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _

WEEK = 7


def describe_moment(moment: datetime) -> str:
    """Return when something happens, such as “tomorrow at 09:00” or “on Monday at 09:00”.

    Days are those of the current time zone.
    """
    local = timezone.localtime(moment)
    return _("%(day)s at %(time)s") % {"day": describe_day(local.date()), "time": time_format(local.time())}


def describe_day(day: date) -> str:
    today = timezone.localdate()
    days = (day - today).days
    if days in {-1, 0, 1}:
        return {-1: _("yesterday"), 0: _("today"), 1: _("tomorrow")}[days]
    if 1 < days < WEEK:
        name = date_format(day, "l")
    else:
        name = date_format(day, "MONTH_DAY_FORMAT" if day.year == today.year else "DATE_FORMAT")
    return _("on %(day)s") % {"day": name}
