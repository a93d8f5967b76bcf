"""How image files are read: rotated upright, and without metadata such as the place."""

from typing import Any

import willow
from wagtail.images.image_operations import FilterOperation

from cms.upstream.wagtail_images import Filter, WagtailImageField, WagtailImageFieldFile

# The colour profile and transparency are visible. Everything else may reveal a place, a person or a camera.
KEPT_METADATA = {"icc_profile", "transparency"}


class UprightImageFieldFile(WagtailImageFieldFile):
    """An image file measured as it is shown: phones store portraits in landscape, with the rotation as metadata."""

    def get_image_dimensions(self) -> tuple[int, int]:
        close = self.closed
        try:
            self.open()
            return willow.Image.open(self).auto_orient().get_size()
        finally:
            if close:
                self.close()
            else:
                self.seek(0)


class UprightImageField(WagtailImageField):
    """Wagtail's field for image files, with upright sizes; in migrations it is Wagtail's."""

    attr_class = UprightImageFieldFile

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "wagtail.images.models.WagtailImageField", args, kwargs


class DropMetadata(FilterOperation):
    """Removes metadata that Willow would copy into a rendition, such as the place of a photo."""

    def construct(self) -> None:
        """Take no options."""

    def run(self, willow: Any, image: Any, env: dict[str, Any]) -> Any:
        picture = willow.get_pillow_image()
        picture.info = {name: value for name, value in picture.info.items() if name in KEPT_METADATA}
        return type(willow)(picture)


class CleanFilter(Filter):
    """A filter whose renditions have no metadata."""

    @property
    def filter_operations(self) -> list[FilterOperation]:
        return [DropMetadata("drop-metadata"), *super().filter_operations]
