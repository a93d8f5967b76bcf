"""Where the bin is: in a tree of its own, beside that of the site.

So the permissions that groups have for pages do not reach into it. Nobody may read it, in the sense of Wagtail's view
restrictions, so every public channel leaves it out as it does any private page.
"""

import uuid
from typing import Any

from django.db.models import QuerySet
from wagtail.models import Locale, Page, PageViewRestriction

from cms.represent.visibility import SITE_TREE


def leave_out_binned(pages: "QuerySet[Any]") -> "QuerySet[Any]":
    return pages.filter(path__startswith=SITE_TREE)


def is_binned(page: Page) -> bool:
    return not page.path.startswith(SITE_TREE)


def add_slot() -> Page:
    """Add a place for one page to the bin. Each has its own, so pages with the same slug do not collide."""
    name = f"bin-{uuid.uuid4()}"
    return find_bin().add_child(instance=Page(title="Bin", slug=name, live=False, locale=Locale.get_default()))


def find_bin() -> Page:
    """Return the root of the bin, which is created when it is first needed."""
    roots = Page.objects.filter(depth=1).exclude(path=SITE_TREE)
    if not roots.exists():
        Page.objects.select_for_update().get(path=SITE_TREE)  # two people may delete their first page at once
    root = roots.first()
    if root is None:
        root = Page.add_root(instance=Page(title="Bin", slug="bin", live=False, locale=Locale.get_default()))
    PageViewRestriction.objects.get_or_create(page=root, restriction_type=PageViewRestriction.GROUPS)
    return root
