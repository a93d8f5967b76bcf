"""Wagtail's admin: the parts of forms. Models may import it while they load."""

from wagtail.admin.forms.models import formfield_for_dbfield
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.generic.chooser import BaseChooseView, ChooseResultsView, ChooseView
from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput, AdminTimeInput

from cms.upstream.parts import Part

PARTS = [
    Part(
        "wagtail.admin.views.generic.chooser.BaseChooseView",
        "Choosers list objects that match the rest of the form first.",
        ("apply_object_list_ordering(self, objects)", "columns", "get_object_list(self)", "ordering"),
    ),
    Part("wagtail.admin.views.generic.chooser.ChooseView", "As above."),
    Part("wagtail.admin.views.generic.chooser.ChooseResultsView", "As above."),
    Part(
        "wagtail.admin.forms.models.WagtailAdminModelForm",
        "After an autosave, the open form must not send an expiry again that was removed.",
        ("get_field_updates_for_resave(self)",),
    ),
    Part(
        "wagtail.admin.forms.models.formfield_for_dbfield(db_field, **kwargs)",
        "A translation is written with the widgets of the original's form.",
    ),
    Part(
        "wagtail.admin.utils.get_valid_next_url_from_request(request)",
        "Our forms lead back to where somebody came from, as Wagtail's do.",
    ),
    Part("wagtail.admin.widgets.AdminDateInput", "Dates are read as the site writes them."),
    Part("wagtail.admin.widgets.AdminDateTimeInput", "As above; times of events are in the zone of the event."),
    Part("wagtail.admin.widgets.AdminTimeInput", "As above."),
]

__all__ = [
    "AdminDateInput",
    "AdminDateTimeInput",
    "AdminTimeInput",
    "BaseChooseView",
    "ChooseResultsView",
    "ChooseView",
    "formfield_for_dbfield",
    "get_valid_next_url_from_request",
]
