"""Moving pages into the bin and out of it, and emptying it.

Pages keep all their rows as they are: content, drafts, schedules and whether they are live. Only their place changes.
"""

import logging
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from wagtail.models import Page, Site

from cms.bin.models import KEPT_FOR, BinnedPage, Deletion
from cms.bin.tree import add_slot, is_binned, leave_out_binned
from cms.represent.visibility import SITE_TREE
from cms.upstream.wagtail_actions import DeletePageAction, MovePageAction

logger = logging.getLogger(__name__)


def contains_home_page(page: Page) -> bool:
    """Whether a site would have no home page without this page."""
    return Site.objects.filter(root_page__path__startswith=page.path).exists()


@transaction.atomic
def move_to_bin(pages: Iterable[Page], user: Any) -> Deletion:
    """Move pages into the bin, with everything below them and with their aliases, which only repeat them."""
    deletion = Deletion.objects.create(user=user)
    for page in add_aliases(list(pages)):
        cancel_workflows(page, user)
        sibling = page.get_next_sibling()
        BinnedPage.objects.filter(page=page).delete()  # left over if code has moved it out of the bin
        BinnedPage.objects.create(
            deletion=deletion, page=page, parent=page.get_parent(), next_sibling=sibling, address=page.get_url() or ""
        )
        move(page, add_slot(), "last-child", user)
    return deletion


def move(page: Page, target: Page, position: str, user: Any) -> None:
    """Move a page as Wagtail does. Whether the user may do so has been checked: in the bin nobody has permissions."""
    MovePageAction(page, target, pos=position, user=user).execute(skip_permission_checks=True)


def add_aliases(pages: list[Page]) -> list[Page]:
    """Return the topmost of ``pages`` and of all aliases of what is in them, in the order of the tree."""
    tops = keep_topmost(pages)
    while True:
        inside = Q()
        for page in tops:
            inside |= Q(path__startswith=page.path)
        repeated = Page.objects.filter(inside).values("pk")
        found = list(leave_out_binned(Page.objects.filter(alias_of__in=repeated).exclude(inside).specific()))
        if not found:
            return tops
        tops = keep_topmost([*tops, *found])


def keep_topmost(pages: list[Page]) -> list[Page]:
    tops: list[Page] = []
    for page in sorted(pages, key=lambda page: page.path):
        if not tops or not page.path.startswith(tops[-1].path):
            tops.append(page)
    return tops


def cancel_workflows(page: Page, user: Any) -> None:
    """Nobody should be asked to approve a page in the bin."""
    for inside in page.get_descendants(inclusive=True).specific():
        if state := inside.current_workflow_state:
            state.cancel(user=user)


def list_still_binned(deletion: Deletion) -> list[BinnedPage]:
    """Return the pages without those that code has moved out of the bin."""
    return [binned for binned in deletion.pages.select_related("page") if is_binned(binned.page)]


@transaction.atomic
def restore(deletion: Deletion, user: Any, parents: Mapping[int, Page]) -> list[Page]:
    """Move pages back, below the ``parents`` by the pages' keys, and return them.

    A page that is put back where it was also gets its place among the other pages there.
    """
    restored = []
    for binned in reversed(list_still_binned(deletion)):
        slot, parent = binned.page.get_parent(), parents[binned.page_id]
        sibling = find_next_sibling(binned) if parent.pk == binned.parent_id else None
        page = binned.page.specific
        if sibling:
            move(page, sibling, "left", user)
        else:
            move(page, Page.objects.get(pk=parent.pk), "last-child", user)
        Page.objects.get(pk=slot.pk).delete()
        restored.append(Page.objects.get(pk=page.pk))
    deletion.delete()
    return restored[::-1]


def find_next_sibling(binned: BinnedPage) -> Page | None:
    """Return the page that a page stood before, or the one after that if that one is in the bin too."""
    seen = {binned.page_id}
    sibling = binned.next_sibling
    while sibling and is_binned(sibling) and sibling.pk not in seen:
        seen.add(sibling.pk)
        next_one = BinnedPage.objects.filter(page=sibling).select_related("next_sibling").first()
        sibling = next_one and next_one.next_sibling
    is_there = sibling and sibling.depth > 1 and sibling.get_parent().pk == binned.parent_id
    return sibling if is_there else None


@transaction.atomic
def delete_for_good(deletion: Deletion, user: Any = None) -> None:
    for binned in list_still_binned(deletion):
        slot = binned.page.get_parent()
        DeletePageAction(binned.page.specific, user=user).execute(skip_permission_checks=True)
        Page.objects.get(pk=slot.pk).delete()
    deletion.delete()


def empty_bin() -> None:
    """Delete what has been in the bin long enough."""
    for deletion in Deletion.objects.filter(deleted_at__lt=timezone.now() - KEPT_FOR):
        try:
            delete_for_good(deletion)
        except Exception:  # the others are not held up
            logger.exception("Emptying the bin of %s failed", deletion.pk)
    delete_stray_slots()


def delete_stray_slots() -> None:
    """Delete slots without a deleted page, such as copies for a new language."""
    paths = BinnedPage.objects.values_list("page__path", flat=True)
    used = {path[: 2 * Page.steplen] for path in paths}
    for slot in Page.objects.filter(depth=2).exclude(path__startswith=SITE_TREE):
        if slot.path not in used:
            slot.delete()
