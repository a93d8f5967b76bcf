"""The release that a submission makes: what a page shows goes to the moderator with it."""

from typing import Any

from django.db.models import Q
from django.db.models.signals import post_save
from django.http import HttpRequest
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import DraftStateMixin, Page, Revision, TaskState, WorkflowState
from wagtail.signals import published, task_submitted, unpublished, workflow_cancelled

from cms.releases.models import Release, ReleaseItem
from cms.releases.publishing import publish_scheduled_release
from cms.releases.shown import find_unpublished

REOPENED_ACTION = "cms.release.reopened"


def connect_signals() -> None:
    task_submitted.connect(collect_on_submission, dispatch_uid="releases")
    workflow_cancelled.connect(cancel_release, dispatch_uid="releases")
    published.connect(publish_scheduled_release, dispatch_uid="releases")
    unpublished.connect(take_out_of_releases, dispatch_uid="releases")
    post_save.connect(note_edit, sender=Revision, dispatch_uid="releases")


def find_open_release(page: Any) -> Release | None:
    """Return the release of the submission that a page is in, if any."""
    open_ones = Release.objects.filter(page=page.pk, state=Release.State.OPEN, workflow_state__isnull=False)
    return open_ones.order_by("-pk").first()


def collect_on_submission(sender: Any, instance: TaskState, **kwargs: Any) -> None:
    """Make the release of a page's submission, or collect again what it shows after a request for changes.

    A later step of the same workflow reviews what the first one has reviewed.
    """
    workflow_state = instance.workflow_state
    page = workflow_state.content_object
    if not isinstance(page, Page):
        return
    earlier = workflow_state.task_states.exclude(pk=instance.pk).order_by("-started_at", "-pk").first()
    release = Release.objects.filter(workflow_state=workflow_state).first()
    if release is None:
        release = Release.objects.create(page=page, workflow_state=workflow_state, title=page.get_admin_display_title())
    elif earlier is None or earlier.status != TaskState.STATUS_REJECTED:
        return
    draft = page.specific.get_latest_revision().as_object()
    set_items(release, [item.instance for item in find_unpublished(draft).items])


def set_items(release: Release, instances: list[Any]) -> None:
    """Let a release consist of the latest revisions of these pages and snippets."""
    release.items.all().delete()
    add_items(release, instances)


def add_items(release: Release, instances: list[Any]) -> None:
    """Add the latest revisions of those pages and snippets that are not in a release yet."""
    items = [
        ReleaseItem(
            release=release,
            content_type=instance.get_base_content_type(),
            object_id=str(instance.pk),
            revision=instance.latest_revision,
        )
        for instance in instances
    ]
    ReleaseItem.objects.bulk_create(items, ignore_conflicts=True)


def collect_during_review(request: HttpRequest, edited: Any) -> None:
    """Add what an edit during a review shows for the first time to the release: the moderator sees it there.

    Not during an approval, which has just taken out what should wait.
    """
    if request.POST.get("workflow-action-name") == "approve" or not isinstance(edited, DraftStateMixin):
        return
    is_item = Q(items__content_type=edited.get_base_content_type(), items__object_id=str(edited.pk))
    is_page = Q(page=edited.pk) if isinstance(edited, Page) else Q()
    open_ones = Release.objects.filter(is_item | is_page, state=Release.State.OPEN, workflow_state__isnull=False)
    for release in open_ones.distinct():
        page = release.page.specific if release.page else None
        if page and page.latest_revision:
            shown = find_unpublished(page.latest_revision.as_object())
            add_items(release, [item.instance for item in shown.items])


def cancel_release(sender: Any, instance: WorkflowState, **kwargs: Any) -> None:
    Release.objects.filter(workflow_state=instance, state=Release.State.OPEN).update(state=Release.State.CANCELLED)


def take_out_of_releases(sender: Any, instance: DraftStateMixin, **kwargs: Any) -> None:
    """Leave out of releases that are still to come what somebody has withdrawn: nobody approved its return."""
    list_coming_items(instance).delete()


def list_coming_items(instance: Any) -> Any:
    return ReleaseItem.objects.filter(
        content_type=instance.get_base_content_type(),
        object_id=str(instance.pk),
        release__state__in=[Release.State.OPEN, Release.State.SCHEDULED],
    )


def note_edit(sender: Any, instance: Revision, **kwargs: Any) -> None:
    """Reopen the review of every release under review that has an earlier revision of the same object.

    The moderator sees that it was edited, and approves the version that they have seen. In a workflow of several steps,
    those that were approved have to be approved again.
    """
    older = ReleaseItem.objects.filter(
        content_type=instance.base_content_type_id,
        object_id=instance.object_id,
        release__state=Release.State.OPEN,
        revision__created_at__lt=instance.created_at,
        edited_at=None,
    ).exclude(revision=instance)
    for item in older.select_related("release__workflow_state", "release__page"):
        item.edited_at = timezone.now()
        item.save(update_fields=["edited_at"])
        reopen_review(item.release, instance)


def reopen_review(release: Release, revision: Revision) -> None:
    """Begin the review of a release again, and say so in the history of its page."""
    workflow_state = release.workflow_state
    if workflow_state is None or release.page is None:
        return
    log(
        instance=release.page.specific,
        action=REOPENED_ACTION,
        user=revision.user,
        data={"title": revision.object_str},
    )
    approved = workflow_state.task_states.filter(status=TaskState.STATUS_APPROVED)
    if workflow_state.status == WorkflowState.STATUS_IN_PROGRESS and approved.exists():
        approved.update(status=TaskState.STATUS_CANCELLED)
        workflow_state.current_task_state.specific.cancel(user=revision.user)
