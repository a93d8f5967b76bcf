"""Copying and moving pages in the admin: what an editor is told, and what is refused."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page

from cms.models.copies import describe_languages, is_of_another_language
from cms.upstream.wagtail import COMMENTS_RELATION_NAME

NAMES = {
    "first_published_at": gettext_lazy("date of publication"),
    "go_live_at": gettext_lazy("schedule"),
    "expire_at": gettext_lazy("expiry"),
}


def open_copy(request: HttpRequest, page: Page, copy: Page) -> HttpResponse | None:
    """Open the form of a new copy, and say there what it did not take over. An alias has no form."""
    if copy.alias_of_id:
        return None
    left = list_left_behind(page)
    text = _("This is a copy of “%(title)s”, and a draft.") % {"title": page.get_admin_display_title()}
    if left:
        text += " " + _("Not copied: %(names)s.") % {"names": get_text_list(left, _("and"))}
    messages.info(request, text)
    return redirect("wagtailadmin_pages:edit", copy.pk)


def list_left_behind(page: Page) -> list[str]:
    """Return the names of what a page has and its copy has not."""
    source = page.specific.get_latest_revision_as_object()
    names = [
        str(NAMES.get(name) or source._meta.get_field(name).verbose_name)
        for name in source.exclude_fields_in_copy
        if getattr(source, name)
    ]
    return [*names, _("comments")] if getattr(page, COMMENTS_RELATION_NAME).exists() else names


def refuse_other_language(request: HttpRequest, page: Page, parent: Page) -> HttpResponse | None:
    """Before the page that confirms a move: send the editor back if the new parent is in another language."""
    if not is_of_another_language(page, parent):
        return None
    messages.error(request, " ".join(describe_languages(page, parent).messages))
    return redirect("wagtailadmin_pages:move", page.pk)


def keep_public_alias(request: HttpRequest, page: Page) -> None:
    """Let only those who may publish turn a public alias into a page of its own.

    The API names the source of an alias, and such a page stays when its source is withdrawn.
    """
    if page.live and not page.permissions_for_user(request.user).can_publish():
        raise PermissionDenied
