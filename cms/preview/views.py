"""The views of the admin: what the preview panel asks for, and the links that were shared."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST
from rest_framework.exceptions import APIException
from wagtail.log_actions import log
from wagtail.models import Page

from cms.preview.addresses import find_front_end
from cms.preview.models import LONGEST_DAYS, PreviewLink, expire_after
from cms.preview.tokens import StoredForm, write_form_token, write_link_token
from cms.upstream.previews import find_form

SHARED_ACTION = "cms.preview.share"
WITHDRAWN_ACTION = "cms.preview.withdraw"


@require_POST
def open_preview(request: HttpRequest) -> HttpResponse:
    """Answer where the front end shows what the panel at ``panel`` has stored, and keep that for another while."""
    form = find_form(request.POST.get("panel", ""), request.user)
    if form is None:
        raise Http404
    form.last_updated_at = timezone.now()
    form.save(update_fields=["last_updated_at"])
    stored = StoredForm(form)
    try:
        page = stored.make_page()
    except APIException as error:
        raise PermissionDenied from error
    front_end = find_front_end(page)
    if front_end is None:
        raise Http404
    token = write_form_token(form)
    return JsonResponse({"url": front_end.write_link(page, token), "expires": stored.expires})


def say_days(days: int) -> str:
    return ngettext("%(days)s day", "%(days)s days", days) % {"days": days}


class LinkForm(forms.Form):
    """What a new link shows, and for how long."""

    shows = forms.ChoiceField(
        label=gettext_lazy("What the link shows"),
        choices=[
            ("latest", gettext_lazy("Always the latest draft")),
            ("frozen", gettext_lazy("The draft as it is saved now")),
        ],
        widget=forms.RadioSelect,
        initial="latest",
    )
    days = forms.TypedChoiceField(label=gettext_lazy("Valid for"), coerce=int, initial=7)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        days: Any = self.fields["days"]
        days.choices = [(number, say_days(number)) for number in (1, 7, 14, LONGEST_DAYS)]


def find_page(request: HttpRequest, pk: int) -> Page:
    """Return a page whose previews somebody may share: whoever may edit it."""
    page = get_object_or_404(Page, pk=pk).specific
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    return page


def show_links(request: HttpRequest, page_id: int) -> HttpResponse:
    """List the links to previews of a page, and make one."""
    user: Any = request.user
    page = find_page(request, page_id)
    front_end = find_front_end(page)
    latest = page.get_latest_revision()
    form = LinkForm(request.POST or None)
    if request.method == "POST" and front_end and form.is_valid():
        is_frozen = form.cleaned_data["shows"] == "frozen"
        PreviewLink.objects.create(
            page_id=page.pk,
            user=user,
            content=(latest.content if latest else page.serializable_data()) if is_frozen else None,
            expires_at=expire_after(form.cleaned_data["days"]),
        )
        log(instance=page, action=SHARED_ACTION, user=user)
        messages.success(request, _("The link is ready: copy it, and send it to whom you like."))
        return redirect(request.path)
    draft = page.get_latest_revision_as_object()
    links = PreviewLink.objects.valid().filter(page=page).select_related("user")
    context = {
        "page_title": _("Shared previews"),
        "page_subtitle": draft.get_admin_display_title(),
        "header_title": f"{_('Shared previews')}: {draft.get_admin_display_title()}",
        "header_icon": "link",
        "edit_url": reverse("wagtailadmin_pages:edit", args=[page.pk]),
        "front_end": front_end,
        "form": form,
        "links": [(link, front_end.write_link(draft, write_link_token(link)) if front_end else "") for link in links],
    }
    return TemplateResponse(request, "preview/links.html", context)


@require_POST
def withdraw_link(request: HttpRequest, page_id: int, pk: int) -> HttpResponse:
    """Delete a link, so that it shows nothing any more."""
    page = find_page(request, page_id)
    get_object_or_404(PreviewLink, pk=pk, page_id=page.pk).delete()
    log(instance=page, action=WITHDRAWN_ACTION, user=request.user)
    messages.success(request, _("The link has been withdrawn: it shows nothing any more."))
    return redirect("preview_links", page.pk)
