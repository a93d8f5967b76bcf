"""Who may see what is in the bin."""

from typing import Any

from django.db.models import Q, QuerySet
from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy
from wagtail.permissions import policy_registry

from cms.bin.models import BinnedPage, Deletion
from cms.bin.tree import leave_out_binned
from cms.represent.visibility import SITE_TREE, live


class PagePolicy(PagePermissionPolicy):
    """Wagtail's policy without the pages in the bin, to which superusers would have access."""

    def instances_with_direct_explore_permission(self, user: Any) -> Any:
        pages = super().instances_with_direct_explore_permission(user)
        return leave_out_binned(pages) if isinstance(pages, QuerySet) else pages

    def explorable_instances(self, user: Any) -> "QuerySet[Any]":
        return leave_out_binned(super().explorable_instances(user))

    def instances_user_has_any_permission_for(self, user: Any, actions: Any) -> "QuerySet[Any]":
        return leave_out_binned(super().instances_user_has_any_permission_for(user, actions))


def list_deletions(user: Any) -> "QuerySet[Deletion]":
    """Return what a user finds in the bin: what they deleted, and what comes from where they may publish."""
    still_there = BinnedPage.objects.exclude(page__path__startswith=SITE_TREE)
    deletions = Deletion.objects.filter(pages__in=still_there)
    if not user.is_superuser:
        places = policy_registry.get_by_type(Page).instances_user_has_any_permission_for(user, {"publish"})
        deletions = deletions.filter(Q(user=user) | Q(pages__parent__in=places.values("pk")))
    return deletions.distinct()


def may_delete_for_good(user: Any, deletion: Deletion) -> bool:
    """Whether a user may publish where the pages come from, or they are drafts that the user deleted."""
    if user.is_superuser:
        return True
    pages = deletion.pages.select_related("page", "parent")
    if all(one.parent and one.parent.permissions_for_user(user).can_publish_subpage() for one in pages):
        return True
    has_live = any(one.page.get_descendants(inclusive=True).filter(live()).exists() for one in pages)
    return deletion.user_id == user.pk and not has_live
