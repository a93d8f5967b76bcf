"""Drafts in previews: what readers will see once everything that a page names is published."""

from typing import Any

from wagtail.models import DraftStateMixin, Page
from wagtail.permissions import policy_registry


class DraftFinder:
    """Finds drafts for one preview, for users who all may see them, and remembers which ones it shows."""

    def __init__(self, *users: Any) -> None:
        self.users = users
        self.shown: list[Any] = []

    def find(self, instance: Any) -> Any:
        """Return the latest draft of a page or snippet, with ``is_draft``; ``None`` if it has none for this user."""
        if not isinstance(instance, DraftStateMixin) or not instance.latest_revision_id:
            return None
        if instance.live and not instance.has_unpublished_changes:
            return None
        if not all(may_see_drafts(user, instance) for user in self.users):
            return None
        draft = instance.latest_revision.as_object()
        draft.is_draft = True
        self.shown.append(draft)
        return draft


def may_see_drafts(user: Any, instance: Any) -> bool:
    """Whether a user may see drafts of a page or snippet: whoever may edit or publish it."""
    if user is None:
        return False
    if isinstance(instance, Page):
        permissions = instance.permissions_for_user(user)
        return bool(permissions.can_edit() or permissions.can_publish())
    return bool(policy_registry.get(instance).user_has_any_permission(user, ["add", "change", "publish"]))
