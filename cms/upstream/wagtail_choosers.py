"""Wagtail's admin: the views of snippets and their choosers. Import it only after the models are loaded."""

from wagtail.admin.views.generic.chooser import CreateView, CreationFormMixin
from wagtail.snippets.views.chooser import ChooseResultsView as SnippetChooseResultsView
from wagtail.snippets.views.chooser import ChooseView as SnippetChooseView
from wagtail.snippets.views.chooser import SnippetChooserViewSet, SnippetCreateView
from wagtail.snippets.views.snippets import EditView as SnippetEditView

from cms.upstream.parts import Part

PARTS = [
    Part(
        "wagtail.admin.views.generic.chooser.CreationFormMixin",
        "Choosers offer a form for something new, in the language of the page.",
        (
            "can_create(self)",
            "form_fields",
            "get_creation_form_class(self)",
            "get_creation_form_kwargs(self)",
            "get_permission_policy(self)",
        ),
    ),
    Part(
        "wagtail.admin.views.generic.chooser.CreateView",
        "As above; something new is a draft.",
        ("save_form(self, form)",),
    ),
    Part("wagtail.snippets.views.chooser.ChooseView", "As above."),
    Part("wagtail.snippets.views.chooser.ChooseResultsView", "As above."),
    Part(
        "wagtail.snippets.views.chooser.SnippetCreateView",
        "As above; the new snippet is a draft.",
        ("save_form(self, form)",),
    ),
    Part("wagtail.snippets.views.chooser.SnippetChooserViewSet", "As above."),
    Part(
        "wagtail.snippets.views.snippets.EditView",
        "A snippet that is under review cannot be submitted again.",
        ("get_available_actions(self)",),
    ),
]

__all__ = [
    "CreateView",
    "CreationFormMixin",
    "SnippetChooseResultsView",
    "SnippetChooseView",
    "SnippetChooserViewSet",
    "SnippetCreateView",
    "SnippetEditView",
]
