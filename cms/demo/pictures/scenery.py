"""The things that several scenes share: sky, trees, houses, people, boats, light."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence

from .canvas import Canvas, mix, smooth

WIDE, TALL = 1600, 1000

INK, PLUM = "#22304a", "#5d4a6b"
TEAL, DEEP_TEAL, SAGE, MOSS = "#2f8582", "#1f5d63", "#93b48f", "#4d7d5e"
CREAM, SAND, STONE = "#fcf3e3", "#f0dab4", "#cbbdab"
CORAL, BRICK, ROSE, MUSTARD = "#ee7f5f", "#bf5640", "#f3b9a7", "#efb54a"
WOOD, DARK_WOOD, SNOW = "#b9825a", "#7c543f", "#f3f6fa"
WALLS = (CREAM, "#f6d9c4", "#e9c77f", "#dfe6d6", "#c9dde0", "#f2c3b1", "#efe3d0")
ROOFS = (BRICK, "#a34d42", "#7d5a63", "#5f6b7d", "#c46f4d")
SKINS = ("#f6d3b8", "#e8b48d", "#c98a62", "#9b6544", "#6f452f")
HAIRS = ("#2b2230", "#5b3a2c", "#a7683b", "#d9b26a", "#d8d6d3")
CLOTHES = (CORAL, TEAL, MUSTARD, PLUM, "#4a78a8", SAGE, BRICK)


def add_sun(c: Canvas, x: float, y: float, radius: float, colour: str) -> None:
    c.glow(x, y, radius * 6, colour, 0.5)
    c.glow(x, y, radius * 2.6, mix(colour, "#ffffff", 0.4), 0.5)
    c.ellipse(x, y, radius, radius, mix(colour, "#ffffff", 0.55), mix(colour, "#ffffff", 0.25))


def add_cloud(c: Canvas, x: float, y: float, size: float, colour: str = "#ffffff", opacity: float = 0.75) -> None:
    """One cloud in one piece with a flat base, so that its parts do not show through each other."""
    puffs = [(-1.5, 0.34, 0.3), (-0.85, 0.5, 0.48), (-0.05, 0.66, 0.72), (0.75, 0.5, 0.5), (1.4, 0.34, 0.28)]
    outline = [(x - 1.9 * size, y)]
    for px, radius, lift in puffs:
        for angle in (200, 240, 270, 300, 340):
            a = math.radians(angle)
            outline.append(
                (x + size * (px + radius * math.cos(a)), y - size * lift * 0.35 + size * radius * math.sin(a))
            )
    outline.append((x + 1.85 * size, y))
    top_down = [p for p in outline if p[1] <= y]
    c.polygon(top_down, colour, mix(colour, "#ffffff", 0.2), opacity=opacity)


def add_tree(c: Canvas, x: float, y: float, size: float, colour: str, kind: str = "round") -> None:
    """A tree that stands at (x, y), ``size`` tall. ``kind``: round, poplar, fir or willow."""
    c.rectangle(x - size * 0.035, y - size * 0.45, size * 0.07, size * 0.45, DARK_WOOD, mix(DARK_WOOD, INK, 0.3))
    light, dark = mix(colour, "#fff2c0", 0.22), mix(colour, INK, 0.28)
    if kind == "fir":
        for level, (low, wide) in enumerate(((0.18, 0.30), (0.40, 0.24), (0.62, 0.17))):
            shade = mix(colour, "#ffffff", 0.07 * level)
            top = y - size * (low + 0.40)
            c.polygon(
                [(x - size * wide, y - size * low), (x, top), (x + size * wide, y - size * low)],
                shade,
                mix(shade, INK, 0.3),
            )
        return
    if kind == "poplar":
        c.ellipse(x, y - size * 0.58, size * 0.15, size * 0.45, light, dark)
        c.ellipse(x - size * 0.045, y - size * 0.66, size * 0.06, size * 0.3, "#fff2c0", opacity=0.14)
        return
    if kind == "willow":
        c.ellipse(x, y - size * 0.62, size * 0.38, size * 0.30, light, dark)
        for i in range(-6, 7):
            lean, drop = i * size * 0.058, size * (0.52 - 0.012 * i * i)
            start = y - size * 0.66
            shade = mix(colour, "#fff2c0", 0.1 if i % 2 else 0.0)
            c.curve(
                [(x + lean * 0.8, start), (x + lean * 1.1, start + drop * 0.5), (x + lean * 1.12, start + drop)],
                mix(shade, INK, 0.1),
                size * 0.035,
            )
        return
    c.ellipse(x, y - size * 0.66, size * 0.32, size * 0.34, light, dark)
    c.ellipse(x - size * 0.2, y - size * 0.52, size * 0.2, size * 0.2, light, dark, opacity=0.95)
    c.ellipse(x + size * 0.2, y - size * 0.5, size * 0.19, size * 0.19, light, dark, opacity=0.95)
    c.ellipse(x - size * 0.09, y - size * 0.78, size * 0.15, size * 0.14, "#fff2c0", opacity=0.16)


def add_window(c: Canvas, x: float, y: float, wide: float, tall: float, *, lit: bool, frame: str = CREAM) -> None:
    glass = ("#ffd983", "#f7b556") if lit else ("#8fb3bf", "#5c8594")
    c.rectangle(x - 2, y - 2, wide + 4, tall + 4, frame)
    c.rectangle(x, y, wide, tall, *glass)
    c.rectangle(x + wide / 2 - 1, y, 2, tall, frame)
    c.rectangle(x, y + tall * 0.45, wide, 2, frame)


def add_house(
    c: Canvas,
    x: float,
    y: float,
    wide: float,
    tall: float,
    *,
    wall: str,
    roof: str,
    lit: bool = False,
    snow: bool = False,
) -> None:
    """A gabled house whose ground line is ``y``; ``tall`` is the height of its wall."""
    pitch = wide * 0.42
    c.rectangle(x + wide * 0.72, y - tall - pitch * 0.95, wide * 0.1, pitch * 0.8, mix(roof, INK, 0.25))
    c.rectangle(x, y - tall, wide, tall, wall, mix(wall, PLUM, 0.22))
    edge = wide * 0.07
    gable = [(x - edge, y - tall + 4), (x + wide / 2, y - tall - pitch), (x + wide + edge, y - tall + 4)]
    c.polygon(gable, mix(roof, "#ffffff", 0.08), mix(roof, INK, 0.15))
    if snow:
        mid = (x + wide / 2, y - tall - pitch)
        c.polygon(
            [
                gable[0],
                mid,
                gable[2],
                (gable[2][0] - edge, gable[2][1]),
                (mid[0], mid[1] + pitch * 0.3),
                (gable[0][0] + edge, gable[0][1]),
            ],
            SNOW,
        )
    pane = wide * 0.17
    rows = max(1, round(tall / (wide * 0.55)))
    for row in range(rows):
        top = y - tall + tall * (row + 0.22) / rows
        for column in (0.2, 0.63):
            if row == rows - 1 and column > 0.5:
                continue
            add_window(c, x + wide * column, top, pane, min(pane * 1.35, tall / rows * 0.5), lit=lit)
    door = tall / rows * 0.55
    c.rectangle(x + wide * 0.62, y - door, wide * 0.2, door, mix(roof, TEAL, 0.55), radius=2)


def add_terrace(
    c: Canvas, x: float, y: float, end: float, *, size: float, seed: int, lit: bool = False, snow: bool = False
) -> None:
    """A row of different houses from ``x`` to about ``end``."""
    chance = random.Random(seed)
    while x < end:
        wide = size * chance.uniform(0.75, 1.15)
        add_house(
            c,
            x,
            y,
            wide,
            size * chance.uniform(0.7, 1.5),
            wall=chance.choice(WALLS),
            roof=chance.choice(ROOFS),
            lit=lit or chance.random() < 0.15,
            snow=snow,
        )
        x += wide + size * 0.03


def add_person(
    c: Canvas,
    x: float,
    y: float,
    tall: float,
    *,
    top: str,
    skin: str,
    hair: str,
    legs: str = INK,
    arm: str = "down",
    long_hair: bool = False,
    facing: int = 1,
) -> None:
    """A standing person, feet at (x, y). ``arm``: down, up or out (towards ``facing``)."""
    u = tall / 10
    c.ellipse(x, y, u * 1.7, u * 0.3, INK, opacity=0.16)
    for side in (-1, 1):
        c.rectangle(x + side * u * 0.55 - u * 0.42, y - u * 4.2, u * 0.84, u * 4.1, legs, radius=u * 0.4)
        c.rectangle(
            x + side * u * 0.55 - u * 0.42 + (u * 0.1 * facing),
            y - u * 0.4,
            u * 1.0,
            u * 0.42,
            mix(legs, "#000000", 0.4),
            radius=u * 0.2,
        )
    if long_hair:
        c.ellipse(x - facing * u * 0.15, y - u * 8.0, u * 1.15, u * 1.5, hair)
    c.blob(
        [
            (x - u * 1.25, y - u * 6.6),
            (x, y - u * 7.3),
            (x + u * 1.25, y - u * 6.6),
            (x + u * 1.35, y - u * 4.8),
            (x + u * 1.2, y - u * 3.3),
            (x, y - u * 3.1),
            (x - u * 1.2, y - u * 3.3),
            (x - u * 1.35, y - u * 4.8),
        ],
        mix(top, "#ffffff", 0.1),
        mix(top, INK, 0.14),
    )
    reach = {"down": (0.25, 2.6), "up": (1.7, -1.5), "out": (2.2, 0.9)}[arm]
    shoulder = (x + facing * u * 1.05, y - u * 6.3)
    elbow = (
        shoulder[0] + facing * reach[0] * u * 0.6,
        shoulder[1] + reach[1] * u * 0.5 + (u * 0.4 if arm == "out" else 0),
    )
    hand = (shoulder[0] + facing * reach[0] * u, shoulder[1] + reach[1] * u)
    c.ellipse(*hand, u * 0.36, u * 0.36, skin)
    c.line([shoulder, elbow, hand], mix(top, INK, 0.2), u * 0.66)
    c.ellipse(hand[0] + facing * u * 0.12, hand[1] + (u * 0.3 if arm == "down" else -u * 0.1), u * 0.38, u * 0.38, skin)
    c.rectangle(x - u * 0.3, y - u * 7.6, u * 0.6, u * 0.9, mix(skin, INK, 0.12), radius=u * 0.2)
    c.ellipse(x, y - u * 8.3, u * 0.92, u * 1.05, mix(skin, "#ffffff", 0.06), mix(skin, BRICK, 0.1))
    c.pie(x - facing * u * 0.06, y - u * 8.5, u * 1.02, u * 1.05, 175, 365, hair, mix(hair, INK, 0.2))
    c.ellipse(x - facing * u * 0.62, y - u * 8.5, u * 0.42, u * 0.62, hair)


def add_crowd(c: Canvas, places: Sequence[tuple[float, float, float]], seed: int, *, coats: bool = False) -> None:
    """Different people at (x, y, height) places."""
    chance = random.Random(seed)
    for x, y, tall in places:
        top = chance.choice(CLOTHES)
        add_person(
            c,
            x,
            y,
            tall,
            top=top,
            skin=chance.choice(SKINS),
            hair=chance.choice(HAIRS),
            legs=mix(top, INK, 0.7) if coats else chance.choice((INK, "#3f4a63", PLUM, DARK_WOOD)),
            arm=chance.choice(("down", "out", "down", "up")),
            long_hair=chance.random() < 0.4,
            facing=chance.choice((-1, 1)),
        )


def add_boat(c: Canvas, x: float, y: float, long: float, colour: str, *, lean: float = 0) -> None:
    """A rowing boat seen from the side, waterline at ``y``."""
    deep = long * 0.14
    hull = [
        (x - long / 2, y - deep * 1.25 + lean),
        (x - long * 0.2, y - deep * 0.85),
        (x + long * 0.2, y - deep * 0.85),
        (x + long / 2, y - deep * 1.4 - lean),
    ]
    c.polygon(
        [*smooth(hull), (x + long * 0.38, y + deep * 0.12), (x - long * 0.36, y + deep * 0.12)],
        colour,
        mix(colour, INK, 0.35),
    )
    c.curve(hull, CREAM, long * 0.018)
    c.curve([(px, py + deep * 0.28) for px, py in hull[0:4]], mix(colour, "#ffffff", 0.3), long * 0.008)
    c.line([(x - long * 0.12, y - deep * 0.92), (x + long * 0.34, y - deep * 2.0)], WOOD, long * 0.016)
    c.line([(x - long * 0.12, y - deep * 0.92), (x - long * 0.25, y + deep * 0.25)], WOOD, long * 0.016)


def add_ripples(
    c: Canvas, area: tuple[float, float, float, float], count: int, seed: int, colour: str = "#ffffff"
) -> None:
    chance = random.Random(seed)
    x, y, wide, tall = area
    for _ in range(count):
        depth = chance.random()
        px, py = x + chance.random() * wide, y + depth * tall
        half = (14 + 60 * depth) * chance.uniform(0.6, 1.3)
        c.line([(px - half, py), (px + half, py)], colour, 1.2 + 2.2 * depth, opacity=0.28)


def add_lights(c: Canvas, start: tuple[float, float], end: tuple[float, float], sag: float, count: int) -> None:
    """A string of warm lights between two points."""
    points = []
    for i in range(count + 1):
        t = i / count
        points.append((start[0] + (end[0] - start[0]) * t, start[1] + (end[1] - start[1]) * t + sag * 4 * t * (1 - t)))
    c.line(points, INK, 2, opacity=0.7)
    for x, y in points[1:-1]:
        c.glow(x, y + 8, 34, "#ffd27a", 0.55)
        c.ellipse(x, y + 8, 5.5, 7, "#fff3c9", "#ffcf6b")


def add_grass(c: Canvas, area: tuple[float, float, float, float], count: int, seed: int, colour: str) -> None:
    chance = random.Random(seed)
    for x, y in c.scatter(count, area, seed):
        tall = chance.uniform(10, 26)
        for lean in (-0.4, 0, 0.4):
            c.line([(x, y), (x + lean * tall, y - tall)], colour, 2.4, opacity=0.6)


def add_flowers(
    c: Canvas, area: tuple[float, float, float, float], count: int, seed: int, colours: Sequence[str]
) -> None:
    chance = random.Random(seed)
    for x, y in sorted(c.scatter(count, area, seed), key=lambda p: p[1]):
        size = chance.uniform(4, 8)
        c.line([(x, y + size * 3.4), (x, y)], MOSS, 2.4)
        c.ellipse(x, y, size, size * 0.9, chance.choice(colours))
        c.ellipse(x, y, size * 0.4, size * 0.36, MUSTARD)
