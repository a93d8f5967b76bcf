"""Samples from the image library for block previews."""

from wagtail.images import get_image_model
from wagtail.images.models import AbstractImage


def sample_image() -> AbstractImage | None:
    """Return a wide image that has renditions, marked as decorative, or ``None``."""
    images = get_image_model().objects.filter(renditions__isnull=False, width__gt=1000)
    image = images.prefetch_related("renditions").order_by("pk").first()
    if image is not None:
        image.contextual_alt_text = ""
        image.decorative = True
    return image
