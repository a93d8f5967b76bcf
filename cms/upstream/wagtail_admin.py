"""Wagtail's admin: listings, and forms of images and documents. Import it only after the models are loaded."""

from collections.abc import Callable
from typing import Any

import wagtail
from rest_framework.response import Response
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.rich_text.converters.contentstate import link_entity
from wagtail.admin.rich_text.converters.html_to_contentstate import ExternalLinkElementHandler, PageLinkElementHandler
from wagtail.admin.ui.tables.pages import PageStatusColumn
from wagtail.admin.views.home import (
    LockedPagesPanel,
    RecentEditsPanel,
    UserObjectsInWorkflowModerationPanel,
    WorkflowObjectsToModeratePanel,
)
from wagtail.admin.views.pages.listing import IndexView, PageFilterSet
from wagtail.admin.views.reports.audit_logging import LogEntriesView
from wagtail.admin.views.reports.locked_pages import LockedPagesView
from wagtail.admin.views.reports.page_types_usage import PageTypesUsageReportView
from wagtail.admin.wagtail_hooks import PageAdminURLFinder
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm
from wagtail.models import Page

from cms.upstream.parts import Part

# The API of the admin that can change pages. From 8.1 on there is none: the one that is left lists them for the menu.
HAS_ADMIN_API = wagtail.VERSION < (8, 1)

PARTS = [
    Part("wagtail.admin.views.home.RecentEditsPanel", "The dashboard shows panels of ours in its place."),
    Part("wagtail.admin.views.home.LockedPagesPanel", "As above."),
    Part("wagtail.admin.views.home.UserObjectsInWorkflowModerationPanel", "As above."),
    Part("wagtail.admin.views.home.WorkflowObjectsToModeratePanel", "As above."),
    Part(
        "wagtail.admin.views.reports.locked_pages.LockedPagesView",
        "Reports name no page in the bin.",
        ("get_queryset(self)",),
    ),
    Part("wagtail.admin.views.reports.audit_logging.LogEntriesView", "The site history is exported without formulas."),
    Part(
        "wagtail.admin.views.reports.page_types_usage.PageTypesUsageReportView",
        "As above.",
        ("decorate_paginated_queryset(self, page_types)",),
    ),
    Part(
        "wagtail.admin.wagtail_hooks.PageAdminURLFinder",
        "Lists of what uses something lead to no page in the bin.",
        ("get_edit_url(self, instance)",),
    ),
    Part(
        "wagtail.admin.rich_text.converters.contentstate.link_entity(props)",
        "A typed address of a page is stored as a link to the page.",
    ),
    Part(
        "wagtail.admin.rich_text.converters.html_to_contentstate.ExternalLinkElementHandler",
        "As above: the rule of links is given in full.",
    ),
    Part("wagtail.admin.rich_text.converters.html_to_contentstate.PageLinkElementHandler", "As above."),
    Part(
        "wagtail.admin.api.views.PagesAdminAPIViewSet",
        "Its action `delete` leads into the bin, as the button does. Wagtail 8.1 has no such API.",
        ("actions",),
        is_used=HAS_ADMIN_API,
    ),
    Part(
        "wagtail.admin.api.actions.delete.DeletePageAPIAction",
        "The action of the admin's API that deletes a page.",
        ("execute(self, instance, data)",),
        is_used=HAS_ADMIN_API,
    ),
    Part(
        "wagtail.admin.views.pages.listing.PageFilterSet",
        "Listings of one page type leave out filters that are pointless there, and show their own first.",
        ("base_filters",),
    ),
    Part(
        "wagtail.admin.views.pages.listing.IndexView",
        "The listing of events shows the next date of each, and sorts by it.",
        ("annotate_queryset(self, pages)",),
    ),
    Part("wagtail.admin.paginator.WagtailPaginator", "Lists of ours have the page links of Wagtail's own."),
    Part("wagtail.admin.ui.tables.pages.PageStatusColumn", "The columns of a list are given in full, to add some."),
    Part(
        "wagtail.images.fields.WagtailImageField",
        "A truncated file is rejected with a message.",
        ("check_image_pixel_size(self, f)",),
    ),
    Part(
        "wagtail.images.forms.BaseImageForm",
        "The documented base class for a custom form; its `save` replaces the file.",
        ("save(self, commit)",),
    ),
    Part("wagtail.documents.forms.BaseDocumentForm", "The documented base class for a custom form."),
]

__all__ = [
    "HAS_ADMIN_API",
    "STOCK_PANELS",
    "BaseDocumentForm",
    "BaseImageForm",
    "ExternalLinkElementHandler",
    "IndexView",
    "LockedPagesView",
    "LogEntriesView",
    "PageAdminURLFinder",
    "PageFilterSet",
    "PageLinkElementHandler",
    "PageStatusColumn",
    "PageTypesUsageReportView",
    "WagtailImageField",
    "WagtailPaginator",
    "link_entity",
    "set_delete_action",
]

# The panels that Wagtail puts on the dashboard.
STOCK_PANELS = (
    LockedPagesPanel,
    RecentEditsPanel,
    UserObjectsInWorkflowModerationPanel,
    WorkflowObjectsToModeratePanel,
)


def set_delete_action(delete: Callable[[Page, Any], Response]) -> None:
    """Let the admin's API, where there is one, call ``delete`` with a page and the user who deletes it."""
    if not HAS_ADMIN_API:
        return
    from wagtail.admin.api.actions.delete import DeletePageAPIAction
    from wagtail.admin.api.views import PagesAdminAPIViewSet

    class Action(DeletePageAPIAction):
        def execute(self, instance: Page, data: Any) -> Response:
            return delete(instance, self.request.user)

    PagesAdminAPIViewSet.actions = {**PagesAdminAPIViewSet.actions, "delete": Action}
