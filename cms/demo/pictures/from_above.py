"""A table, a quilt and the map of the town, seen from above. Each is a canvas of 1600 by 1000."""

from __future__ import annotations

import math
import random

from .canvas import Canvas, mix, smooth
from .scenery import (
    BRICK,
    CORAL,
    CREAM,
    DEEP_TEAL,
    INK,
    MOSS,
    MUSTARD,
    PLUM,
    ROSE,
    SAGE,
    SAND,
    TALL,
    TEAL,
    WIDE,
    add_boat,
)


def draw_supper() -> Canvas:
    """A shared table seen from above."""
    c = Canvas(WIDE, TALL, "#c08a5e", "#a5714a")
    for y in range(0, 1000, 125):
        c.rectangle(
            0, y, WIDE, 122, mix("#c6916a", "#a5714a", (y * 7 % 5) / 5), mix("#b98058", "#a5714a", (y * 3 % 5) / 5)
        )
    c.rectangle(-20, 330, WIDE + 40, 340, "#f6ecd9", "#efe0c6")
    for x in range(0, 1600, 80):
        c.polygon([(x, 330), (x + 40, 356), (x + 80, 330)], TEAL)
        c.polygon([(x, 670), (x + 40, 644), (x + 80, 670)], TEAL)
    plates = [
        (190, 210, TEAL),
        (570, 190, CORAL),
        (960, 205, MUSTARD),
        (1370, 195, PLUM),
        (210, 815, MUSTARD),
        (600, 810, PLUM),
        (1010, 820, TEAL),
        (1400, 810, CORAL),
    ]
    for i, (x, y, rim) in enumerate(plates):
        _draw_plate(c, x, y, rim, i)
    _draw_dishes(c)
    glasses = [(x + 122, y + (110 if y < 500 else -110)) for x, y, _ in plates]
    for x, y in [*glasses, (560, 430), (1040, 590)]:
        c.ellipse(x + 5, y + 7, 36, 36, INK, opacity=0.16)
        c.ellipse(x, y, 36, 36, "#e6f1f2", "#bdd6da")
        c.ellipse(x, y, 26, 26, "#f3c767", "#e0a742")
    for x, y in ((540, 570), (1040, 420), (120, 500), (1490, 510)):
        for i in range(6):
            angle = math.radians(i * 60)
            c.ellipse(x + math.cos(angle) * 22, y + math.sin(angle) * 22, 15, 15, (ROSE, CORAL)[i % 2])
        c.ellipse(x, y, 14, 14, MUSTARD)
    return c


def _draw_dishes(c: Canvas) -> None:
    """The pot in the middle, the bread on its left, the salad on its right."""
    c.ellipse(812, 512, 172, 172, INK, opacity=0.16)
    c.ellipse(800, 500, 170, 170, "#40648f", "#2c4a72")
    c.ellipse(800, 500, 142, 142, "#e2783f", "#c95f38")
    for i, (x, y) in enumerate(c.scatter(60, (690, 390, 220, 220), 9)):
        if math.hypot(x - 800, y - 500) < 116:
            c.ellipse(x, y, 15, 11, (MUSTARD, "#8bb35c", "#f0dcb4", BRICK)[i % 4])
    for side in (-1, 1):
        c.rectangle(800 + side * 192 - 22, 476, 44, 48, "#2c4a72", radius=16)
    c.ellipse(360, 510, 150, 96, INK, opacity=0.14)
    c.ellipse(350, 500, 150, 96, "#d8a873", "#b98450")
    for i in range(4):
        x = 270 + i * 54
        c.ellipse(x, 500, 44, 60, "#e9bd7c", "#c48a4a")
        c.line([(x - 14, 476), (x + 14, 490)], "#f7dcaa", 6)
        c.line([(x - 14, 502), (x + 14, 516)], "#f7dcaa", 6)
    c.ellipse(1250, 512, 128, 128, INK, opacity=0.14)
    c.ellipse(1240, 500, 128, 128, "#fbf6ea", "#e2d8c2")
    for i, (x, y) in enumerate(c.scatter(80, (1140, 400, 200, 200), 5)):
        if math.hypot(x - 1240, y - 500) < 98:
            c.ellipse(x, y, 24, 15, ("#8fc06a", "#6da657", "#b7d98a", "#5b9650")[i % 4])
    for x, y in c.scatter(9, (1170, 430, 140, 140), 6):
        c.ellipse(x, y, 15, 15, CORAL, BRICK)


def _draw_plate(c: Canvas, x: float, y: float, rim: str, meal: int) -> None:
    c.ellipse(x + 8, y + 10, 126, 126, INK, opacity=0.15)
    c.ellipse(x, y, 126, 126, mix(rim, "#ffffff", 0.12), mix(rim, INK, 0.1))
    c.ellipse(x, y, 112, 112, "#fffaf0", "#efe5d3")
    c.ellipse(x, y, 84, 84, "#f7efdf")
    for i, (px, py) in enumerate(c.scatter(26, (x - 64, y - 64, 128, 128), meal)):
        if math.hypot(px - x, py - y) < 62:
            food = ("#e2783f", "#8fbb62", MUSTARD, "#c95f38") if meal % 2 else ("#9cc36b", CORAL, "#f2dfb3", "#6da657")
            c.ellipse(px, py, 19, 14, food[i % 4])
    c.rectangle(x - 172, y - 92, 9, 184, "#dfe3e6", radius=4)
    c.rectangle(x + 160, y - 92, 9, 184, "#dfe3e6", radius=4)
    c.ellipse(x - 168, y - 82, 13, 26, "#dfe3e6")
    c.rectangle(x + 158, y - 98, 15, 90, "#eef1f3", radius=7)


def draw_quilt() -> Canvas:
    """The quilt that members sewed: forty patches of river, hills, boats and leaves."""
    c = Canvas(WIDE, TALL, "#f3e4cb")
    size, chance = 200, random.Random(40)
    pairs = (
        (TEAL, CREAM),
        (CORAL, "#fbe3d0"),
        (MUSTARD, "#fdf1d2"),
        (PLUM, ROSE),
        (DEEP_TEAL, "#bfdcd6"),
        (BRICK, SAND),
        (SAGE, "#f4f3df"),
        ("#4a78a8", "#dbe8ef"),
    )
    order = [(row * 3 + i) % 8 for row in range(5) for i in range(8)]
    for n, pick in enumerate(order):
        x, y = (n % 8) * size, (n // 8) * size
        dark, light = pairs[pick] if chance.random() < 0.6 else pairs[pick][::-1]
        c.rectangle(x, y, size, size, light, mix(light, INK, 0.05))
        motif = MOTIFS[(n * 5 + n // 8) % len(MOTIFS)]
        motif(c, x, y, size, dark, light)
    for i in range(9):
        for shade, shift in (("#ffffff", 6), ("#ffffff", -6)):
            for y in range(0, 1000, 22):
                c.line([(i * size + shift, y), (i * size + shift, y + 10)], shade, 2.4, opacity=0.75)
    for i in range(6):
        for shift in (6, -6):
            for x in range(0, 1600, 22):
                c.line([(x, i * size + shift), (x + 10, i * size + shift)], "#ffffff", 2.4, opacity=0.75)
    return c


def _draw_waves(c: Canvas, x: float, y: float, size: float, dark: str, light: str) -> None:
    with c.clipped([(x, y), (x + size, y), (x + size, y + size), (x, y + size)]):
        for row in range(5):
            top = y + 22 + row * 40
            c.curve([(x - 10 + k * 27, top + (10 if k % 2 else -10)) for k in range(9)], dark, 11)


def _draw_pinwheel(c: Canvas, x: float, y: float, size: float, dark: str, light: str) -> None:
    corners = [(x, y), (x + size, y), (x + size, y + size), (x, y + size)]
    for (ax, ay), (bx, by) in zip(corners, corners[1:] + corners[:1], strict=True):
        c.polygon([(ax, ay), (x + size / 2, y + size / 2), ((ax + bx) / 2, (ay + by) / 2)], dark)


def _draw_flower(c: Canvas, x: float, y: float, size: float, dark: str, light: str) -> None:
    middle, centre = x + size / 2, y + size / 2
    for i in range(8):
        angle = math.radians(i * 45)
        c.ellipse(middle + math.cos(angle) * 46, centre + math.sin(angle) * 46, 27, 27, dark, opacity=0.9)
    c.ellipse(middle, centre, 26, 26, mix(light, MUSTARD, 0.6))


def _draw_rainbow(c: Canvas, x: float, y: float, size: float, dark: str, light: str) -> None:
    for radius, shade in ((92, dark), (70, light), (48, dark), (24, light)):
        c.pie(x + size / 2, y + size - 20, radius, radius * 1.25, 180, 360, shade)


def _draw_sailing_boat(c: Canvas, x: float, y: float, size: float, dark: str, light: str) -> None:
    middle = x + size / 2
    c.polygon([(middle, y + 34), (middle, y + 128), (x + 44, y + 128)], dark)
    c.polygon([(middle + 10, y + 54), (middle + 10, y + 128), (x + 156, y + 128)], mix(dark, light, 0.4))
    c.pie(middle, y + 138, 76, 40, 0, 180, dark)


def _draw_leaf(c: Canvas, x: float, y: float, size: float, dark: str, light: str) -> None:
    middle = x + size / 2
    c.line([(middle, y + 176), (middle, y + 30)], dark, 7)
    for k in range(3):
        for side in (-1, 1):
            c.ellipse(middle + side * 34, y + 60 + k * 40, 29, 14, dark)
    c.ellipse(middle, y + 32, 14, 24, dark)


MOTIFS = (_draw_waves, _draw_pinwheel, _draw_flower, _draw_rainbow, _draw_sailing_boat, _draw_leaf)


def draw_map() -> Canvas:
    """The town from above: the river, the bridge, and the places where things happen."""
    c = Canvas(WIDE, TALL, "#e6ecd2", "#d3e0bb")
    chance = random.Random(8)
    for x, y in c.scatter(46, (0, 0, 1600, 1000), 61):
        c.ellipse(x, y, 30 + chance.random() * 60, 20 + chance.random() * 40, "#c4d6a6", opacity=0.5)
    river = [(-60, 240), (220, 330), (480, 300), (700, 430), (900, 600), (1180, 640), (1420, 560), (1680, 660)]
    flow = smooth(river, steps=20)
    c.line(flow, "#f2e6c6", 190)
    c.line(flow, "#6bb3bd", 150)
    c.line(flow, "#7fc2c8", 110)
    for k in range(18):
        at = flow[4 + k * 7]
        c.curve(
            [(at[0] - 30, at[1]), (at[0] - 10, at[1] - 6), (at[0] + 10, at[1] + 4), (at[0] + 30, at[1] - 2)],
            "#d6eef0",
            5,
            opacity=0.8,
        )
    roads = (
        [(760, -20), (790, 220), (800, 510), (850, 760), (830, 1020)],
        [(-20, 690), (300, 640), (600, 720), (850, 760), (1240, 860), (1640, 830)],
        [(790, 220), (1080, 260), (1320, 190), (1640, 240)],
        [(790, 220), (480, 130), (200, 100), (-20, 130)],
        [(1080, 260), (1180, 430), (1400, 420)],
    )
    for width, shade in ((44, "#e2cfa7"), (32, "#fff8e6")):
        for road in roads:
            c.curve(road, shade, width)
    for x, y in c.scatter(150, (20, 20, 1560, 960), 13):
        near = min(math.hypot(x - px, y - py) for px, py in flow)
        if near > 135 and min(math.hypot(x - px, y - py) for road in roads for px, py in smooth(road)) > 46:
            if chance.random() < 0.62:
                wide, tall, roof = (
                    chance.uniform(40, 66),
                    chance.uniform(34, 52),
                    chance.choice((BRICK, "#c46f4d", "#7d5a63", "#5f6b7d")),
                )
                c.rectangle(x + 5, y + 6, wide, tall, INK, radius=4, opacity=0.14)
                c.rectangle(x, y, wide, tall / 2, mix(roof, "#ffffff", 0.2), radius=3)
                c.rectangle(x, y + tall / 2, wide, tall / 2, roof, radius=3)
            else:
                c.ellipse(x + 4, y + 6, 24, 24, INK, opacity=0.12)
                c.ellipse(x, y, 24, 24, "#8dbb79", MOSS)
    c.line([(794, 430), (816, 640)], "#b9a283", 60)
    c.line([(794, 430), (816, 640)], "#fff8e6", 34)
    for k in range(5):
        add_boat(
            c,
            250 + k * 30 if k < 2 else 1020 + k * 90,
            (330 if k < 2 else 640) + (k % 2) * 26,
            52,
            (CORAL, CREAM, MUSTARD, TEAL, BRICK)[k],
        )
    for x, y, shade in (
        (700, 600, CORAL),
        (990, 470, TEAL),
        (440, 620, MUSTARD),
        (1090, 230, PLUM),
        (1270, 780, BRICK),
    ):
        c.ellipse(x, y + 4, 26, 9, INK, opacity=0.3)
        c.polygon([(x - 38, y - 84), (x + 38, y - 84), (x, y)], mix(shade, INK, 0.1))
        c.ellipse(x, y - 96, 46, 46, mix(shade, "#ffffff", 0.08), mix(shade, INK, 0.12))
        c.ellipse(x, y - 96, 19, 19, CREAM)
    return c
