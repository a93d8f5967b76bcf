"""The organisation's logo and social image."""

from __future__ import annotations

import math

from PIL import Image, ImageDraw, ImageFont

from .canvas import OVERSAMPLE, Canvas, mix, smooth
from .scenery import CORAL, CREAM, DEEP_TEAL, INK, MUSTARD, TEAL
from .town import draw_town

LOGO_SIDE = 640


def draw_logo() -> Image.Image:
    """Two banks and a bridge with open arms over the river, in a circle on a transparent ground."""
    c = Canvas(LOGO_SIDE, LOGO_SIDE, "#fdebc8", "#f6cf95")
    _draw_emblem(c, 0, 0, LOGO_SIDE)
    mask = Image.new("L", c.image.size)
    ImageDraw.Draw(mask).ellipse((4, 4, c.image.width - 5, c.image.height - 5), fill=255)
    return Image.merge("RGBA", (*c.image.split(), mask)).reduce(OVERSAMPLE)


def _draw_emblem(c: Canvas, x: float, y: float, side: float) -> None:
    u = side / 100

    def at(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
        return [(x + px * u, y + py * u) for px, py in points]

    c.ellipse(x + 50 * u, y + 34 * u, 13 * u, 13 * u, "#ffb55c", CORAL)
    c.rectangle(x, y + 62 * u, side, 38 * u, "#66b5bb", TEAL)
    c.polygon(
        at(
            [
                (0, 40),
                *smooth([(0, 40), (16, 38), (30, 48), (37, 62)]),
                (37, 66),
                *smooth([(37, 66), (30, 80), (34, 100)]),
                (0, 100),
            ]
        ),
        "#4f9d8f",
        DEEP_TEAL,
    )
    c.polygon(
        at(
            [
                (100, 36),
                *smooth([(100, 36), (84, 36), (70, 47), (63, 62)]),
                (63, 66),
                *smooth([(63, 66), (72, 82), (66, 100)]),
                (100, 100),
            ]
        ),
        "#3d8a86",
        "#1c5058",
    )
    arch = [(50 + 27 * math.cos(math.pi * i / 24), 68 - 21 * math.sin(math.pi * i / 24)) for i in range(25)]
    inner = [(50 + 19 * math.cos(math.pi * i / 24), 68 - 13.5 * math.sin(math.pi * i / 24)) for i in range(25)]
    c.polygon(at([*arch, *reversed(inner)]), CREAM, "#f5e3c2")
    for row, wide in ((77, 9), (84, 13), (91, 8)):
        c.line(at([(50 - wide, row), (50 + wide, row)]), CREAM, 1.6 * u, opacity=0.8)


def draw_social_image(name: str, strapline: str) -> Image.Image:
    """Return 1200 by 630: the town with the organisation's name on it."""
    town = draw_town().finish().resize((1200, 750), Image.Resampling.LANCZOS).crop((0, 90, 1200, 720))
    shade = Image.linear_gradient("L").rotate(-90).resize((1200, 630)).point([round(i * 0.95) for i in range(256)])
    town.paste(Image.new("RGB", town.size, mix(DEEP_TEAL, INK, 0.45)), (0, 0), shade)
    logo = draw_logo().resize((150, 150), Image.Resampling.LANCZOS)
    town.paste(logo, (72, 96), logo)
    pen = ImageDraw.Draw(town)
    pen.text((72, 286), name, font=ImageFont.load_default(104), fill="#ffffff")
    pen.rectangle((76, 414, 196, 422), fill=MUSTARD)
    pen.text((74, 452), strapline, font=ImageFont.load_default(40), fill=CREAM)
    return town
