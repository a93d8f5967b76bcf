"""Requests from the edit form of an event."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, JsonResponse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.permissions import policy_registry

from events.forms import RuleForm
from events.models import EventPage
from events.rules import Occurrence


def list_dates(request: HttpRequest) -> JsonResponse:
    """Return the dates of a rule, for users who may edit events.

    ``known`` has the local starts of existing dates, which are left out. 200 is ``{"dates": [{"start", "end",
    "label"}…], "heading", "action", "done"}`` with local times in ISO 8601; 400 is ``{"errors": {field: [message…]}}``.
    """
    if not policy_registry.get_by_type(EventPage).user_has_any_permission(request.user, {"add", "change"}):
        raise PermissionDenied
    form = RuleForm(request.GET)
    if not form.is_valid():
        return JsonResponse({"errors": form.errors}, status=400)
    zone = ZoneInfo(form.cleaned_data["time_zone"])
    whole_days = form.cleaned_data["starts"] is None
    dates = [describe_occurrence(each, zone, whole_days=whole_days) for each in form.occurrences]
    known = set(request.GET.getlist("known"))
    new = [date for date in dates if date["start"] not in known]
    count = len(new)
    return JsonResponse(
        {
            "dates": new,
            "all_day": whole_days,
            "heading": describe_count(count, skipped=len(dates) - count),
            "action": ngettext("Add this date", "Add these %(count)s dates", count) % {"count": count},
            "done": ngettext(
                "%(count)s date added below. Correct it where it differs.",
                "%(count)s dates added below. Correct those that differ.",
                count,
            )
            % {"count": count},
        }
    )


def describe_count(count: int, *, skipped: int) -> str:
    if not count:
        return _("All these dates are there already.")
    text = ngettext("%(count)s date", "%(count)s dates", count) % {"count": count}
    if not skipped:
        return text
    return (
        text
        + " "
        + ngettext("(%(skipped)s is there already)", "(%(skipped)s are there already)", skipped) % {"skipped": skipped}
    )


def describe_occurrence(occurrence: Occurrence, zone: ZoneInfo, *, whole_days: bool) -> dict[str, str]:
    start = occurrence.start.astimezone(zone)
    end = occurrence.end.astimezone(zone) if occurrence.end else None
    label = date_format(start, "l j F Y")
    if not whole_days:
        label += f", {start:%H:%M}" + (f"–{end:%H:%M}" if end else "")
    return {
        "start": write_time(start, whole_days=whole_days),
        "end": write_time(end, whole_days=whole_days) if end else "",
        "label": label,
    }


def write_time(local: datetime, *, whole_days: bool) -> str:
    """Return a local time in ISO 8601; the form writes it as the site does."""
    return f"{local:%Y-%m-%d}" if whole_days else f"{local:%Y-%m-%d %H:%M}"
