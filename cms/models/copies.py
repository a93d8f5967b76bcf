"""The form that copies a page."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.admin.forms.pages import CopyForm
from wagtail.models import Page

from cms.models.slugs import suggest_slug


class DraftCopyForm(CopyForm):
    """A copy is a draft below a page in its own language; its address follows from its title."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("publish_copies", None)
        self.fields["new_title"].help_text = _(
            "The copy is a draft. It has no date of publication, no schedule, no expiry and no comments."
        )
        slug = self.fields["new_slug"]
        slug.required, slug.initial = False, ""
        slug.label, slug.help_text = _("New address"), _("Leave empty to make it from the title.")

    def clean(self) -> dict[str, Any]:
        parent, slug = self.cleaned_data.get("new_parent_page"), self.cleaned_data.get("new_slug")
        super().clean()
        if "new_slug" in self.errors and slug:
            self.errors["new_slug"] = self.error_class(
                [_("Another page there has this address. Choose another one, or leave it empty.")]
            )
        if parent and is_of_another_language(self.page, parent):
            self.add_error("new_parent_page", describe_languages(self.page, parent))
        if parent and not slug and "new_slug" not in self.errors:
            titled = self.page.specific_class(title=self.cleaned_data.get("new_title", ""), locale=self.page.locale)
            self.cleaned_data["new_slug"] = suggest_slug(titled, parent)
        return self.cleaned_data


def is_of_another_language(page: Page, parent: Page) -> bool:
    """Whether ``parent`` is in the tree of another language. Only the root has children in several."""
    return not parent.is_root() and parent.locale_id != page.locale_id


def describe_languages(page: Page, parent: Page) -> ValidationError:
    return ValidationError(
        _("“%(parent)s” is in %(other)s, and this page in %(language)s: choose a page in %(language)s, or translate."),
        params={
            "parent": parent.get_admin_display_title(),
            "other": parent.locale.get_display_name(),
            "language": page.locale.get_display_name(),
        },
    )
