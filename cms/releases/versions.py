"""The versions of a page or snippet that are kept, and their names."""

from typing import Any, NamedTuple

from django import forms
from django.contrib import messages
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.log_actions import log
from wagtail.models import Page, Revision, RevisionMixin
from wagtail.permissions import policy_registry

from cms.releases.headers import describe_header
from cms.releases.models import Release, RevisionName
from cms.releases.reviews import make_url

NAMED_ACTION = "cms.revision.name"


class Version(NamedTuple):
    """A revision that is kept, and why."""

    revision: Revision
    name: str
    reasons: list[str]
    view_url: str | None
    compare_url: str | None
    revert_url: str | None


class NameForm(forms.ModelForm):
    class Meta:
        model = RevisionName
        fields = ["name"]


def find_instance(content_type_id: int, pk: str, user: Any) -> Any:
    """Return a page or snippet whose editor a user may open. Raise 404 or PermissionDenied."""
    model = get_object_or_404(ContentType, pk=content_type_id).model_class()
    if model is None or not issubclass(model, RevisionMixin):
        raise PermissionDenied
    instance = get_object_or_404(model, pk=pk)
    if isinstance(instance, Page):
        instance = instance.specific
        permissions = instance.permissions_for_user(user)
        is_allowed = permissions.can_edit() or permissions.can_publish()
    else:
        is_allowed = policy_registry.get(instance).user_has_permission(user, "change")
    if not is_allowed:
        raise PermissionDenied
    return instance


def list_versions(instance: Any) -> list[Version]:
    """Return the versions of a page or snippet that were named, submitted or released, newest first."""
    kept = instance.revisions.filter(
        Q(named__isnull=False)
        | Q(task_states__isnull=False)
        | Q(release_items__release__state__in=[Release.State.OPEN, Release.State.SCHEDULED, Release.State.RELEASED])
        | Q(pk=instance.live_revision_id)
    )
    found = kept.distinct().defer("content").select_related("user").prefetch_related("task_states", "release_items")
    return [describe_version(instance, revision) for revision in found.order_by("-created_at", "-pk")]


def describe_version(instance: Any, revision: Revision) -> Version:
    named = RevisionName.objects.filter(revision=revision).first()
    reasons = []
    if revision.pk == instance.live_revision_id:
        reasons.append(_("public now"))
    if revision.task_states.exists():
        reasons.append(_("submitted"))
    if revision.release_items.exists():
        reasons.append(_("in a release"))
    return Version(
        revision=revision,
        name=named.name if named else "",
        reasons=reasons,
        view_url=make_url(instance, "revisions_view", revision.pk),
        compare_url=make_url(instance, "revisions_compare", revision.pk, "latest"),
        revert_url=make_url(instance, "revisions_revert", revision.pk),
    )


def show_versions(request: HttpRequest, content_type_id: int, pk: str) -> HttpResponse:
    """List the versions that are kept, and name the latest one."""
    instance = find_instance(content_type_id, pk, request.user)
    latest = instance.get_latest_revision()
    form = NameForm(request.POST or None)
    if request.method == "POST" and latest and form.is_valid():
        name_revision(latest, form.cleaned_data["name"], user=request.user)
        messages.success(request, _("This version is kept as “%(name)s”.") % form.cleaned_data)
        return redirect(request.path)
    context = {
        **describe_header(_("Versions"), latest.object_str if latest else str(instance), "history"),
        "edit_url": AdminURLFinder(request.user).get_edit_url(instance),
        "form": form,
        "latest": latest,
        "versions": list_versions(instance),
    }
    return TemplateResponse(request, "releases/versions.html", context)


def name_revision(revision: Revision, name: str, *, user: Any) -> None:
    """Give a revision a name, instead of the one that it may have, and say so in the history."""
    RevisionName.objects.update_or_create(revision=revision, defaults={"name": name, "user": user})
    log(
        instance=revision.content_object,
        action=NAMED_ACTION,
        user=user,
        revision=revision,
        data={"name": name},
    )
