"""Admin views of snippets with drafts."""

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
