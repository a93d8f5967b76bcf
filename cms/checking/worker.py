"""What the worker does each minute: it checks some pages, those first that have changed since."""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Case, F, OuterRef, Q, QuerySet, Subquery, When
from django.utils import timezone
from wagtail.models import Page
from wagtail.query import PageQuerySet

from cms.checking.checks import run_checks
from cms.checking.content import Content
from cms.checking.models import CheckedPage, OutsideLink, PageFinding
from cms.checking.outside import note_addresses
from cms.environment.outages import find_disk_failure, is_transient
from cms.models import BasePage
from cms.represent.visibility import SITE_TREE

logger = logging.getLogger(__name__)

A_MINUTE = 200  # pages
AT_ONCE = 50
# What depends on the clock, on other pages or on other sites is found again after this time.
AGAIN_AFTER = timedelta(hours=6)
KEPT_UNSEEN = timedelta(days=90)


def check_pages() -> None:
    """Check the pages whose turn it is."""
    keys = list(list_due()[:A_MINUTE])
    for start in range(0, len(keys), AT_ONCE):
        check_what_can_be_read(keys[start : start + AT_ONCE])


def check_what_can_be_read(keys: list[int]) -> None:
    """Check pages. One that cannot be read is logged, and keeps no others from their turn."""
    try:
        check_some(keys)
    except Exception as error:
        if is_transient(error) or find_disk_failure(error):
            raise
        if len(keys) == 1:
            logger.exception("Page %s cannot be checked", keys[0])
            note_checked(Page.objects.filter(pk__in=keys).values_list("pk", flat=True), timezone.now())
            return
    else:
        return
    for key in keys:
        check_what_can_be_read([key])


def list_due() -> "QuerySet[Any, int]":
    """Return the keys of the pages that were changed since they were checked, then of those checked longest ago."""
    checked = CheckedPage.objects.filter(page=OuterRef("pk")).values("checked_at")
    pages = Page.objects.filter(alias_of__isnull=True, depth__gt=1, path__startswith=SITE_TREE)
    pages = pages.annotate(checked_at=Subquery(checked))
    is_changed = Q(checked_at=None) | Q(latest_revision_created_at__gt=F("checked_at"))
    is_changed |= Q(last_published_at__gt=F("checked_at"))
    turn = Case(When(is_changed, then=0), default=1)
    due = pages.filter(is_changed | Q(checked_at__lt=timezone.now() - AGAIN_AFTER)).annotate(turn=turn)
    return due.order_by("turn", F("checked_at").asc(nulls_first=True), "pk").values_list("pk", flat=True)


def check_some(keys: Iterable[int]) -> None:
    """Check pages as readers see them, and drafts that nobody has seen yet as they are."""
    now = timezone.now()
    pages: PageQuerySet = Page.objects.filter(pk__in=keys)
    shown = [page for page in pages.specific() if isinstance(page, BasePage)]
    drafts = {
        page.pk: page.get_latest_revision_as_object() for page in shown if page.has_unpublished_changes or not page.live
    }
    checked = [page if page.live else drafts[page.pk] for page in shown]
    note_addresses([Content(page) for page in (*checked, *drafts.values())])
    found = run_checks(checked)
    rows = [PageFinding.keep(page, one) for page, mine in zip(shown, found, strict=True) for one in mine]
    with transaction.atomic():
        still = set(Page.objects.filter(pk__in=keys).values_list("pk", flat=True))
        PageFinding.objects.filter(page__in=keys).delete()
        PageFinding.objects.bulk_create(row for row in rows if row.page_id in still)
        note_checked(still, now)


def note_checked(keys: Iterable[int], moment: datetime) -> None:
    CheckedPage.objects.bulk_create(
        [CheckedPage(page_id=key, checked_at=moment) for key in keys],
        update_conflicts=True,
        unique_fields=["page"],
        update_fields=["checked_at"],
    )


def prune_links() -> None:
    """Forget the addresses that no page has named for a while."""
    OutsideLink.objects.filter(seen_at__lt=timezone.now() - KEPT_UNSEEN).delete()
