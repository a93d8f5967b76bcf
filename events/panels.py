"""Panels of an event's edit form."""

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.panels import InlinePanel, Panel

from events.facts import find_source
from events.forms import EventDateForm, RuleForm


class DatesPanel(InlinePanel):
    """The dates of an event in its own time zone, each with its weekday and duration.

    In a translation, editors see the dates of the source and translate the places and notes.
    """

    def get_form_options(self) -> dict[str, Any]:
        options: dict[str, Any] = super().get_form_options()
        options["formsets"][self.relation_name] |= {"form": EventDateForm, "inherit_kwargs": ["zone", "takes_facts"]}
        return options

    class BoundPanel(InlinePanel.BoundPanel):
        template_name = "events/panels/dates.html"

        @property
        def takes_facts(self) -> bool:
            return bool(self.form and self.form.takes_facts)

        def __init__(self, **kwargs: Any) -> None:
            super().__init__(**kwargs)
            if self.takes_facts:
                self.help_text = describe_source(find_source(self.instance), self.request)

        def classes(self) -> list[str]:
            return [*super().classes(), "event-dates", *(["event-dates--translation"] if self.takes_facts else [])]

        @property
        def media(self) -> forms.Media:
            return super().media + forms.Media(
                js=["events/js/event-dates.js"], css={"all": ["events/css/event-dates.css"]}
            )


def describe_source(source: Any, request: Any) -> str:
    """Return HTML that says where the dates of a translation are edited."""
    url = AdminURLFinder(request.user if request else None).get_edit_url(source)
    message = _("Dates and times are the same in every language. Places and notes are translated here.")
    link = _("Change the dates of “%(title)s”") % {"title": source.title}
    return format_html('{} <a href="{}">{}</a>', message, url, link) if url else message


class RulePanel(Panel):
    """Adds many dates at once, with a form within the page's form that is never submitted with it."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "events/panels/rule.html"

        def is_shown(self) -> bool:
            return not self.form.takes_facts

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            return {**context, "rule": RuleForm(), "url": reverse("events_list_dates")}
