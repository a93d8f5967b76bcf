"""Creates renditions in the background when an image or its focal point changes, never during a read."""

import base64
import io
from collections.abc import Collection, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.db.models.signals import post_save
from django_tasks import task
from PIL import Image as PillowImage
from prometheus_client import Counter

from cms.environment.outages import explain_disk_failure, list_causes
from cms.models import Image, Rendition
from cms.models.files import show_on_screen
from cms.represent.images import list_specs
from cms.upstream.wagtail_images import Filter

PLACEHOLDER_WIDTH = 16
# Pillow computes without Python's lock.
THREADS = 3

RENDITIONS = Counter("cms_renditions", "Renditions that were made.")


class UnreadableImage(Exception):
    """The content of an image's file is broken or not supported."""


def connect_signals() -> None:
    post_save.connect(queue_renditions, sender=Image, dispatch_uid="queue_renditions")


def queue_renditions(instance: Image, raw: bool = False, **kwargs: Any) -> None:
    """Queue the missing renditions of a saved image, in the transaction that saves it, so that neither gets lost."""
    if not raw:
        make_image_renditions.enqueue(instance.pk)


@task(backend="background")
def make_image_renditions(pk: int) -> None:
    """Create the missing renditions of the image with this primary key, which may have been deleted since."""
    image = Image.objects.filter(pk=pk).first()
    if image is not None:
        make_renditions(image)


def make_renditions(image: Image, *, without: Collection[str] = ()) -> int:
    """Create the missing renditions and placeholder of ``image``, and return the number of new renditions.

    ``without`` names formats to skip for now, such as ``avif``. Raises ``UnreadableImage`` if the file is broken, and
    ``DiskFailure`` if files cannot be read or written. What has been made until then is kept.
    """
    later = tuple(f"|format-{name}" for name in without)
    wanted = [Filter(spec=spec) for spec in list_specs(image) if not spec.endswith(later)]
    existing = image.find_existing_renditions(*wanted)
    missing = [wanted_filter for wanted_filter in wanted if wanted_filter not in existing]
    with explain_failures(image):
        for rendition in generate_renditions(image, missing):
            # Each at once, so that at most one file has no row if this is interrupted.
            with transaction.atomic():
                Rendition.objects.bulk_create([rendition], ignore_conflicts=True)
            RENDITIONS.inc()
        if not image.placeholder:
            Image.objects.filter(pk=image.pk).update(placeholder=make_placeholder(image))
    return len(missing)


def generate_renditions(image: Image, filters: Collection[Filter]) -> Iterator[Rendition]:
    """Yield an unsaved rendition for each filter, in no particular order."""
    if not filters:
        return
    with image.open_file() as file:
        original = file.read()
    with ThreadPoolExecutor(max_workers=THREADS) as executor:
        futures = [executor.submit(image.generate_rendition_instance, each, io.BytesIO(original)) for each in filters]
        try:
            for future in as_completed(futures):
                yield future.result()
        finally:
            executor.shutdown(cancel_futures=True)


@contextmanager
def explain_failures(image: Image) -> Iterator[None]:
    """Raise ``DiskFailure`` if the system refuses to read or write a file, and ``UnreadableImage`` if Pillow does."""
    try:
        yield
    except (OSError, SyntaxError, PillowImage.DecompressionBombError) as error:
        for cause in list_causes(error):
            if isinstance(cause, OSError) and cause.errno is not None:
                raise explain_disk_failure(cause) from error
        raise UnreadableImage(f"The file of image {image.pk} is broken: {error}") from error


def make_placeholder(image: Image) -> str:
    """Return the image, 16 pixels wide, as a ``data:`` URL."""
    with image.open_file() as file, PillowImage.open(file) as picture:
        small = show_on_screen(picture).convert("RGB")
        small.thumbnail((PLACEHOLDER_WIDTH, PLACEHOLDER_WIDTH * 4))
        data = io.BytesIO()
        small.save(data, "WEBP", quality=40)
    return "data:image/webp;base64," + base64.b64encode(data.getvalue()).decode()
