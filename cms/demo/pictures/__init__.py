"""The images of the demo, drawn with Pillow."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from typing import NamedTuple

from PIL import Image

from . import brand, country, from_above, plan, portraits, river, rooms, town, workrooms
from .canvas import Canvas

JPEG_QUALITY = 88

SCENES: dict[str, Callable[[], Canvas]] = {
    "town": town.draw_town,
    "river": river.draw_river,
    "boats": river.draw_boats,
    "garden": country.draw_garden,
    "orchard": country.draw_orchard,
    "walk": country.draw_walk,
    "winter_market": town.draw_winter_market,
    "lanterns": town.draw_lanterns,
    "boathouse": river.draw_boathouse,
    "street": town.draw_street,
    "hall": rooms.draw_hall,
    "kitchen": workrooms.draw_kitchen,
    "workshop": workrooms.draw_workshop,
    "library": rooms.draw_library,
    "supper": from_above.draw_supper,
    "quilt": from_above.draw_quilt,
    "map": from_above.draw_map,
    "plan": plan.draw_plan,
}


class PictureFile(NamedTuple):
    name: str
    content: bytes
    width: int
    height: int


def draw_scenes() -> Iterator[tuple[str, PictureFile]]:
    """Yield (key, file) of every scene: JPEG, 1600 by 1000."""
    for key, draw in SCENES.items():
        yield key, write_file(key, draw().finish())


def draw_portraits() -> Iterator[tuple[str, PictureFile]]:
    """Yield (key of the person, file) of every portrait: JPEG, 800 by 800."""
    for key, look in portraits.LOOKS.items():
        yield key, write_file(f"portrait-{key}", portraits.draw_portrait(look).finish())


def draw_brand(name: str, strapline: str) -> Iterator[tuple[str, PictureFile]]:
    """Yield (key, file) of the logo, a PNG with a transparent ground, and of the social image, 1200 by 630."""
    yield "logo", write_file("logo", brand.draw_logo())
    yield "social", write_file("social", brand.draw_social_image(name, strapline))


def write_file(name: str, picture: Image.Image) -> PictureFile:
    data = io.BytesIO()
    if picture.mode == "RGBA":
        picture.save(data, "PNG", optimize=True)
        name += ".png"
    else:
        picture.save(data, "JPEG", quality=JPEG_QUALITY, optimize=True, progressive=True)
        name += ".jpg"
    return PictureFile(name, data.getvalue(), picture.width, picture.height)
