import io

import pytest
from PIL import Image as PillowImage
from wagtail.images.models import Filter

from cms.media import avif
from tests.factories import make_image

pytestmark = pytest.mark.django_db


def write(image, spec: str) -> PillowImage.Image:
    file = Filter(spec=spec).run(image, io.BytesIO()).f
    file.seek(0)
    return PillowImage.open(file)


def test_avif_is_written_quickly_and_in_the_size_that_was_asked_for(monkeypatch, avif_speed):
    monkeypatch.setattr(avif, "AVIF_SPEED", avif_speed)
    options = {}
    save = PillowImage.Image.save
    monkeypatch.setattr(
        PillowImage.Image, "save", lambda *args, **kwargs: options.update(kwargs) or save(*args, **kwargs)
    )

    rendition = write(make_image(), "width-48|format-avif")

    assert (rendition.format, rendition.width) == ("AVIF", 48)
    assert options["speed"] == 7


@pytest.mark.parametrize(("spec", "name"), [("format-webp", "WEBP"), ("format-avif-lossless", "AVIF")])
def test_other_formats_are_written_as_ever(spec, name):
    assert write(make_image(), f"width-48|{spec}").format == name
