"""Wagtail's admin: the parts of forms. Models may import it while they load."""

from wagtail.admin.views.generic.chooser import BaseChooseView, ChooseResultsView, ChooseView
from wagtail.admin.widgets import AdminDateTimeInput

from cms.upstream.parts import Part

PARTS = [
    Part(
        "wagtail.admin.views.generic.chooser.BaseChooseView",
        "Choosers list objects that match the rest of the form first.",
        ("apply_object_list_ordering(self, objects)", "columns", "get_object_list(self)", "ordering"),
    ),
    Part("wagtail.admin.views.generic.chooser.ChooseView", "As above."),
    Part("wagtail.admin.views.generic.chooser.ChooseResultsView", "As above."),
    Part("wagtail.admin.widgets.AdminDateTimeInput", "Times of events are in the zone of the event."),
]

__all__ = ["AdminDateTimeInput", "BaseChooseView", "ChooseResultsView", "ChooseView"]
