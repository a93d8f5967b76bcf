"""The forms in which editors upload images and documents."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from cms.media.permissions import FileForm
from cms.upstream.wagtail_admin import BaseDocumentForm, BaseImageForm, WagtailImageField


class CompleteImageField(WagtailImageField):
    """An image file that can be decoded completely."""

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

    def save(self, commit: bool = True) -> Any:
        if "file" in self.changed_data:
            self.instance.placeholder = ""
        with transaction.atomic():
            return super().save(commit=commit)


class DocumentForm(FileForm, BaseDocumentForm):
    """Wagtail's form for documents."""
