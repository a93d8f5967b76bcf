"""Admin views of snippets with drafts."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from wagtail.snippets.views.snippets import SnippetViewSet

from cms.upstream.wagtail_choosers import SnippetEditView


class DraftEditView(SnippetEditView):
    """Lets a snippet that is submitted again, from another tab or by a double click, stay in the review that it is in.

    Wagtail does so with pages only; with a snippet its view fails. The form only saves the draft then.
    """

    def get_available_actions(self) -> list[str]:
        actions: list[str] = super().get_available_actions()
        return [name for name in actions if name != "submit"] if self.object.workflow_in_progress else actions


class DraftViewSet(SnippetViewSet):
    edit_view_class = DraftEditView

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Any]":
        """Return what the list shows, with the status of each."""
        return self.model.objects.with_status().select_related("locale")
