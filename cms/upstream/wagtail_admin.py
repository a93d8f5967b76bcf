"""Wagtail's admin: listings of pages and the form for pictures. It needs the models loaded."""

from wagtail.admin.ui.tables.pages import PageStatusColumn
from wagtail.admin.views.pages.listing import IndexView, PageFilterSet
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from cms.upstream.parts import Part

PARTS = [
    Part(
        "wagtail.admin.views.pages.listing.PageFilterSet",
        "Lists of one type of page leave out filters that make no difference there, and show their own first.",
        ("base_filters",),
    ),
    Part(
        "wagtail.admin.views.pages.listing.IndexView",
        "The list of events shows and sorts by the next date of each.",
        ("annotate_queryset(self, pages)",),
    ),
    Part("wagtail.admin.ui.tables.pages.PageStatusColumn", "The columns of a list are given in full, to add some."),
    Part(
        "wagtail.images.fields.WagtailImageField",
        "A file that stops early is refused with a message.",
        ("check_image_pixel_size(self, f)",),
    ),
    Part(
        "wagtail.images.forms.BaseImageForm",
        "The documented base for a form of one's own; its `save` replaces the file.",
        ("save(self, commit)",),
    ),
]

__all__ = [
    "BaseImageForm",
    "IndexView",
    "PageFilterSet",
    "PageStatusColumn",
    "WagtailImageField",
]
