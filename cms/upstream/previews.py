"""The preview panel of Wagtail's editor: what its views store of a form, and make of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.http import HttpRequest, QueryDict
from django.urls import resolve
from django.utils import timezone, translation
from wagtail.admin.models import FormState
from wagtail.admin.views.pages.preview import PreviewOnCreateView, PreviewOnEditView
from wagtail.models import Page
from wagtail.users.models import UserProfile

from cms.upstream.parts import Part

PARTS = [
    Part(
        "wagtail.admin.models.FormState",
        "A token names the form that the preview panel has stored.",
        ("content_type", "data", "last_updated_at", "object_id", "parent_object_id", "user"),
    ),
    Part(
        "wagtail.admin.views.pages.preview.PreviewOnEditView",
        "A front end shows the page that Wagtail's own preview of a form would show.",
        (
            "get_object(self)",
            "get_form(self, query_dict)",
            "get_form_state_queryset(self)",
            "validate_form(self, form)",
        ),
    ),
    Part(
        "wagtail.admin.views.pages.preview.PreviewOnCreateView",
        "The same of a page that is not created yet.",
        ("get_object(self)", "get_form(self, query_dict)", "parent_object_id"),
    ),
]

__all__ = ["FormState", "find_form", "find_place", "make_page"]

# The views of the panel, by the names of their URLs.
VIEWS: dict[str, Any] = {"preview_on_edit": PreviewOnEditView, "preview_on_add": PreviewOnCreateView}


def open_view(view_class: Any, user: Any, **kwargs: Any) -> Any:
    """Return a view of the panel; raise Http404 or PermissionDenied if its page is not there for this user."""
    request = HttpRequest()
    request.method = "GET"
    request.user = user
    view = view_class()
    view.setup(request, **kwargs)
    return view


def find_place(address: str) -> Page | None:
    """Return the page of the panel with this address, or the one above it that is not created yet."""
    match = resolve(address)
    if match.url_name not in VIEWS or match.namespaces != ["wagtailadmin_pages"]:
        return None
    found: Page | None = Page.objects.filter(pk=match.kwargs.get("page_id") or match.kwargs["parent_page_id"]).first()
    return found


def find_form(address: str, user: Any) -> FormState | None:
    """Return the form that the panel with this address has stored for a user, if it has."""
    match = resolve(address)
    if match.url_name not in VIEWS or match.namespaces != ["wagtailadmin_pages"]:
        return None
    found: FormState | None = open_view(VIEWS[match.url_name], user, **match.kwargs).get_form_state_queryset().first()
    return found


def make_page(form: FormState) -> Any:
    """Return the page as a stored form has it, ``None`` if it is not valid any more.

    Raise Http404 or PermissionDenied if the page, or its parent, is not there for its user.
    """
    if form.object_id:
        view = open_view(PreviewOnEditView, form.user, page_id=int(form.object_id))
    else:
        kinds = {
            "content_type_app_name": form.content_type.app_label,
            "content_type_model_name": form.content_type.model,
        }
        view = open_view(PreviewOnCreateView, form.user, parent_page_id=int(form.parent_object_id), **kinds)
    with as_in_admin(form.user):
        filled = view.get_form(QueryDict(form.data))
        if not view.validate_form(filled):
            return None
        filled.save(commit=False)
    return view.object


@contextmanager
def as_in_admin(user: Any) -> Iterator[None]:
    """Read dates and times as the user has written them."""
    profile = UserProfile.get_for_user(user)
    with timezone.override(profile.get_current_time_zone()), translation.override(profile.get_preferred_language()):
        yield
