"""Each action of an editor is one transaction."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.apps import apps
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models import Page

from cms.models.refusals import RefusedError
from cms.releases.reviews import refuse_approval

SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}
PAGE_KEYS = ("page_id", "page_to_move_id", "parent_page_id")
View = Callable[..., HttpResponseBase]


def write_in_one_transaction(view: View) -> View:
    """Return ``view`` with a transaction around every request that may write, rolled back on errors.

    Wagtail's editor publishes in several statements: the revision, the page, its aliases, the indexes, the log. Reads
    and requests of people who may not use the admin have no transaction: on SQLite it would block all writers.

    Requests that write the same page or snippet are serialised. Otherwise a slow autosave that has read a draft could
    overwrite what has been published in the meantime, and unpublish it.
    """

    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method in SAFE_METHODS or not request.user.has_perm("wagtailadmin.access_admin"):
            return view(request, *args, **kwargs)
        try:
            return write(request, *args, **kwargs)
        except RefusedError as error:
            if not is_approval_with_form(request):
                return open_refused(request, error)
            reason = " ".join([*error.messages, _("Your changes are saved as a draft.")])
        refuse_approval(request, reason)
        return write(request, *args, **kwargs)

    @transaction.atomic
    def write(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        lock_subject(view, kwargs)
        return view(request, *args, **kwargs)

    return wrapper


def is_approval_with_form(request: HttpRequest) -> bool:
    """Whether a moderator approves what they have typed in the same form: that must not be lost."""
    return "action-workflow-action" in request.POST and request.POST.get("workflow-action-name") == "approve"


def open_refused(request: HttpRequest, error: RefusedError) -> HttpResponseBase:
    """Open the form of what was not published, with the reason. Dialogs of the admin expect the address as JSON."""
    messages.error(request, " ".join(error.messages))
    url = AdminURLFinder(request.user).get_edit_url(error.instance) or reverse("wagtailadmin_home")
    if request.headers.get("x-requested-with") == "XMLHttpRequest":
        return JsonResponse({"step": "success", "redirect": url})
    return redirect(url)


def lock_subject(view: View, kwargs: dict[str, Any]) -> None:
    """Lock the row of the page or snippet that one of Wagtail's views edits, as an update would.

    For a new page, lock the parent: otherwise two windows create pages at once, and the later one fails. SQLite needs
    no lock, since only one transaction writes at a time.
    """
    model: type[Model] | str | None = getattr(view, "view_initkwargs", {}).get("model")
    pk = kwargs.get("pk")
    if page := next((kwargs[name] for name in PAGE_KEYS if name in kwargs), None):
        model, pk = Page, page
    if isinstance(model, str):  # as choosers have it
        model = apps.get_model(model)
    if model is None or pk is None:
        return
    field: Any = model._meta.pk
    while field.is_relation:
        field = field.target_field
    try:
        pk = field.to_python(pk)
        field.run_validators(pk)
    except ValidationError:  # nothing has such a key, as the view will find
        return
    model._default_manager.select_for_update(no_key=True).filter(pk=pk).values_list("pk").first()
