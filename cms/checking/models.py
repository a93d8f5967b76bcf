"""What is kept of checks: which of them block, what was found, and how links to other sites answered."""

from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from cms.checking.checks import Finding, Found, list_checks
from cms.checking.content import Place
from cms.checking.places import describe_place, make_url


class BlockingCheck(models.Model):
    """A check whose findings keep a page from being published; those of all others are advice."""

    name = models.CharField(max_length=50, primary_key=True)

    in_feed = False
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("check")
        verbose_name_plural = _("checks")
        default_permissions = ("change",)

    def __str__(self) -> str:
        return self.name


class CheckedPage(models.Model):
    """When the worker has checked a page."""

    page = models.OneToOneField(Page, models.CASCADE, primary_key=True, related_name="+")
    checked_at = models.DateTimeField(db_index=True)

    in_feed = False
    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.page_id)


class PageFinding(models.Model):
    """What a check has found on a page: on what is public of it, or on the draft of one that is not."""

    page = models.ForeignKey(Page, models.CASCADE, related_name="+")
    check_name = models.CharField(max_length=50, db_index=True)
    field = models.CharField(max_length=100)
    block = models.CharField(max_length=100, blank=True)
    kind = models.CharField(max_length=100, blank=True)
    title = models.CharField(max_length=200, blank=True)
    values = models.JSONField(default=dict)

    in_feed = False
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        ordering = ["-page_id", "pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.check_name

    @classmethod
    def keep(cls, page: Page, found: Found) -> "PageFinding":
        """Return the row of a finding, which is not saved yet."""
        check, finding = found
        place = finding.place
        return cls(
            page=page,
            check_name=check.name,
            field=place.field,
            block=place.block,
            kind=place.kind,
            title=place.title,
            values=finding.values,
        )

    @cached_property
    def found(self) -> Found | None:
        """The finding; ``None`` if its check is not installed any more."""
        check = list_checks().get(self.check_name)
        place = Place(self.field, self.block, self.kind, self.title)
        return Found(check, Finding(place, self.values)) if check else None

    @property
    def page_title(self) -> str:
        return self.page.get_admin_display_title()

    @property
    def label(self) -> Any:
        return self.found.check.label if self.found else self.check_name

    @property
    def problem(self) -> str:
        return self.found.check.describe(self.found.finding) if self.found else self.check_name

    @property
    def remedy(self) -> str:
        return self.found.check.advise(self.found.finding) if self.found else ""

    @property
    def where(self) -> str:
        return describe_place(self.page.specific_class, Place(self.field, self.block, self.kind, self.title))

    @property
    def edit_url(self) -> str:
        return make_url(self.page_id, Place(self.field, self.block))


class OutsideLink(models.Model):
    """A web address that pages lead to, and how it answered.

    ``key`` is a hash of the address, which may be longer than an index allows.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Not checked yet")
        WORKS = "works", _("Works")
        FAILING = "failing", _("Failed once")
        DEAD = "dead", _("Dead")
        UNKNOWN = "unknown", _("Cannot be checked")

    key = models.CharField(max_length=64, primary_key=True)
    url = models.TextField()
    host = models.CharField(max_length=255)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    answer = models.CharField(max_length=200, blank=True)
    failed_since = models.DateTimeField(null=True)
    checked_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(default=timezone.now, db_index=True)
    seen_at = models.DateTimeField(default=timezone.now, db_index=True)

    in_feed = False
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("link to another site")
        verbose_name_plural = _("links to other sites")
        default_permissions = ()

    def __str__(self) -> str:
        return self.url
