"""Wagtail's images: the filters that create renditions, and the size of image files."""

from wagtail.images.image_operations import FormatOperation
from wagtail.images.models import Filter, WagtailImageField, WagtailImageFieldFile

from cms.upstream.parts import Part

PARTS = [
    Part(
        "wagtail.images.models.Filter",
        "Renditions have specifications; ours leave out the metadata of the upload.",
        ("filter_operations", "operations", "get_cache_key(self, image)"),
    ),
    Part(
        "wagtail.images.models.AbstractImage",
        "All missing renditions of an image are created in one go, with the filter above, and each kept at once.",
        (
            "find_existing_renditions(self, *filters)",
            "generate_rendition_file(self, filter, source)",
            "generate_rendition_instance(self, filter, source)",
        ),
    ),
    Part(
        "wagtail.images.image_operations.FormatOperation",
        "AVIF is written faster than with Willow's settings.",
        ("run(self, willow, image, env)", "supported_formats"),
    ),
    Part(
        "wagtail.images.models.WagtailImageField",
        "Ours measures images upright; migrations refer to Wagtail's.",
        ("attr_class", "deconstruct(self)"),
    ),
    Part("wagtail.images.models.WagtailImageFieldFile", "As above.", ("get_image_dimensions(self)",)),
]

__all__ = ["Filter", "FormatOperation", "WagtailImageField", "WagtailImageFieldFile"]
