"""The notes of an update's month: which there are, how editors add them, and what is said if there are none."""

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.admin.panels import Panel

from cms.represent.fields import LoadedField
from cms.represent.site_context import SiteContext
from events.models import MeetingNotesPage


def find_notes(update: Any) -> "list[MeetingNotesPage]":
    """Return the public notes of the meetings of an update's month, the earliest first."""
    if update.period is None:
        return []
    month = Q(date__year=update.period.year, date__month=update.period.month)
    notes = MeetingNotesPage.objects.filter(SiteContext(None).visibility.pages(), month, locale=update.locale_id)
    return list(notes.order_by("date", "pk"))


def find_unused(update: Any) -> "list[MeetingNotesPage]":
    """Return those of these notes that the update does not have yet."""
    used = {row.notes_id for row in update.meeting_notes.all()}
    return [notes for notes in find_notes(update) if notes.pk not in used]


def make_rows(update: Any, notes: "Iterable[MeetingNotesPage]", *, after: int = 0) -> list[Any]:
    """Return rows of an update, for notes that come after so many others."""
    model = apps.get_model("blog", "UpdateMeetingNotes")
    return [model(notes=one, sort_order=place, locale=update.locale) for place, one in enumerate(notes, start=after)]


def describe_missing(update: Any, request: Any) -> str:
    """Return what readers are told in place of notes, where the organisation wants that; in the update's language."""
    organisation = SiteContext.of(request).organisation
    if update.period is None or update.notes_list or not (organisation and organisation.mention_missing_notes):
        return ""
    with override(update.locale.language_code):
        return _("There are no meeting notes for %(month)s.") % {"month": update.period_label}


class MissingNotesField(LoadedField):
    """What readers are told in place of notes, in the language of the update."""

    loads = ("meeting_notes",)
    computed = True

    def to_representation(self, update: Any) -> str:
        return describe_missing(update, self.context.get("request"))


class MonthsNotesPanel(Panel):
    """In the form of a monthly update: the notes of its month that it does not have, or that there are none."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "blog/admin/notes_panel.html"

        def is_shown(self) -> bool:
            if self.request is None or not self.instance.pk or self.instance.alias_of_id or not self.instance.period:
                return False
            return "application/json" not in self.request.headers.get("Accept", "")  # autosave shows no panels

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            organisation = SiteContext.of(self.request).organisation
            return {
                **super().get_context_data(parent_context),
                "update": self.instance,
                "month": date_format(self.instance.period, "F Y"),
                "unused": find_unused(self.instance),
                "has_notes": bool(self.instance.meeting_notes.all()),
                "is_mentioned": bool(organisation and organisation.mention_missing_notes),
            }
