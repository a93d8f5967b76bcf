"""The form field for the month that an update covers."""

import re
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.admin_url_finder import AdminURLFinder

from cms.models.forms import PageForm


class MonthInput(forms.DateInput):
    input_type = "month"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs=attrs, format="%Y-%m")


class MonthField(forms.DateField):
    """A month in the format ``pattern`` only; its value is the first day of the month."""

    widget = MonthInput
    pattern = r"^(?!0000)[0-9]{4}-(0[1-9]|1[0-2])$"
    schema = {"type": "string", "pattern": pattern, "examples": ["2026-10"]}
    default_error_messages = {"invalid": _("Write the month as year and month, such as 2026-10.")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(input_formats=["%Y-%m"], **kwargs)

    def to_python(self, value: Any) -> date | None:
        if isinstance(value, str) and value and not re.fullmatch(self.pattern, value):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(value)


class UpdatePageForm(PageForm):
    """The edit form of an update."""

    period = MonthField(
        required=False,
        label=_("Month"),
        help_text=_("The month that a monthly update covers. Each month has one update."),
    )

    def clean(self) -> Any:
        """Require the month when the update is submitted or published, not while it is a draft."""
        self.instance.month_can_wait = self.is_deferred_validation
        self.instance.new_parent = self.parent_page
        self.instance.find_edit_url = AdminURLFinder(self.for_user).get_edit_url
        return super().clean()
