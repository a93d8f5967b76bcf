"""The screens on which an editor brings in a document."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.importing.document import Document, Picture, make_text
from cms.importing.forms import DRAFT, BringForm, list_drafts, list_places, may_add
from cms.importing.kinds import Block, list_kinds
from cms.importing.limits import Refused
from cms.importing.models import Upload
from cms.importing.pictures import MAX_ALT
from cms.importing.pieces import Choice, Piece, arrange, find_title
from cms.importing.preview import show_block, show_passages
from cms.importing.saving import (
    add_new_page,
    add_to_page,
    get_stream_block,
    list_page_types,
    make_context,
    prepare_page,
)
from cms.represent.visibility import SITE_TREE

LEAVE_OUT = "leave-out"


def bring(request: HttpRequest) -> HttpResponse:
    """Ask for a document: for a page (``?page=1``), a new page at a place, or one that is chosen here."""
    page = find_page(request, request.GET.get("page")) if request.GET.get("page") else None
    places = None if page else [*list_drafts(request.user), *list_places(request.user)]
    if places == []:
        raise PermissionDenied
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = BringForm(*sent, places=places, initial={"place": request.GET.get("place", "")})
    if form.is_valid():
        user: Any = request.user
        upload = Upload(user=user, page=page, name=form.cleaned_data["name"])
        upload.content = form.cleaned_data["content"]
        if not page:
            kind, _colon, key = form.cleaned_data["place"].partition(":")
            if kind == DRAFT:
                upload.page = find_page(request, key)
            else:
                upload.page_type, upload.parent_id = kind, int(key)
        upload.save()
        return redirect("importing_review", upload.pk)
    context = {
        "header_title": _("Bring in a document"),
        "page_title": _("Bring in a document"),
        "page_subtitle": page.get_admin_display_title() if page else "",
        "header_icon": "download",
        "form": form,
        "page": page,
    }
    return TemplateResponse(request, "importing/bring.html", context)


def find_page(request: HttpRequest, pk: Any) -> Page:
    """Return the latest draft of a page that documents can be brought to and that the user may edit."""
    if not str(pk).isdecimal() or len(str(pk)) > 18:
        raise Http404
    page = get_object_or_404(Page, pk=pk, path__startswith=SITE_TREE, alias_of=None).specific
    if type(page) not in list_page_types():
        raise Http404
    if not page.permissions_for_user(request.user).can_edit() or page.permissions_for_user(request.user).page_locked():
        raise PermissionDenied
    return page.get_latest_revision_as_object()


@dataclass
class Shown:
    """A picture of a piece, with what the editor has said about it."""

    name: str
    alt: str
    decorative: bool


@dataclass
class Row:
    """A piece beside the original."""

    number: int
    piece: Piece
    original: SafeString
    choices: list[tuple[Choice, list[SafeString], bool]]
    pictures: list[Shown]
    left_out: bool


def review(request: HttpRequest, pk: Any) -> HttpResponse:
    """Show what became what, and add it to the draft once the editor has decided."""
    upload = Upload.objects.filter(pk=pk, user=request.user.pk).first()
    if upload is None:
        return leave(request)
    document = upload.read()
    page, model = find_target(request, upload, document)
    pieces = arrange(
        document, make_context(page, page.locale), list_kinds(), list(get_stream_block(model).child_blocks)
    )
    if request.method == "POST" and "cancel" in request.POST:
        upload.delete()
        return redirect(find_return(page, upload))
    errors: list[str] = []
    if request.method == "POST":
        try:
            return save(request, upload, page, document, pieces)
        except Refused as reason:
            errors.append(str(reason))
    context = {
        "header_title": _("Check what became what"),
        "page_title": _("Check what became what"),
        "page_subtitle": upload.name if not upload.name.startswith("pasted.") else "",
        "header_icon": "download",
        "upload": upload,
        "page": page,
        "notes": document.notes,
        "errors": errors,
        "title": request.POST.get("title", page.title),
        "rows": [make_row(number, piece, model, request) for number, piece in enumerate(pieces)],
    }
    return TemplateResponse(request, "importing/review.html", context)


def leave(request: HttpRequest) -> HttpResponse:
    """Lead away from a document that is gone, as after a second click."""
    messages.info(request, _("This document has been added to a draft already, or was deleted after two days."))
    return redirect("wagtailadmin_home")


def find_target(request: HttpRequest, upload: Upload, document: Document) -> tuple[Any, Any]:
    """Return the page that a document goes to, which may be a new one, and its model. Checks what the user may do."""
    if upload.page_id:
        page = find_page(request, upload.page_id)
        return page, type(page)
    models = {model._meta.label_lower: model for model in list_page_types()}
    model = models.get(upload.page_type)
    if model is None or upload.parent is None or not upload.parent.path.startswith(SITE_TREE):
        raise Http404
    if not may_add(request.user, model, upload.parent):
        raise PermissionDenied
    return prepare_page(model, upload.parent, request.user, find_title(document)), model


def find_return(page: Any, upload: Upload) -> str:
    if upload.page_id:
        return reverse("wagtailadmin_pages:edit", args=[upload.page_id])
    return reverse("wagtailadmin_explore", args=[upload.parent_id])


def make_row(number: int, piece: Piece, model: Any, request: HttpRequest) -> Row:
    chosen = request.POST.get(f"piece-{number}", piece.choices[0].key)
    stream = get_stream_block(model)
    choices = [
        (choice, [show_block(block, stream) for block in choice.blocks], choice.key == chosen)
        for choice in piece.choices
    ]
    pictures = [
        Shown(
            f"{number}-{place}",
            request.POST.get(f"alt-{number}-{place}", picture.alt),
            f"decorative-{number}-{place}" in request.POST,
        )
        for place, picture in enumerate(list_pictures(piece))
    ]
    return Row(number, piece, show_passages(piece.passages), choices, pictures, chosen == LEAVE_OUT)


def list_pictures(piece: Piece) -> list[Picture]:
    return [passage for passage in piece.passages if isinstance(passage, Picture)]


def save(request: HttpRequest, upload: Upload, page: Any, document: Document, pieces: list[Piece]) -> HttpResponse:
    """Add what was chosen to the draft, and lead to its editor. The document stays until that has succeeded."""
    blocks: list[Block] = []
    said: dict[int, tuple[str, bool]] = {}
    for number, piece in enumerate(pieces):
        for place, picture in enumerate(list_pictures(piece)):
            alt = make_text(request.POST.get(f"alt-{number}-{place}", picture.alt)).plain[:MAX_ALT]
            said[id(picture)] = (alt, f"decorative-{number}-{place}" in request.POST)
        key = request.POST.get(f"piece-{number}", "")
        if key != LEAVE_OUT:
            blocks += piece.choose(key).blocks
    name = "" if upload.name.startswith("pasted.") else upload.name

    def describe(picture: Picture) -> tuple[str, bool]:
        return said.get(id(picture), (picture.alt, False))

    with transaction.atomic():
        if not Upload.objects.select_for_update().filter(pk=upload.pk).exists():
            return leave(request)
        if upload.page_id:
            store = add_to_page(page, blocks, request.user, describe, name)
        else:
            page.title = make_text(request.POST.get("title", "")).plain[:255]
            if not page.title:
                raise Refused(_("Give the new page a title."))
            store = add_new_page(page, upload.parent, blocks, request.user, describe, name)
        upload.delete()
    for note in store.notes:
        messages.warning(request, note)
    messages.success(request, _("The document was added to the draft. Read it through before you publish it."))
    return redirect("wagtailadmin_pages:edit", page.pk)


def find_address(*, page: Page | None = None, model: Any = None, parent: Page | None = None) -> str:
    """Return where a document can be brought to a page, or to a new one below a parent."""
    query = {"page": page.pk} if page else {"place": f"{model._meta.label_lower}:{parent.pk}" if parent else ""}
    return f"{reverse('importing_bring')}?{urlencode(query)}"
