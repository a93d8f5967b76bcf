"""Meeting notes."""

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.api import APIField
from wagtail.search import index

from cms.blocks.fields import StreamField
from cms.models import BasePage
from cms.models.facts import declare_facts
from cms.represent.loader import Loader
from cms.streams import SharedBody
from events.forms import MeetingNotesPageForm
from events.models.dates import EventDate

if TYPE_CHECKING:
    from wagtail.models import PageQuerySet


class MeetingNotesPage(BasePage):
    """What was discussed and decided at a meeting."""

    date = models.DateField(_("date"))
    event_date = models.ForeignKey(
        EventDate,
        verbose_name=_("date of the event"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("The date of the series that these notes are about."),
    )
    summary = models.TextField(_("summary"), max_length=300, blank=True)
    body = StreamField(SharedBody(), blank=True, verbose_name=_("body"))

    unlisted_fields = [*BasePage.unlisted_fields, "summary", "body"]
    base_form_class = MeetingNotesPageForm
    content_panels = [
        *BasePage.content_panels,
        FieldRowPanel([FieldPanel("date"), FieldPanel("event_date")]),
        FieldPanel("summary"),
        FieldPanel("body"),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("summary", boost=2),
        index.SearchField("body"),
        index.FilterField("date"),
    ]
    api_fields = [APIField("date"), APIField("summary"), APIField("body")]
    override_translatable_fields = declare_facts("date", "event_date")
    parent_page_types = ["events.EventPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("meeting notes")
        verbose_name_plural = _("meeting notes")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Return the template's context, with the notes of the same event before and after these."""
        context = super().get_context(request, *args, **kwargs)
        loader = Loader(request, fields=())
        found = list(self.find_neighbours(loader.visibility.pages()))
        loader.load(found)
        rank = {page.pk: (page.date, page.pk) for page in found}
        context["previous"] = next((page for page in found if rank[page.pk] < (self.date, self.pk)), None)
        context["next"] = next((page for page in found if rank[page.pk] > (self.date, self.pk)), None)
        return context

    def find_neighbours(self, public: Q) -> "PageQuerySet[MeetingNotesPage]":
        """Return the latest notes before and the first after these, of those of the same event that are ``public``."""
        notes = MeetingNotesPage.objects.filter(public)
        if not (self.pk and self.path):
            return notes.none()
        siblings = notes.sibling_of(self, inclusive=False)
        before = siblings.filter(Q(date__lt=self.date) | Q(date=self.date, pk__lt=self.pk)).order_by("-date", "-pk")
        after = siblings.filter(Q(date__gt=self.date) | Q(date=self.date, pk__gt=self.pk)).order_by("date", "pk")
        near = Q(pk__in=before.values("pk")[:1]) | Q(pk__in=after.values("pk")[:1])
        return notes.filter(near).defer_streamfields()

    @property
    def summary_text(self) -> str:
        return self.summary

    def clean(self) -> None:
        super().clean()
        date = self.event_date
        if date and self.is_of_another_event(date) and not self.find_own_date(translation_key=date.translation_key):
            raise ValidationError({"event_date": _("Choose a date of the event that these notes belong to.")})

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save the notes; copied or translated ones refer to a date of their new parent event.

        That is the one with the same translation key or, for a copy, with the same start; else none.
        """
        date = self.event_date
        if date and self.is_of_another_event(date):
            translated = self.find_own_date(translation_key=date.translation_key)
            self.event_date = translated or self.find_own_date(start=date.start)
        super().save(*args, **kwargs)

    def is_of_another_event(self, date: EventDate) -> bool:
        return bool(self.path) and date.event_id != self.get_parent().pk

    def find_own_date(self, **same: Any) -> EventDate | None:
        return EventDate.objects.filter(event=self.get_parent().pk, **same).first()
