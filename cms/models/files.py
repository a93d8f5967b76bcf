"""How image files are read: upright, in the colours of a screen, and without metadata such as the place."""

from io import BytesIO
from typing import Any

import willow
from PIL import Image as PillowImage
from PIL import ImageCms
from wagtail.images.image_operations import FilterOperation

from cms.upstream.wagtail_images import Filter, WagtailImageField, WagtailImageFieldFile

# The colour profile and transparency are visible. Everything else may reveal a place, a person or a camera.
KEPT_METADATA = {"icc_profile", "transparency"}
# A telephone's profile has half a kilobyte; those of printers have hundreds, in every rendition.
MAX_PROFILE_BYTES = 4096
SCREEN_MODES = {"1", "L", "LA", "P", "PA", "RGB", "RGBA"}
COLOUR_MODES = {"P", "PA", "RGB", "RGBA"}


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


def show_on_screen(picture: PillowImage.Image) -> PillowImage.Image:
    """Return a picture in eight bits and colours that every browser shows, with no metadata but what is visible.

    Pillow cuts off what a darker grey of 16 bits has too much, and would leave the profile of a printer on the colours
    of a screen. What has a small profile for a screen keeps it.
    """
    info: dict[Any, Any] = {name: value for name, value in picture.info.items() if name in KEPT_METADATA}
    if picture.mode.startswith("I"):
        picture = picture.convert("I").point(lambda value: value * (1 / 257)).convert("L")
        info = {}
    profile = info.get("icc_profile", b"")
    if picture.mode not in SCREEN_MODES or (
        profile and (picture.mode not in COLOUR_MODES or len(profile) > MAX_PROFILE_BYTES)
    ):
        info.pop("icc_profile", None)
        picture = convert_to_srgb(picture, profile)
    picture.info = info
    return picture


def convert_to_srgb(picture: PillowImage.Image, profile: bytes) -> PillowImage.Image:
    """Return a picture in sRGB; a profile that cannot be used is as good as none."""
    mode = "RGBA" if picture.has_transparency_data else "RGB"
    if picture.mode in {"P", "PA"}:
        picture = picture.convert(mode)
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        srgb = ImageCms.createProfile("sRGB")
        converted = ImageCms.profileToProfile(picture, source, srgb, outputMode=mode)
    except (ImageCms.PyCMSError, OSError):
        return picture.convert(mode)
    return converted or picture.convert(mode)


class ShowOnScreen(FilterOperation):
    """Readies an upload for its renditions, into which Willow would copy profile and metadata."""

    def construct(self) -> None:
        """Take no options."""

    def run(self, willow: Any, image: Any, env: dict[str, Any]) -> Any:
        return type(willow)(show_on_screen(willow.get_pillow_image()))


class CleanFilter(Filter):
    """A filter whose renditions have no metadata and show the same colours everywhere."""

    @property
    def filter_operations(self) -> list[FilterOperation]:
        return [ShowOnScreen("show-on-screen"), *super().filter_operations]
