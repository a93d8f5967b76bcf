"""Moderation of a translation, on its screen."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail.models import Page, TaskState, WorkflowMixin
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from cms.releases.panels import ReleasePanel
from cms.releases.reviews import check_approval, warn_about_gaps
from cms.translation import saving
from cms.translation.places import capitalise


def may_submit(target: Any) -> bool:
    """Whether there is a moderation for a page or snippet, and it is not under way."""
    if not isinstance(target, WorkflowMixin) or not target.has_workflow:
        return False
    state = target.current_workflow_state
    return state is None or state.status == state.STATUS_NEEDS_CHANGES


def describe(target: Any, request: HttpRequest) -> dict[str, Any] | None:
    """Return the review that a translation is in, and what this user may do in it; ``None`` if it is in none."""
    task_state = find_task_state(target)
    if task_state is None:
        return None
    commented = task_state.workflow_state.task_states.exclude(comment="").order_by("-finished_at").first()
    actions = {name for name, _label, _modal in task_state.task.specific.get_actions(target, request.user)}
    panel = None
    if isinstance(target, Page):
        bound = ReleasePanel().bind_to_model(type(target)).get_bound_panel(instance=target, request=request)
        panel = bound if bound.is_shown() else None
    return {
        "task": str(task_state.task),
        "needs_changes": task_state.status == TaskState.STATUS_REJECTED,
        "comment": commented.comment if commented else "",
        "may_approve": "approve" in actions,
        "may_reject": "reject" in actions,
        "panel": panel,
    }


def find_task_state(target: Any) -> TaskState | None:
    if not isinstance(target, WorkflowMixin) or target.current_workflow_state is None:
        return None
    state = target.current_workflow_state
    return state.current_task_state


@transaction.atomic
def approve(target: Any, translation: Translation, request: HttpRequest) -> None:
    """Approve a translation as its screen shows it; with the last task, that publishes it, and what goes with it."""
    form = request.POST.copy()
    form["workflow-action-name"] = "approve"
    request.POST = form  # type: ignore[assignment]
    if isinstance(target, Page):
        check_approval(request, target)
    if "workflow-action-name" not in request.POST:
        return  # it has said why not
    saving.renew_draft(translation, user=request.user)
    target = type(target)._default_manager.get(pk=target.pk)
    act(target, request, "approve")
    messages.success(request, _("Approved “%(title)s”.") % {"title": target.get_latest_revision_as_object()})
    if isinstance(target, Page):
        warn_about_gaps(request, target)


def reject(target: Any, request: HttpRequest) -> None:
    act(target, request, "reject", comment=request.POST.get("comment", ""))
    title = {"title": target.get_latest_revision_as_object()}
    messages.success(request, _("Asked for changes to “%(title)s”.") % title)


def act(target: Any, request: HttpRequest, action: str, **kwargs: Any) -> None:
    task_state = find_task_state(target)
    task = task_state and task_state.task.specific
    if task is None or action not in {name for name, _label, _modal in task.get_actions(target, request.user)}:
        raise PermissionDenied
    task.on_action(task_state, request.user, action, **kwargs)


def report(request: HttpRequest, translation: Translation, error: ValidationError) -> None:
    """Note errors at the texts that they are about, and say all others, with the name of their field."""
    found = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
    segments = StringSegment.objects.filter(source=translation.source)
    for name, texts in found.items():
        stored = StringTranslation.objects.filter(
            translation_of__in=segments.values("string"),
            context__path=name,
            locale=translation.target_locale,
            context__object_id=translation.source.object_id,
        ).first()
        if stored is not None:
            stored.set_field_error([ValidationError(texts[0])])
        label = find_label(translation, name)
        messages.error(request, f"{label}: {' '.join(texts)}" if label else " ".join(texts))


def find_label(translation: Translation, name: str) -> str:
    model = translation.source.specific_content_type.model_class()
    fields = {field.name: field for field in model._meta.get_fields()} if model else {}
    return capitalise(getattr(fields.get(name), "verbose_name", ""))
