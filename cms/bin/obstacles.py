"""Why a page cannot be restored to a place."""

from typing import Any

from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.bin.tree import is_binned
from cms.represent.visibility import live


def find_obstacle(page: Page, parent: Page | None, user: Any) -> str:
    """Return why a user cannot put a page from the bin below ``parent``; "" if they can."""
    if parent is None:
        return _("The page that it was below has been deleted for good.")
    title = {"title": parent.specific_deferred.get_admin_display_title()}
    if is_binned(parent):
        return _("The page that it was below, “%(title)s”, is in the bin too. Restore that one first.") % title
    if not parent.is_root() and parent.locale_id != page.locale_id:
        return _("“%(title)s” is in another language.") % title
    if taken := parent.get_children().filter(slug=page.slug).first():
        return _("Its address is taken by “%(title)s”.") % {"title": taken.specific_deferred.get_admin_display_title()}
    if not page.specific.can_move_to(parent):
        return _("A page of this kind cannot be below “%(title)s”.") % title
    if not may_put(page, parent, user):
        return _("You may not put it below “%(title)s”.") % title
    return ""


def may_put(page: Page, parent: Page, user: Any) -> bool:
    """Whether a user may add a page below ``parent``, and publish there what is live in it."""
    permissions = parent.permissions_for_user(user)
    if page.get_descendants(inclusive=True).filter(live()).exists():
        return bool(permissions.can_publish_subpage())
    return bool(permissions.can_add_subpage())
