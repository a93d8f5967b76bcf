"""The form in which editors upload pictures."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from cms.upstream.wagtail_admin import BaseImageForm, WagtailImageField


class WholeImageField(WagtailImageField):
    """A picture file that can be read to its end."""

    def check_image_pixel_size(self, f: Any) -> None:
        try:
            super().check_image_pixel_size(f)
        except (OSError, SyntaxError) as error:  # what Pillow raises for a file that stops early or is damaged
            raise ValidationError(self.error_messages["invalid_image"], code="invalid_image") from error


class ImageForm(BaseImageForm):
    """Wagtail's form for pictures. Renditions are made once all that belongs to the old file has gone."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if field := self.fields.get("file"):
            self.fields["file"] = WholeImageField(label=field.label, required=field.required, widget=field.widget)

    def save(self, commit: bool = True) -> Any:
        if "file" in self.changed_data:
            self.instance.placeholder = ""
        with transaction.atomic():
            return super().save(commit=commit)
