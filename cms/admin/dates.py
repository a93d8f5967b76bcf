"""How the admin asks for dates and times: every column of a model has the site's own form field."""

from django.db import models
from wagtail.admin.forms.models import register_form_field_override

from cms.blocks.dates import ClockField, DayField, MomentField


def register_fields() -> None:
    """Call it before the first edit form is made."""
    fields = {models.DateField: DayField, models.TimeField: ClockField, models.DateTimeField: MomentField}
    for column, field in fields.items():
        register_form_field_override(column, override={"form_class": field, "widget": field.widget})
