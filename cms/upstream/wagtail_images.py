"""Wagtail's images: filters that make renditions, and how the file of a picture is measured."""

from wagtail.images.image_operations import FormatOperation
from wagtail.images.models import Filter, WagtailImageField, WagtailImageFieldFile

from cms.upstream.parts import Part

PARTS = [
    Part(
        "wagtail.images.models.Filter",
        "Renditions are named by specifications, and ours are made without the metadata of the upload.",
        ("filter_operations", "operations", "get_cache_key(self, image)"),
    ),
    Part(
        "wagtail.images.models.AbstractImage",
        "All renditions of a picture that are missing are made at once; each is made by the filter above.",
        (
            "create_renditions(self, *filters)",
            "find_existing_renditions(self, *filters)",
            "generate_rendition_file(self, filter, source)",
        ),
    ),
    Part(
        "wagtail.images.image_operations.FormatOperation",
        "AVIF is written at another pace than Willow's.",
        ("run(self, willow, image, env)", "supported_formats"),
    ),
    Part(
        "wagtail.images.models.WagtailImageField",
        "Ours measures pictures upright; migrations know it as Wagtail's.",
        ("attr_class", "deconstruct(self)"),
    ),
    Part("wagtail.images.models.WagtailImageFieldFile", "As above.", ("get_image_dimensions(self)",)),
]

__all__ = ["Filter", "FormatOperation", "WagtailImageField", "WagtailImageFieldFile"]
