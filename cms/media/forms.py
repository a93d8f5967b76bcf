"""The forms in which editors upload images and documents."""

from pathlib import PurePath
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from PIL import Image as PillowImage
from wagtail.documents.widgets import AdminDocumentChooser

from cms.blocks.dates import DayField
from cms.media.permissions import FileForm
from cms.models.policies import DATES, POLICY_FIELDS
from cms.upstream.wagtail_admin import BaseDocumentForm, BaseImageForm, WagtailImageField


class CompleteImageField(WagtailImageField):
    """An image file that can be decoded completely. If it is refused, the reason is true."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.help_text = " ".join((str(self.help_text), _("Moving pictures are shown as stills.")))  # type: ignore[has-type]
        self.error_messages["invalid_image"] = _("This file is damaged or incomplete, or it is not a picture.")

    def to_python(self, data: Any) -> Any:
        """Check the name first: a program or a Photoshop file is not a damaged picture."""
        suffix = PurePath(getattr(data, "name", None) or "").suffix[1:].lower()
        if suffix and suffix not in self.allowed_image_extensions:
            raise ValidationError(
                self.error_messages["invalid_image_extension"],
                code="invalid_image_extension",
            )
        return super().to_python(data)

    def check_image_pixel_size(self, f: Any) -> None:
        try:
            super().check_image_pixel_size(f)
        except (OSError, SyntaxError) as error:  # what Pillow raises for a truncated or damaged file
            raise ValidationError(self.error_messages["invalid_image"], code="invalid_image") from error


class ImageForm(FileForm, BaseImageForm):
    """Wagtail's form for images. Renditions are queued after everything of the old file was deleted."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if field := self.fields.get("file"):
            self.fields["file"] = CompleteImageField(label=field.label, required=field.required, widget=field.widget)
        if link := self.fields.get("credit_url"):
            link.assume_scheme = "https"
        if self.instance.pk and is_moving(self.instance):
            self["title"].help_text = _("This picture moves. Readers see its first frame; for motion, add a video.")

    def save(self, commit: bool = True) -> Any:
        if "file" in self.changed_data:
            self.instance.placeholder = ""
        with transaction.atomic():
            return super().save(commit=commit)


class DocumentForm(FileForm, BaseDocumentForm):
    """Wagtail's form for documents. Only where one is edited alone does it ask whether that is a policy."""

    class Meta(BaseDocumentForm.Meta):
        widgets = {**BaseDocumentForm.Meta.widgets, "replaced_by": AdminDocumentChooser}
        field_classes = dict.fromkeys(DATES, DayField)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.prefix or not self.instance.pk:
            for name in POLICY_FIELDS:
                self.fields.pop(name, None)


def is_moving(image: Any) -> bool:
    """Whether an uploaded file has several frames, of which renditions show the first."""
    if not image.filename.lower().endswith((".avif", ".gif", ".png", ".webp")):
        return False
    try:
        with image.open_file() as file, PillowImage.open(file) as picture:
            return getattr(picture, "n_frames", 1) > 1
    except (OSError, SyntaxError):  # a file that is gone or damaged does not move
        return False
