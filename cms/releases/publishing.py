"""Publishes a release: its items and its page, or none of them."""

from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from wagtail.models import DraftStateMixin, Page, Revision
from wagtail.permissions import policy_registry

from cms.releases.models import Release, ReleaseItem


@transaction.atomic
def publish_release(release: Release, page_revision: Revision, *, user: Any = None) -> None:
    """Publish the items of a release and the approved revision of its page.

    If the page has a time in the future, everything waits for it. Raises PermissionDenied if the user may not publish
    one of them.
    """
    items = list_items(release)
    release.items.update_or_create(
        content_type=page_revision.base_content_type,
        object_id=page_revision.object_id,
        defaults={"revision": page_revision},
    )
    go_live_at = page_revision.as_object().go_live_at
    if go_live_at and go_live_at > timezone.now():
        release.state, release.publish_at = Release.State.SCHEDULED, go_live_at
        release.save()
        check_items(items, user)
    else:
        release.state = Release.State.RELEASED
        release.save()
        publish_items(items, user=user)
    page_revision.publish(user=user)


def list_items(release: Release) -> list[ReleaseItem]:
    """Return what a release publishes besides its page, in the order in which it can be published."""
    page_type = ContentType.objects.get_for_model(Page)
    own = release.items.select_related("revision", "content_type")
    if release.page_id:
        own = own.exclude(content_type=page_type, object_id=str(release.page_id))
    return sorted(own, key=lambda item: (getattr(item.content_object, "path", ""), item.pk))


def publish_items(items: Iterable[ReleaseItem], *, user: Any = None) -> None:
    """Publish the revisions of items, each unless something newer is public already."""
    for item in items:
        if not is_outdated(item):
            item.revision.publish(user=user)


def is_outdated(item: ReleaseItem) -> bool:
    """Whether the public version of an item is as new as the one in the release."""
    instance = item.content_object
    newest = instance.live_revision if instance.live else None
    return newest is not None and newest.created_at >= item.revision.created_at


def check_items(items: Iterable[ReleaseItem], user: Any) -> None:
    """Refuse items that will be published later, when nobody asks whether they may be.

    Raises PermissionDenied if a user may not publish one of them, and what the page itself raises if it is refused.
    """
    for item in items:
        if user is not None and not may_publish(user, item.content_object):
            raise PermissionDenied(str(item))
        if isinstance(item.content_object, Page):
            item.content_object.specific_deferred.refuse_publication(item.revision, user)


def may_publish(user: Any, instance: Any) -> bool:
    """Whether a user may change what readers see of a page or snippet. What has no drafts is public once changed."""
    if isinstance(instance, Page):
        return bool(instance.permissions_for_user(user).can_publish())
    action = "publish" if isinstance(instance, DraftStateMixin) else "change"
    return bool(policy_registry.get(instance).user_has_permission(user, action))


def publish_scheduled_release(sender: Any, instance: Any, revision: Revision, **kwargs: Any) -> None:
    """Publish the other items of a scheduled release, when its page goes live, in the same transaction.

    If another version of the page goes live, the release has lost its occasion.
    """
    if not isinstance(instance, Page) or not instance.live:
        return
    for release in Release.objects.filter(page=instance.pk, state=Release.State.SCHEDULED):
        is_approved = release.items.filter(revision=revision).exists()
        release.state = Release.State.RELEASED if is_approved else Release.State.CANCELLED
        release.save(update_fields=["state"])
        if is_approved:
            publish_items(list_items(release))
