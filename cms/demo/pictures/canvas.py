"""A drawing surface: flat shapes with soft gradients, drawn large and scaled down so that edges are smooth.

Coordinates and sizes are pixels of the finished picture, from its top left corner. Colours are ``"#rrggbb"``.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from PIL import Image, ImageChops, ImageDraw, ImageFilter

Point = tuple[float, float]
OVERSAMPLE = 2


def rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def mix(first: str, second: str, share: float) -> str:
    """Return ``first`` with ``share`` (0 to 1) of ``second`` mixed in."""
    pairs = zip(rgb(first), rgb(second), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def smooth(points: Sequence[Point], *, closed: bool = False, steps: int = 12) -> list[Point]:
    """Return a Catmull-Rom curve through ``points``."""
    count = len(points)
    curve: list[Point] = []
    for i in range(count if closed else count - 1):
        if closed:
            p0, p1, p2, p3 = (points[(i + k - 1) % count] for k in range(4))
        else:
            p0, p1, p2, p3 = (points[min(max(i + k - 1, 0), count - 1)] for k in range(4))
        for step in range(steps):
            t = step / steps
            curve.append((_spline(p0[0], p1[0], p2[0], p3[0], t), _spline(p0[1], p1[1], p2[1], p3[1], t)))
    if not closed:
        curve.append(points[-1])
    return curve


def _spline(a: float, b: float, c: float, d: float, t: float) -> float:
    return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t + (3 * b - a - 3 * c + d) * t**3)


def _gradient(size: tuple[int, int], top: str, bottom: str) -> Image.Image:
    column = Image.linear_gradient("L").resize((1, size[1]), Image.Resampling.BILINEAR)
    channels = [
        column.point([round(a + (b - a) * i / 255) for i in range(256)])
        for a, b in zip(rgb(top), rgb(bottom), strict=True)
    ]
    return Image.merge("RGB", channels).resize(size, Image.Resampling.NEAREST)


class Canvas:
    """A picture in the making. ``finish()`` gives the picture itself."""

    def __init__(self, width: int, height: int, top: str, bottom: str | None = None) -> None:
        self.width, self.height = width, height
        self.image = _gradient((width * OVERSAMPLE, height * OVERSAMPLE), top, bottom or top)

    def finish(self) -> Image.Image:
        return self.image.reduce(OVERSAMPLE)

    def polygon(self, points: Sequence[Point], colour: str, to: str | None = None, *, opacity: float = 1.0) -> None:
        """Fill a polygon; ``to`` is the colour at its lower edge when it is a gradient."""
        scaled = [(x * OVERSAMPLE, y * OVERSAMPLE) for x, y in points]
        if to is None and opacity >= 1:
            ImageDraw.Draw(self.image).polygon(scaled, fill=rgb(colour))
            return
        xs, ys = [p[0] for p in scaled], [p[1] for p in scaled]
        box = (math.floor(min(xs)), math.floor(min(ys)), math.ceil(max(xs)) + 1, math.ceil(max(ys)) + 1)
        mask = Image.new("L", (box[2] - box[0], box[3] - box[1]))
        ImageDraw.Draw(mask).polygon([(x - box[0], y - box[1]) for x, y in scaled], fill=round(255 * opacity))
        self.image.paste(_gradient(mask.size, colour, to or colour), box, mask)

    def blob(self, points: Sequence[Point], colour: str, to: str | None = None, *, opacity: float = 1.0) -> None:
        """Fill the smooth closed shape through ``points``."""
        self.polygon(smooth(points, closed=True), colour, to, opacity=opacity)

    def ellipse(
        self, x: float, y: float, rx: float, ry: float, colour: str, to: str | None = None, *, opacity: float = 1.0
    ) -> None:
        self.pie(x, y, rx, ry, 0, 360, colour, to, opacity=opacity)

    def pie(
        self,
        x: float,
        y: float,
        rx: float,
        ry: float,
        start: float,
        end: float,
        colour: str,
        to: str | None = None,
        *,
        opacity: float = 1.0,
    ) -> None:
        """Fill the part of an ellipse between two angles: 0 is to the right, 90 down, 180 left, 270 up."""
        count = max(12, round(max(rx, ry) * abs(end - start) / 360))
        angles = [math.radians(start + (end - start) * i / count) for i in range(count + 1)]
        self.polygon([(x + rx * math.cos(a), y + ry * math.sin(a)) for a in angles], colour, to, opacity=opacity)

    def rectangle(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        colour: str,
        to: str | None = None,
        *,
        radius: float = 0,
        opacity: float = 1.0,
    ) -> None:
        """Fill a rectangle, its corners rounded by ``radius``."""
        radius = min(radius, width / 2, height / 2)
        corners = [(x + width, y, -1, 1, 270), (x + width, y + height, -1, -1, 0), (x, y + height, 1, -1, 90)]
        points = []
        for cx, cy, dx, dy, start in [*corners, (x, y, 1, 1, 180)]:
            for step in range(9 if radius else 1):
                angle = math.radians(start + step * 11.25)
                points.append(
                    (cx + dx * radius + radius * math.cos(angle), cy + dy * radius + radius * math.sin(angle))
                )
        self.polygon(points, colour, to, opacity=opacity)

    def line(self, points: Sequence[Point], colour: str, width: float, *, opacity: float = 1.0) -> None:
        """Draw a line with round ends and joints."""
        scaled = [(x * OVERSAMPLE, y * OVERSAMPLE) for x, y in points]
        thick, half = max(1, round(width * OVERSAMPLE)), width * OVERSAMPLE / 2
        xs, ys = [p[0] for p in scaled], [p[1] for p in scaled]
        left, upper = math.floor(min(xs) - half) - 2, math.floor(min(ys) - half) - 2
        size = (math.ceil(max(xs) + half) - left + 2, math.ceil(max(ys) + half) - upper + 2)
        mask = Image.new("L", size)
        pen = ImageDraw.Draw(mask)
        moved = [(x - left, y - upper) for x, y in scaled]
        pen.line(moved, fill=255, width=thick, joint="curve")
        if half > 1:
            for x, y in (moved[0], moved[-1]):
                pen.ellipse((x - half, y - half, x + half, y + half), fill=255)
        if opacity < 1:
            mask = mask.point([round(i * opacity) for i in range(256)])
        self.image.paste(rgb(colour), (left, upper, left + size[0], upper + size[1]), mask)

    def curve(self, points: Sequence[Point], colour: str, width: float, *, opacity: float = 1.0) -> None:
        self.line(smooth(points), colour, width, opacity=opacity)

    def glow(self, x: float, y: float, radius: float, colour: str, opacity: float = 0.6) -> None:
        """Add light that fades out towards ``radius``."""
        r = round(radius * OVERSAMPLE)
        disc = Image.radial_gradient("L").point([max(0, round((255 - i * 1.4) * opacity)) for i in range(256)])
        mask = disc.resize((2 * r, 2 * r), Image.Resampling.BILINEAR)
        left, upper = round(x * OVERSAMPLE) - r, round(y * OVERSAMPLE) - r
        self.image.paste(rgb(colour), (left, upper, left + 2 * r, upper + 2 * r), mask)

    def shadow(self, points: Sequence[Point], colour: str, blur: float, opacity: float = 0.3) -> None:
        """Lay a soft shadow in the shape of a polygon."""
        small = (self.width // 4, self.height // 4)
        mask = Image.new("L", small)
        ImageDraw.Draw(mask).polygon([(x / 4, y / 4) for x, y in points], fill=round(255 * opacity))
        mask = mask.filter(ImageFilter.GaussianBlur(blur / 4)).resize(self.image.size, Image.Resampling.BILINEAR)
        self.image.paste(rgb(colour), (0, 0), mask)

    def reflect(self, line: float, depth: float, tint: str, *, share: float = 0.45, ripple: float = 5) -> None:
        """Mirror what is above ``line`` into the ``depth`` pixels below it, tinted and rippled like water."""
        y, tall = round(line * OVERSAMPLE), round(depth * OVERSAMPLE)
        wide = self.image.width
        above = self.image.crop((0, max(0, y - round(tall * 1.3)), wide, y))
        mirror = above.transpose(Image.Transpose.FLIP_TOP_BOTTOM).resize((wide, tall), Image.Resampling.BILINEAR)
        mirror = Image.blend(mirror, _gradient(mirror.size, tint, mix(tint, "#000000", 0.15)), share)
        slice_tall = 6
        for top in range(0, tall, slice_tall):
            near = 0.3 + top / tall
            shift = round(math.sin(top / (9 + 26 * near)) * ripple * near * OVERSAMPLE)
            strip = ImageChops.offset(mirror.crop((0, top, wide, min(tall, top + slice_tall))), shift, 0)
            self.image.paste(strip, (0, y + top))

    @contextmanager
    def clipped(self, points: Sequence[Point]) -> Iterator[None]:
        """Keep everything drawn inside the block within a polygon."""
        scaled = [(x * OVERSAMPLE, y * OVERSAMPLE) for x, y in points]
        before = self.image.copy()
        yield
        mask = Image.new("L", self.image.size, 255)
        ImageDraw.Draw(mask).polygon(scaled, fill=0)
        self.image.paste(before, (0, 0), mask)

    def hills(self, y: float, height: float, colour: str, to: str, *, seed: int, waves: float = 2) -> None:
        """Fill from a rolling skyline around ``y`` down to the lower edge."""
        chance = random.Random(seed)
        parts = [(chance.uniform(0, 6.3), (k + 1) * waves * chance.uniform(0.7, 1.2), 1 / (k + 1)) for k in range(3)]
        skyline = []
        for x in range(0, self.width + 20, 10):
            rise = sum(size * math.sin(start + pace * 3.14 * x / self.width) for start, pace, size in parts)
            skyline.append((x, y - height * rise / 1.8))
        self.polygon([(0, self.height), *skyline, (self.width, self.height)], colour, to)

    def scatter(self, count: int, area: tuple[float, float, float, float], seed: int) -> Iterable[Point]:
        """Yield ``count`` places inside ``area`` (x, y, width, height), always the same for the same seed."""
        chance = random.Random(seed)
        x, y, width, height = area
        return [(x + chance.random() * width, y + chance.random() * height) for _ in range(count)]
