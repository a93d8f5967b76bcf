"""Willow: how it recognises image files."""

from willow.image import INITIAL_IMAGE_CLASSES, PNGImageFile

from cms.upstream.parts import Part

PARTS = [
    Part(
        "willow.image.INITIAL_IMAGE_CLASSES",
        "A moving PNG is recognised as `apng`, which no class reads; it is a PNG of its first frame.",
        ("get",),
    )
]

__all__ = ["read_moving_png"]


def read_moving_png() -> None:
    """Read a moving PNG as a PNG."""
    INITIAL_IMAGE_CLASSES["apng"] = PNGImageFile
