"""Dates and times as people type them: in the order of the site, such as 31/10/2022, or in ISO 8601.

Wagtail's fields expect the order of the editor's language. These always read what the admin writes, whatever that is.
"""

from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.utils.formats import get_format
from django.utils.functional import cached_property, lazy
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cms.upstream.wagtail_forms import AdminDateInput, AdminDateTimeInput, AdminTimeInput


def list_formats(kind: str) -> list[str]:
    """Return what may be typed in the site's own language, ISO 8601 included."""
    formats: list[str] = get_format(kind, lang=settings.LANGUAGE_CODE)
    return formats


list_formats_lazily = lazy(list_formats, list)


class DayField(forms.DateField):
    widget = AdminDateInput
    input_formats = list_formats_lazily("DATE_INPUT_FORMATS")
    default_error_messages = {"invalid": _("Enter a date that exists, such as 31/10/2022.")}


class ClockField(forms.TimeField):
    widget = AdminTimeInput
    input_formats = list_formats_lazily("TIME_INPUT_FORMATS")
    default_error_messages = {"invalid": _("Enter a time such as 19:30.")}


class MomentField(forms.DateTimeField):
    widget = AdminDateTimeInput
    input_formats = list_formats_lazily("DATETIME_INPUT_FORMATS")
    default_error_messages = {"invalid": _("Enter a date and time that exist, such as 31/10/2022 19:30.")}

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether another minute was typed: the form does not show seconds."""
        if isinstance(initial, datetime):
            initial = initial.replace(second=0, microsecond=0)
        return super().has_changed(initial, data)


class DateTimeBlock(blocks.DateTimeBlock):
    """A date and time as the site writes them."""

    @cached_property
    def field(self) -> MomentField:
        return MomentField(**self.field_options)
