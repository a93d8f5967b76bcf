"""What the dashboard says about updates: this month's, and the events that none announces."""

from collections.abc import Iterator
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, OuterRef, Subquery
from django.db.models.functions import Cast
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin.ui.components import Component
from wagtail.models import Page, WorkflowState
from wagtail.query import PageQuerySet

from blog.announcing import list_unannounced
from blog.models import UpdateIndexPage, UpdatePage
from blog.months import suggest_months
from blog.starting import list_begun
from blog.starting_admin import list_archives


class Archives:
    """Where a user may add updates, found once for both panels."""

    def __init__(self, request: HttpRequest) -> None:
        self.user = request.user

    @cached_property
    def pages(self) -> list[UpdateIndexPage]:
        return list_archives(self.user)

    def describe(self) -> Iterator[dict[str, Any]]:
        """Yield the update of the month in each: the one that is begun and its state, or the month that comes."""
        begun: dict[str, Any] = {}
        for update in with_state(list_begun(self.pages)):
            begun.setdefault(update.path[: -update.steplen], update)
        months = suggest_months(page for page in self.pages if page.path not in begun)
        for archive in self.pages:
            update = begun.get(archive.path)
            yield {
                "archive": archive,
                "language": archive.locale.get_display_name() if len(self.pages) > 1 else "",
                "month": date_format(update.period if update else months[archive.pk], "F Y"),
                "update": update,
                "may_edit": bool(update and update.permissions_for_user(self.user).can_edit()),
                "status": describe_state(update) if update else "",
            }


def with_state(updates: "PageQuerySet[UpdatePage]") -> "PageQuerySet[UpdatePage]":
    reviews = WorkflowState.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Page),
        object_id=Cast(OuterRef("pk"), CharField()),
    )
    status = Subquery(reviews.active().order_by("-pk").values("status")[:1])
    return updates.annotate_approved_schedule().annotate(review=status)


def describe_state(update: Any) -> Any:
    """Return how far an update is that nobody has published yet."""
    if update.approved_schedule:
        return _("scheduled")
    if update.review == WorkflowState.STATUS_NEEDS_CHANGES:
        return _("came back with a comment")
    return _("under review") if update.review else _("draft")


class ArchivesPanel(Component):
    """A panel of the dashboard about the archives to which the user may add updates."""

    def __init__(self, archives: Archives) -> None:
        self.archives = archives


class ThisMonthPanel(ArchivesPanel):
    """On the dashboard: the update of the month in each archive, or a button to start it."""

    name = "this_month"
    order = 45
    template_name = "blog/admin/this_month_panel.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        token = get_token(parent_context["request"])
        return {"csrf_token": token, "months": list(self.archives.describe()) if self.archives.pages else []}


class UnannouncedPanel(ArchivesPanel):
    """On the dashboard: events with a date in the coming weeks that no update announces."""

    name = "unannounced"
    order = 90
    template_name = "blog/admin/unannounced_panel.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        token = get_token(parent_context["request"])
        return {"csrf_token": token, "events": list_unannounced(self.archives.pages[0]) if self.archives.pages else []}
