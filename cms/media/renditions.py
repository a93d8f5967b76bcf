"""Creates renditions in the background when an image or its focal point changes, never during a read."""

import base64
import io
import logging
from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.db.models.signals import post_save
from django_tasks import task
from PIL import Image as PillowImage

from cms.environment.outages import DiskFailure, is_disk_failure
from cms.models import Image
from cms.represent.images import list_specs
from cms.upstream.wagtail_images import Filter

logger = logging.getLogger(__name__)

PLACEHOLDER_WIDTH = 16


def connect_signals() -> None:
    post_save.connect(queue_renditions, sender=Image, dispatch_uid="queue_renditions")


def queue_renditions(instance: Image, raw: bool = False, **kwargs: Any) -> None:
    """Queue the missing renditions of a saved image, once its change is committed."""
    if not raw:
        transaction.on_commit(lambda: make_image_renditions.enqueue(instance.pk))


@task(backend="background")
def make_image_renditions(pk: int) -> None:
    """Create the missing renditions of the image with this primary key, which may have been deleted since."""
    image = Image.objects.filter(pk=pk).first()
    if image is not None:
        make_renditions(image)


def make_renditions(image: Image, *, without: Collection[str] = ()) -> int:
    """Create the missing renditions and placeholder of ``image``, and return the number of new renditions.

    ``without`` names formats to skip for now, such as ``avif``. A file that cannot be read is logged; the image then
    has no renditions. Raises ``DiskFailure`` if the disk failed, not the file.
    """
    later = tuple(f"|format-{name}" for name in without)
    wanted = [Filter(spec=spec) for spec in list_specs(image) if not spec.endswith(later)]
    try:
        existing = image.find_existing_renditions(*wanted)
        missing = [wanted_filter for wanted_filter in wanted if wanted_filter not in existing]
        image.create_renditions(*missing)
        if not image.placeholder:
            Image.objects.filter(pk=image.pk).update(placeholder=make_placeholder(image))
    except (OSError, SyntaxError, PillowImage.DecompressionBombError) as error:
        if is_disk_failure(error):
            raise DiskFailure(f"Could not make the renditions of image {image.pk}: {error}") from error
        logger.exception("Could not make the renditions of image %s", image.pk)
        return 0
    return len(missing)


def make_placeholder(image: Image) -> str:
    """Return the image, 16 pixels wide, as a ``data:`` URL."""
    with image.open_file() as file, PillowImage.open(file) as picture:
        small = picture.convert("RGB")
        small.thumbnail((PLACEHOLDER_WIDTH, PLACEHOLDER_WIDTH * 4))
        data = io.BytesIO()
        small.save(data, "WEBP", quality=40)
    return "data:image/webp;base64," + base64.b64encode(data.getvalue()).decode()
