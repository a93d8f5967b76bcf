"""What is published together, and which revisions are kept for good."""

from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Revision, WorkflowState


class Release(models.Model):
    """Revisions that are published in one transaction.

    One that a submission makes belongs to a page, and is under review as long as the page is: it has no moderation of
    its own. One without a page is named by people; nothing makes these yet.
    """

    class State(models.TextChoices):
        OPEN = "open", _("Not decided")
        SCHEDULED = "scheduled", _("Scheduled")
        RELEASED = "released", _("Released")
        CANCELLED = "cancelled", _("Cancelled")

    title = models.CharField(max_length=255)
    page = models.ForeignKey(Page, null=True, blank=True, on_delete=models.CASCADE, related_name="releases")
    workflow_state = models.OneToOneField(
        WorkflowState, null=True, blank=True, on_delete=models.SET_NULL, related_name="release"
    )
    publish_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    created_at = models.DateTimeField(auto_now_add=True)

    in_feed = False
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("release")
        verbose_name_plural = _("releases")

    def __str__(self) -> str:
        return self.title


class ReleaseItem(models.Model):
    """One revision of a page or snippet in a release. The same object may be in several releases."""

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="items")
    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.CharField(max_length=255)
    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="release_items")
    edited_at = models.DateTimeField(null=True, blank=True)  # after this revision was submitted

    in_feed = False
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("item of a release")
        verbose_name_plural = _("items of a release")
        constraints = [
            models.UniqueConstraint(fields=("release", "content_type", "object_id"), name="one_item_per_object")
        ]
        indexes = [models.Index(fields=["content_type", "object_id"], name="release_item_object_idx")]

    def __str__(self) -> str:
        return self.revision.object_str

    @cached_property
    def content_object(self) -> Any:
        """The page (of its own type) or snippet as it is in the database."""
        found: Any = self.content_type.get_object_for_this_type(pk=self.object_id)
        return found.specific if isinstance(found, Page) else found


class RevisionName(models.Model):
    """The name that somebody gave a revision, such as “Sent to the printer”."""

    revision = models.OneToOneField(Revision, on_delete=models.CASCADE, related_name="named")
    name = models.CharField(_("name"), max_length=100)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    in_feed = False
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("name of a version")
        verbose_name_plural = _("names of versions")

    def __str__(self) -> str:
        return self.name
