"""The form in which a document is brought in."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.models import Page

from cms.importing.document import Document, make_text
from cms.importing.limits import MAX_FILE, MAX_TEXT, MEGABYTE, Refused
from cms.importing.readers import SUFFIXES, read_file
from cms.importing.saving import list_page_types
from cms.represent.visibility import SITE_TREE
from cms.upstream.django import capfirst

# In front of the key of a draft, where other places have the type of the new page.
DRAFT = "draft"


class BringForm(forms.Form):
    """A file or pasted text. ``pasted_html`` is what was pasted with its formatting, filled in by a script."""

    place = forms.ChoiceField(
        label=gettext_lazy("Where to"), help_text=gettext_lazy("At the end of a draft that is begun, or as a new one.")
    )
    file = forms.FileField(
        required=False,
        label=gettext_lazy("File"),
        widget=forms.FileInput(attrs={"accept": ",".join(SUFFIXES)}),
        help_text=gettext_lazy("A Word document (.docx), HTML, Markdown, plain text or mail, of at most 20 MB."),
    )
    text = forms.CharField(
        required=False,
        label=gettext_lazy("Text"),
        max_length=MAX_TEXT,
        widget=forms.Textarea(attrs={"rows": 8, "data-bring-text": ""}),
        help_text=gettext_lazy(
            "Or paste it here, from Word, mail or Google Docs. Its headings, lists and links are kept."
        ),
    )
    pasted_html = forms.CharField(required=False, widget=forms.HiddenInput(attrs={"data-bring-html": ""}))

    def __init__(self, *args: Any, places: list[tuple[str, str]] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if places is None:
            del self.fields["place"]
        else:
            place: Any = self.fields["place"]
            place.choices = places

    def clean(self) -> dict[str, Any]:
        """Read the document, so that what is wrong with it is said here."""
        data = super().clean() or {}
        if self.errors:
            return data
        file = data.get("file")
        if file and file.size > MAX_FILE:
            raise ValidationError(
                {"file": _("This file is larger than %(number)d MB.") % {"number": MAX_FILE // MEGABYTE}}
            )
        data["name"], data["content"] = self.take_content(data)
        if not data["content"].strip():
            raise ValidationError(_("Choose a file, or paste some text."))
        try:
            document: Document = read_file(data["content"], data["name"])
        except Refused as reason:
            raise ValidationError({"file" if file else "text": str(reason)}) from reason
        if not document.passages:
            raise ValidationError({"file" if file else "text": _("There is no text in this document.")})
        return data

    def take_content(self, data: dict[str, Any]) -> tuple[str, bytes]:
        if data.get("file"):
            return make_text(data["file"].name).plain[-255:], data["file"].read()
        if data.get("pasted_html"):
            return "pasted.html", data["pasted_html"].encode()
        return "pasted.txt", data.get("text", "").encode()


def list_drafts(user: Any) -> list[tuple[str, str]]:
    """Return the drafts that a user probably writes for, as apps find them: value and words for people."""
    drafts = []
    for find in hooks.get_hooks("find_begun_drafts"):
        for page in find(user):
            access = page.permissions_for_user(user)
            if access.can_edit() and not access.page_locked():
                label = _("The draft “%(title)s”") % {"title": page.get_admin_display_title()}
                drafts.append((f"{DRAFT}:{page.pk}", f"{label} ({page.locale})"))
    return drafts


def list_places(user: Any) -> list[tuple[str, str]]:
    """Return where a user may add pages that documents can be brought to: value and words for people."""
    places = []
    for model in list_page_types():
        parents = Page.objects.type(tuple(model.allowed_parent_page_models()))
        parents = parents.filter(alias_of=None, path__startswith=SITE_TREE)
        for parent in parents.select_related("locale").order_by("path"):
            if may_add(user, model, parent):
                label = f"{capfirst(str(model._meta.verbose_name))} – {parent.get_admin_display_title()}"
                places.append((f"{model._meta.label_lower}:{parent.pk}", f"{label} ({parent.locale})"))
    return places


def may_add(user: Any, model: type[Page], parent: Page) -> bool:
    specific = parent.specific
    return (
        specific.permissions_for_user(user).can_add_subpage()
        and model in specific.creatable_subpage_models()
        and model.can_create_at(specific)
    )
