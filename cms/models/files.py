"""How the file of a picture is read: upright, and without what it says about where and how it was taken."""

from typing import Any

import willow
from wagtail.images.image_operations import FilterOperation

from cms.upstream.wagtail_images import Filter, WagtailImageField, WagtailImageFieldFile

# The colour profile and transparency belong to what is seen. All else may name a place, a person or a camera.
KEPT = {"icc_profile", "transparency"}


class UprightImageFieldFile(WagtailImageFieldFile):
    """A picture file measured as it is shown: a telephone stores a portrait lying down, and says so in the file."""

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
    """Wagtail's field for picture files, with upright sizes; migrations know it as Wagtail's."""

    attr_class = UprightImageFieldFile

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "wagtail.images.models.WagtailImageField", args, kwargs


class DropMetadata(FilterOperation):
    """Leaves out of a rendition what Willow would copy into it, such as the place where a picture was taken."""

    def construct(self) -> None:
        """Take no options."""

    def run(self, willow: Any, image: Any, env: dict[str, Any]) -> Any:
        picture = willow.get_pillow_image()
        picture.info = {name: value for name, value in picture.info.items() if name in KEPT}
        return type(willow)(picture)


class CleanFilter(Filter):
    """A filter whose renditions hold no metadata."""

    @property
    def filter_operations(self) -> list[FilterOperation]:
        return [DropMetadata("drop-metadata"), *super().filter_operations]
