"""Where administrators import posts of another site, and see what came of each."""

import io
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.importing.document import make_text
from cms.importing.limits import MAX_FILE, MEGABYTE
from cms.importing.models import PostImport
from cms.importing.posts.importer import CREATED, FAILED, SKIPPED, UNCHANGED, UPDATED, Row
from cms.importing.posts.reports import write_rows
from cms.importing.posts.tasks import import_posts, list_post_types
from cms.represent.visibility import SITE_TREE

OUTCOMES = {
    CREATED: gettext_lazy("new"),
    UPDATED: gettext_lazy("changed"),
    UNCHANGED: gettext_lazy("the same"),
    SKIPPED: gettext_lazy("left as it is"),
    FAILED: gettext_lazy("not imported"),
}
SHOWN = 20


class PostsForm(forms.Form):
    place = forms.ChoiceField(label=gettext_lazy("Where to"))
    file = forms.FileField(
        label=gettext_lazy("File"),
        widget=forms.FileInput(attrs={"accept": ".csv,.zip"}),
        help_text=gettext_lazy("CSV as Webflow exports it, or a ZIP file of Markdown and its pictures; at most 20 MB."),
    )
    old_path = forms.CharField(
        required=False,
        max_length=200,
        label=gettext_lazy("Old path"),
        help_text=gettext_lazy("Where the posts were, such as /post/{slug}. It leads to the new pages from now on."),
    )
    old_hosts = forms.CharField(
        required=False,
        max_length=500,
        label=gettext_lazy("Old hosts"),
        help_text=gettext_lazy("Such as www.example.org: links to posts there become links to pages here."),
    )
    drafts = forms.BooleanField(required=False, label=gettext_lazy("Publish nothing: make drafts only"))
    recognise = forms.BooleanField(required=False, label=gettext_lazy("Make blocks of events and invitations"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        place: Any = self.fields["place"]
        place.choices = list_places()

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if not file.name.lower().endswith((".csv", ".zip")):
            raise ValidationError(_("Choose a CSV file or a ZIP file."))
        if file.size > MAX_FILE:
            raise ValidationError(_("This file is larger than %(number)d MB.") % {"number": MAX_FILE // MEGABYTE})
        return file

    def clean_old_path(self) -> str:
        path: str = self.cleaned_data["old_path"]
        if path and "{slug}" not in path:
            raise ValidationError(_("Write {slug} where the address of the post was."))
        return path


def list_places() -> list[tuple[str, str]]:
    """Return the pages below which there can be posts."""
    places: list[tuple[str, str]] = []
    for label, kind in list_post_types().items():
        parents = Page.objects.type(tuple(kind.model.allowed_parent_page_models()))
        parents = parents.filter(alias_of=None, path__startswith=SITE_TREE)
        places += [
            (f"{label}:{parent.pk}", f"{parent.get_admin_display_title()} ({parent.locale})")
            for parent in parents.select_related("locale").order_by("path")
        ]
    return places


def refuse_others(request: HttpRequest) -> None:
    if not request.user.is_superuser:
        raise PermissionDenied


def list_imports(request: HttpRequest) -> HttpResponse:
    """Take posts, which are tried first: nothing is changed yet."""
    refuse_others(request)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = PostsForm(*sent)
    if form.is_valid():
        data = form.cleaned_data
        page_type, _colon, parent = data["place"].partition(":")
        options = {key: data[key] for key in ("old_path", "old_hosts", "drafts", "recognise")}
        made = start(
            request,
            PostImport(page_type=page_type, parent_id=int(parent), name=make_text(data["file"].name).plain[-255:]),
            data["file"].read(),
            {**options, "dry_run": True},
        )
        return redirect("importing_posts_report", made.pk)
    context = {
        "header_title": _("Import posts"),
        "page_title": _("Import posts"),
        "header_icon": "download",
        "form": form,
        "imports": PostImport.objects.defer("content", "rows")[:SHOWN],
    }
    return TemplateResponse(request, "importing/posts.html", context)


def start(request: HttpRequest, made: PostImport, content: bytes, options: dict[str, Any]) -> PostImport:
    user: Any = request.user
    made.user, made.content, made.options = user, content, {**options, "language": get_language()}
    with transaction.atomic():
        made.save()
        import_posts.enqueue(made.pk)
    return made


def show_report(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what came of each post; after a trial, offer to import them."""
    refuse_others(request)
    found = get_object_or_404(PostImport, pk=pk)
    rows = [Row(**row) for row in found.rows]
    if request.method == "POST" and found.options.get("dry_run") and found.finished_at and not found.problem:
        again = PostImport(page_type=found.page_type, parent_id=found.parent_id, name=found.name)
        made = start(request, again, bytes(found.content), {**found.options, "dry_run": False})
        return redirect("importing_posts_report", made.pk)
    if request.GET.get("format") == "csv":
        file = io.StringIO()
        write_rows(file, rows)
        response = HttpResponse(file.getvalue().encode("utf-8-sig"), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="import-{found.pk}.csv"'
        return response
    context = {
        "header_title": _("Import posts"),
        "page_title": _("Import posts"),
        "page_subtitle": found.name,
        "header_icon": "download",
        "found": found,
        "is_trial": bool(found.options.get("dry_run")),
        "rows": [(OUTCOMES[row.outcome], row) for row in rows],
        "counts": [(label, count) for key, label in OUTCOMES.items() if (count := sum(r.outcome == key for r in rows))],
        "number_left": sum(row.outcome in {CREATED, UPDATED} for row in rows),
    }
    return TemplateResponse(request, "importing/report.html", context)
