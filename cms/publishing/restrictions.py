"""Keeps the restrictions of translations equal, and those of aliases equal to those of their sources.

Who restricts a page in one language, or opens it again, does so in all: the same text must not be private in English
and public in Welsh.

Wagtail copies the restrictions of a page when it creates an alias, but not those of the page's ancestors, and not later
ones; lists, searches and the API check restrictions only in the tree. So every alias of a private page gets the same
restrictions here, for as long as its source has them.
"""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.db.models.signals import m2m_changed, post_delete, post_save
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import post_page_move

# Type and password of each restriction, with the IDs of its groups.
Requirements = dict[tuple[str, str], set[int]]


# Set while restrictions are copied, which would otherwise be copied again.
is_copying = ContextVar("is_copying", default=False)
# Set while all aliases get their restrictions: nothing that happens then has to be followed.
is_following = ContextVar("is_following", default=False)


def connect_signals() -> None:
    for signal in (post_save, post_delete):
        signal.connect(
            follow_restriction, sender=PageViewRestriction, dispatch_uid=f"translate_restrictions_{id(signal)}"
        )
        signal.connect(follow_change, sender=PageViewRestriction, dispatch_uid=f"restrict_aliases_{id(signal)}")
    groups = PageViewRestriction.groups.through
    m2m_changed.connect(follow_restriction, sender=groups, dispatch_uid="translate_restrictions")
    m2m_changed.connect(follow_change, sender=groups, dispatch_uid="restrict_aliases")
    post_save.connect(follow_new_alias, dispatch_uid="restrict_new_alias")
    post_page_move.connect(follow_change, dispatch_uid="restrict_moved_aliases")


def follow_restriction(instance: Any, *, action: str = "", origin: Any = None, **kwargs: Any) -> None:
    """Give all translations of a page its restrictions; not when they go because their page is deleted."""
    is_deleted_with_its_page = isinstance(origin, Page) or getattr(origin, "model", PageViewRestriction) is not type(
        instance
    )
    if is_copying.get() or action.startswith("pre_") or is_deleted_with_its_page:
        return
    page = Page.objects.filter(pk=instance.page_id, alias_of=None).first()
    if page:
        restrict_translations(page)


@contextmanager
def setting(variable: ContextVar[bool]) -> Iterator[None]:
    token = variable.set(True)
    try:
        yield
    finally:
        variable.reset(token)


@transaction.atomic
def restrict_translations(page: Page) -> None:
    """Make the restrictions of all translations of a page those of the page."""
    required = {
        (restriction.restriction_type, restriction.password): {group.pk for group in restriction.groups.all()}
        for restriction in page.view_restrictions.prefetch_related("groups")
    }
    with setting(is_copying):
        for translation in page.get_translations().filter(alias_of=None):
            existing = list(translation.view_restrictions.all())
            apply_requirements(translation, existing, required)


def follow_change(action: str = "", **kwargs: Any) -> None:
    if not (is_following.get() or action.startswith("pre_")):
        restrict_aliases()


def follow_new_alias(instance: Any, *, created: bool = False, **kwargs: Any) -> None:
    """Restrict a new alias. Wagtail copies its source's own restrictions, which calls ``follow_change``."""
    if not (created and isinstance(instance, Page) and instance.alias_of_id):
        return
    if not PageViewRestriction.objects.filter(page=instance.alias_of_id).exists():
        restrict_aliases()


@transaction.atomic
def restrict_aliases() -> None:
    """Update the restrictions of all aliases: those of private pages get restrictions, others lose theirs."""
    required = find_requirements()
    existing: dict[Page, list[PageViewRestriction]] = defaultdict(list)
    for restriction in PageViewRestriction.objects.filter(page__alias_of__isnull=False).select_related("page"):
        existing[restriction.page].append(restriction)
    with setting(is_following):
        for alias in {*required, *existing}:
            apply_requirements(alias, existing.get(alias, []), required.get(alias, {}))


def find_requirements() -> dict[Page, Requirements]:
    """Return the restrictions that each alias of a private page must have, including aliases of aliases."""
    by_path: dict[str, Requirements] = defaultdict(dict)
    own = PageViewRestriction.objects.filter(page__alias_of=None).select_related("page").prefetch_related("groups")
    for restriction in own:
        groups = {group.pk for group in restriction.groups.all()}
        by_path[restriction.page.path].setdefault((restriction.restriction_type, restriction.password), set()).update(
            groups
        )
    found: dict[Page, Requirements] = {}
    paths = set(by_path)
    while paths:
        below = Q()
        for path in paths:
            below |= Q(alias_of__path__startswith=path)
        new = [alias for alias in Page.objects.filter(below).select_related("alias_of") if alias not in found]
        for alias in new:
            for path in [path for path in by_path if alias.alias_of.path.startswith(path)]:
                found.setdefault(alias, {}).update(by_path[path])
        by_path.update({alias.path: found[alias] for alias in new})
        paths = {alias.path for alias in new}
    return found


def apply_requirements(alias: Page, existing: list[PageViewRestriction], required: Requirements) -> None:
    """Set the restrictions of an alias, changing only those that differ."""
    kept: Requirements = {}
    for restriction in existing:
        key = (restriction.restriction_type, restriction.password)
        if key in required and key not in kept:
            kept[key] = required[key]
            restriction.groups.set(required[key])
        else:
            restriction.delete()
    for (restriction_type, password), groups in required.items():
        if (restriction_type, password) not in kept:
            new = PageViewRestriction(page=alias, restriction_type=restriction_type, password=password)
            PageViewRestriction.objects.bulk_create([new])  # without the signal, which would start this again
            new.groups.set(groups)
