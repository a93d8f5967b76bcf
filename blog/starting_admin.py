"""Starting this month's update by a form, for other ways than the button on the dashboard."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.models import Page

from blog.models import UpdateIndexPage, UpdatePage
from blog.starting import find_begun, start_update
from cms.represent.visibility import SITE_TREE, live

EARLIER = 24  # updates that can be chosen as a pattern


def list_archives(user: Any) -> list[UpdateIndexPage]:
    """Return the archives where a user may add an update, the default language's first."""
    pages = (
        UpdateIndexPage.objects.filter(live(), path__startswith=SITE_TREE)
        .select_related("locale")
        .order_by("locale_id", "path")
    )
    return [page for page in pages if page.permissions_for_user(user).can_add_subpage()]


class StartForm(forms.Form):
    """Where the update belongs, and what it begins with."""

    parent = forms.ModelChoiceField(UpdateIndexPage.objects.none(), label=_("Archive"), empty_label=None)
    like = forms.ModelChoiceField(
        UpdatePage.objects.none(),
        required=False,
        label=_("Begin with"),
        empty_label=_("The usual sections"),
        help_text=_("The headings of an earlier update, without what it said."),
    )

    def __init__(self, archives: list[UpdateIndexPage], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parent, like = self.fields["parent"], self.fields["like"]
        assert isinstance(parent, forms.ModelChoiceField)  # noqa: S101 - for the type checker
        assert isinstance(like, forms.ModelChoiceField)  # noqa: S101
        parent.queryset = UpdateIndexPage.objects.filter(pk__in=[page.pk for page in archives])
        parent.initial = archives[0]
        parent.label_from_instance = describe_archive  # type: ignore[assignment]
        like.queryset = list_earlier(archives)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        like, parent = cleaned.get("like"), cleaned.get("parent")
        if like and parent and not like.is_child_of(parent):
            self.add_error("like", _("This update is in another archive."))
        return cleaned


def describe_archive(archive: Any) -> str:
    return f"{archive.get_admin_display_title()} ({archive.locale.get_display_name()})"


def list_earlier(archives: list[UpdateIndexPage]) -> "QuerySet[UpdatePage]":
    """Return the latest public updates of a month."""
    found = UpdatePage.objects.none()
    for archive in archives:
        found |= UpdatePage.objects.child_of(archive)
    latest = found.filter(live(), kind=UpdatePage.Kind.MONTHLY_UPDATE).order_by("-period")
    return UpdatePage.objects.filter(pk__in=list(latest.values_list("pk", flat=True)[:EARLIER])).order_by("-period")


def start(request: HttpRequest) -> HttpResponse:
    """Make the draft and lead to it; a request by GET shows the form."""
    archives = list_archives(request.user)
    if not archives:
        raise PermissionDenied
    form = StartForm(archives, request.POST if request.method == "POST" else None)
    if form.is_valid():
        update, is_new = start_update(form.cleaned_data["parent"], request.user, like=form.cleaned_data["like"])
        text = (
            _("This draft is yours to change: the title, the texts, and everything that was filled in for you.")
            if is_new
            else _("This update has been begun already.")
        )
        messages.success(request, text)
        if not update.permissions_for_user(request.user).can_edit():
            return redirect("wagtailadmin_home")
        return redirect("wagtailadmin_pages:edit", update.pk)
    context = {
        "form": form,
        "page_title": _("Start this month's update"),
        "header_title": _("Start this month's update"),
        "header_icon": "doc-full",
    }
    return TemplateResponse(request, "blog/admin/start.html", context)


def lead_to_begun(request: HttpRequest, parent: Page, page_class: type[Page]) -> None:
    """Name the update of the month that is begun, where somebody adds another one."""
    if page_class is not UpdatePage or request.method != "GET":
        return
    begun = find_begun(parent)
    if begun and begun.permissions_for_user(request.user).can_edit():
        text = _("The update for %(month)s has been begun: %(title)s.") % {
            "month": begun.period_label,
            "title": begun.get_admin_display_title(),
        }
        url = reverse("wagtailadmin_pages:edit", args=[begun.pk])
        messages.info(request, text, buttons=[messages.button(url, _("Go on with it"))])
