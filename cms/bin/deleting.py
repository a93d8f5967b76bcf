"""Wagtail's ways to delete a page in the admin lead into the bin instead."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from rest_framework import status
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response
from wagtail.admin import messages
from wagtail.models import Page

from cms.bin.actions import contains_home_page, move_to_bin
from cms.bin.models import KEPT_FOR, Deletion
from cms.bin.tree import is_binned
from cms.publishing.transactions import PAGE_KEYS
from cms.publishing.withdrawal import list_chosen, list_translations
from cms.upstream.wagtail_actions import DeletePageAction
from cms.upstream.wagtail_forms import get_valid_next_url_from_request


def delete_into_bin(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Do what the delete view would do, and keep the page."""
    if request.method != "POST":
        return None
    parent = page.get_parent()
    chosen = list_chosen(request, list_deletable_translations([page], request.user))
    response = bin_pages(request, [page, *chosen])
    next_url = get_valid_next_url_from_request(request)
    return response or (redirect(next_url) if next_url else redirect("wagtailadmin_explore", parent.pk))


def delete_all_into_bin(request: HttpRequest, action: str, objects: list[Any], view: Any) -> HttpResponse | None:
    """Do what the bulk action would do, and keep the pages."""
    if action != "delete" or view.model is not Page or not objects:
        return None
    chosen = list_chosen(request, list_deletable_translations(objects, request.user))
    return bin_pages(request, [*objects, *chosen]) or redirect(view.next_url)


def answer_deletion(page: Page, user: Any) -> Response:
    """Do what the admin's API would do, and keep the page."""
    DeletePageAction(page, user=user).check()
    if contains_home_page(page):
        raise ValidationError(explain_home_page(page))
    move_to_bin([page], user)
    return Response(status=status.HTTP_204_NO_CONTENT)


def explain_home_page(page: Page) -> str:
    title = {"title": page.specific_deferred.get_admin_display_title()}
    return _("“%(title)s” is the home page of a site, so it cannot be deleted.") % title


def bin_pages(request: HttpRequest, pages: list[Page]) -> HttpResponse | None:
    """Move pages into the bin and offer to undo it, or return a response that says why this cannot be."""
    if home := next((page for page in pages if contains_home_page(page)), None):
        messages.error(request, explain_home_page(home))
        return redirect("wagtailadmin_explore", home.pk)
    deletion = move_to_bin(pages, request.user)
    count = sum(binned.page.get_descendant_count() + 1 for binned in deletion.pages.select_related("page"))
    if count == 1:
        text = _("“%(title)s” is in the bin.") % {"title": deletion}
    else:
        text = ngettext("%d page is in the bin.", "%d pages are in the bin.", count) % count
    messages.success(request, render_undo(request, deletion, text))
    return None


def render_undo(request: HttpRequest, deletion: Deletion, text: str) -> str:
    context = {"deletion": deletion, "text": text, "days": KEPT_FOR.days}
    return render_to_string("bin/undo.html", context, request=request)


def list_deletable_translations(pages: list[Page], user: Any) -> list[Any]:
    return [
        one
        for one in list_translations(pages)
        if not is_binned(one) and one.permissions_for_user(user).can_delete() and not contains_home_page(one)
    ]


def show_bin_instead(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Return ``view`` such that it leads to the bin if it is about a page in the bin, which nobody can edit there."""

    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        pk = next((kwargs[name] for name in PAGE_KEYS if name in kwargs), None)
        # Some addresses take any text for a key, and say themselves that there is no such page.
        is_key = str(pk or "").isdecimal()
        page = Page.objects.filter(pk=pk).only("path", "title").first() if is_key else None
        if page is None or not is_binned(page) or not request.user.has_perm("wagtailadmin.access_admin"):
            return view(request, *args, **kwargs)
        messages.warning(request, _("“%(title)s” is in the bin.") % {"title": page.title})
        return redirect("bin")

    return wrapper
