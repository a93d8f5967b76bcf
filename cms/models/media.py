"""Images and documents."""

import secrets
from typing import Any

from django.conf import settings
from django.core.files import File
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage, AbstractRendition, get_upload_to

from cms.models.files import CleanFilter, UprightImageField
from cms.models.policies import DATES, POLICY_FIELDS, Policy, replacement_key
from cms.upstream.wagtail_images import Filter

PUBLIC_HELP = _("Let other sites show it even when no page here uses it.")


class Licence(models.TextChoices):
    ALL_RIGHTS_RESERVED = "all-rights-reserved", _("All rights reserved")
    PERMISSION = "permission", _("Used with permission")
    CC0 = "cc0", _("Public domain (CC0)")
    CC_BY = "cc-by-4.0", _("Creative Commons BY 4.0")
    CC_BY_SA = "cc-by-sa-4.0", _("Creative Commons BY-SA 4.0")


class Image(AbstractImage):
    """An image with its credit. ``placeholder`` is a tiny inline preview, created together with the renditions."""

    # Wagtail's own image model has the same name, so the reverse accessors must differ.
    uploaded_by_user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    uploaded_by_user.wagtail_reference_index_ignore = True  # type: ignore[attr-defined]
    file = UprightImageField(_("file"), upload_to=get_upload_to, width_field="width", height_field="height")
    tags = TaggableManager(blank=True, related_name="cms_images")

    credit = models.CharField(_("credit"), max_length=150, blank=True, help_text=_("Who made the picture."))
    credit_url = models.URLField(_("credit link"), blank=True)
    licence = models.CharField(_("licence"), max_length=30, blank=True, choices=Licence)
    public = models.BooleanField(_("public"), default=False, help_text=PUBLIC_HELP)
    placeholder = models.TextField(blank=True, editable=False)

    unlisted_fields = ["title", "description", "credit", "credit_url", "licence", "placeholder"]

    admin_form_fields = (
        "title",
        "file",
        "description",
        "credit",
        "credit_url",
        "licence",
        "collection",
        "tags",
        "public",
        "focal_point_x",
        "focal_point_y",
        "focal_point_width",
        "focal_point_height",
    )

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save the image together with the task that makes its renditions."""
        with transaction.atomic():
            super().save(*args, **kwargs)

    @property
    def default_alt_text(self) -> str:
        """The description; never the title, which starts as a file name."""
        return self.description

    def generate_rendition_file(self, filter: Filter, *, source: File | None = None) -> File:  # noqa: A002 - Wagtail's
        """Create the file of a rendition, without the metadata of the upload."""
        return super().generate_rendition_file(CleanFilter(spec=filter.spec), source=source)

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")
        permissions = [("choose_image", "Can choose image")]


class Rendition(AbstractRendition):
    image = models.ForeignKey(Image, on_delete=models.CASCADE, related_name="renditions")

    def get_upload_to(self, filename: str) -> str:
        """Return a path that cannot be guessed from the image's own file name."""
        return f"images/{secrets.token_urlsafe(12)}/{filename}"

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("image", "filter_spec", "focal_point_key"), name="unique_rendition")
        ]


class Document(Policy, AbstractDocument):  # type: ignore[django-manager-missing]
    """A file to download, which may be a policy. What replaces it is public if it is itself."""

    uploaded_by_user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    uploaded_by_user.wagtail_reference_index_ignore = True  # type: ignore[attr-defined]
    tags = TaggableManager(blank=True, related_name="cms_documents")

    public = models.BooleanField(_("public"), default=False, help_text=PUBLIC_HELP)

    replaced_by = replacement_key("cms.Document")

    unlisted_fields = ["title", *DATES]

    admin_form_fields = ("title", "file", "collection", "tags", "public", *POLICY_FIELDS)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save the document. What it replaced is replaced by its successor: a file cannot say what holds now."""
        with transaction.atomic():
            super().save(*args, **kwargs)
            olders = Document.objects.filter(replaced_by=self.pk).exclude(pk__in=[self.pk, self.replaced_by_id or 0])
            for older in olders if self.replaced_by_id else ():
                older.replaced_by_id = self.replaced_by_id
                older.save()

    def clean(self) -> None:
        """Lead straight to the document that holds, if the chosen one has been replaced too."""
        super().clean()
        if self.replaced_by and self.replaced_by.replaced_by:
            self.replaced_by = self.replaced_by.replaced_by

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        permissions = [("choose_document", "Can choose document")]
