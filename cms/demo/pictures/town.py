"""The town and its streets, by day and by night. Each scene is a canvas of 1600 by 1000."""

from __future__ import annotations

import math

from .canvas import Canvas, mix, smooth
from .scenery import (
    BRICK,
    CORAL,
    CREAM,
    DARK_WOOD,
    DEEP_TEAL,
    INK,
    MOSS,
    MUSTARD,
    PLUM,
    ROSE,
    SAGE,
    SNOW,
    TALL,
    TEAL,
    WIDE,
    add_boat,
    add_cloud,
    add_crowd,
    add_lights,
    add_ripples,
    add_sun,
    add_terrace,
    add_tree,
)


def draw_bridge(c: Canvas, line: float, *, stone: str, left: float = 380, right: float = 1220, arches: int = 4) -> None:
    """A stone bridge with round arches over the water that begins at ``line``."""
    span = (right - left) / arches
    crown = 46
    deck = [
        (left - 260, line - 88),
        (left, line - 120),
        ((left + right) / 2, line - 120 - crown),
        (right, line - 120),
        (right + 260, line - 88),
    ]
    top = smooth(deck)
    outline = [*top, (right + 260, line)]
    for i in range(arches - 1, -1, -1):
        middle, radius = left + span * (i + 0.5), span * 0.4
        outline.append((middle + radius, line))
        lift = 104 + crown * math.sin(math.pi * (i + 0.5) / arches) * 0.8
        for step in range(25):
            angle = math.pi * step / 24
            outline.append((middle + radius * math.cos(angle), line - (lift - 22) * math.sin(angle)))
        outline.append((middle - radius, line))
    outline.append((left - 260, line))
    c.polygon(outline, mix(stone, "#ffffff", 0.16), mix(stone, PLUM, 0.3))
    c.line([(x, y + 3) for x, y in top], mix(stone, "#ffffff", 0.45), 9)
    c.line([(x, y + 16) for x, y in top], mix(stone, PLUM, 0.35), 3, opacity=0.6)
    for i in range(1, arches):
        x = left + span * i
        c.polygon(
            [(x - 22, line + 6), (x - 15, line - 52), (x + 15, line - 52), (x + 22, line + 6)],
            mix(stone, "#ffffff", 0.05),
            mix(stone, PLUM, 0.4),
        )


def draw_town() -> Canvas:
    c = Canvas(WIDE, TALL, "#8cc4d6", "#fde3b8")
    add_sun(c, 1130, 330, 56, "#ffd98a")
    for x, y, s in ((260, 190, 62), (720, 120, 46), (1420, 210, 58)):
        add_cloud(c, x, y, s, "#fffaf0", 0.8)
    c.hills(470, 90, "#9fbfb4", "#cfd9bd", seed=4, waves=1.5)
    c.hills(520, 70, "#7fae97", "#bccf9f", seed=9, waves=2)
    c.hills(575, 40, "#5d9678", "#8cb583", seed=13, waves=2.2)
    c.rectangle(250, 330, 70, 260, "#e4d3bb", "#b9a392")
    c.polygon([(240, 335), (285, 235), (330, 335)], "#7d6a74", "#5d5566")
    c.rectangle(272, 375, 26, 44, "#5d7480", radius=13)
    add_terrace(c, -30, 640, 470, size=92, seed=21)
    add_terrace(c, 1130, 640, 1640, size=96, seed=5)
    for x, y, s, kind in (
        (500, 650, 150, "round"),
        (560, 655, 200, "poplar"),
        (1085, 652, 190, "poplar"),
        (1030, 655, 140, "round"),
        (360, 675, 130, "round"),
        (1260, 675, 150, "round"),
    ):
        add_tree(c, x, y, s, mix(MOSS, MUSTARD, 0.15), kind)
    c.rectangle(0, 660, WIDE, 30, "#8aa779", "#6f9270")
    draw_bridge(c, 690, stone="#d6bf9f")
    add_terrace(c, -40, 690, 170, size=112, seed=33)
    add_terrace(c, 1400, 690, 1640, size=112, seed=46)
    c.reflect(690, 310, "#4f9aa3", share=0.42, ripple=6)
    c.glow(1130, 760, 240, "#ffe3a3", 0.35)
    add_ripples(c, (60, 715, 1480, 260), 40, 8, "#fff4d8")
    add_boat(c, 520, 850, 210, CORAL)
    add_boat(c, 1250, 900, 250, TEAL, lean=3)
    for px, py in c.scatter(40, (-30, 860, 330, 110), 12):
        c.curve([(px, 1030), (px + 4, py + 50), (px + 22, py)], mix(MOSS, INK, 0.1 + (px % 7) / 30), 5)
    return c


def draw_street() -> Canvas:
    c = Canvas(WIDE, TALL, "#a9d4dc", "#fbeed6")
    add_cloud(c, 300, 120, 54)
    add_cloud(c, 1180, 100, 60)
    shops = (
        (0, 250, 470, "#f2c3b1", TEAL),
        (250, 300, 540, CREAM, BRICK),
        (550, 240, 450, "#e9c77f", PLUM),
        (790, 310, 560, "#c9dde0", CORAL),
        (1100, 240, 480, "#f6d9c4", DEEP_TEAL),
        (1340, 280, 520, "#dfe6d6", MUSTARD),
    )
    for i, (x, wide, tall, wall, trim) in enumerate(shops):
        _draw_shop(c, x, 800, wide, tall, wall, trim, seed=i)
    c.rectangle(0, 800, WIDE, 60, "#e6dccb", "#d1c3ad")
    c.rectangle(0, 860, WIDE, 140, "#8d93a0", "#737a8a")
    for x in range(40, 1600, 190):
        c.rectangle(x, 925, 100, 9, CREAM, radius=4)
    for i in range(5):
        start = (i * 330 - 30, 300 + (i % 2) * 20)
        end = (start[0] + 330, 300 + ((i + 1) % 2) * 20)
        for k in range(1, 9):
            t = k / 9
            px, py = start[0] + 330 * t, start[1] + (end[1] - start[1]) * t + 200 * t * (1 - t)
            c.polygon([(px - 15, py), (px + 15, py), (px, py + 32)], (CORAL, CREAM, TEAL, MUSTARD)[k % 4])
    add_crowd(
        c, [(170, 850, 225), (470, 845, 210), (545, 850, 215), (905, 848, 220), (1250, 850, 205), (1480, 846, 220)], 27
    )
    for x in (690, 1350):
        for wheel in (0, 96):
            c.ellipse(x + wheel, 842, 34, 34, INK)
            c.ellipse(x + wheel, 842, 28, 28, "#dcd0bc")
        c.line([(x, 842), (x + 34, 792), (x + 84, 792), (x + 46, 842), (x + 34, 792)], CORAL, 6)
        c.line([(x, 842), (x + 46, 842)], CORAL, 6)
        c.line([(x + 96, 842), (x + 80, 772), (x + 98, 766)], INK, 5)
        c.line([(x + 22, 784), (x + 46, 784)], INK, 8)
    return c


def _draw_shop(c: Canvas, x: float, y: float, wide: float, tall: float, wall: str, trim: str, seed: int) -> None:
    c.rectangle(x, y - tall, wide, tall, mix(wall, "#ffffff", 0.1), mix(wall, PLUM, 0.12))
    c.rectangle(x - 3, y - tall - 16, wide + 6, 24, mix(trim, INK, 0.15), radius=4)
    count = 3 if wide > 270 else 2
    for row in range(2):
        top = y - tall + 50 + row * (tall - 330) * 0.62
        for i in range(count):
            px = x + wide * (i + 0.5) / count - 27
            c.rectangle(px - 6, top - 6, 66, 86, CREAM)
            c.rectangle(px, top, 54, 74, "#86aab6", "#587f8f")
            c.line([(px + 27, top), (px + 27, top + 74)], CREAM, 4)
            c.line([(px, top + 34), (px + 54, top + 34)], CREAM, 4)
            if row and seed % 2 == 0:
                c.rectangle(px - 8, top + 76, 70, 14, BRICK, radius=3)
                for k in range(5):
                    c.ellipse(px + k * 14, top + 72, 9, 9, (ROSE, CORAL, SAGE)[k % 3])
    c.rectangle(x + 10, y - 196, wide - 20, 196, trim, mix(trim, INK, 0.25), radius=4)
    c.rectangle(x + 20, y - 186, wide - 40, 34, mix(trim, INK, 0.3), radius=4)
    c.rectangle(x + 44, y - 173, wide - 88, 9, CREAM, radius=4, opacity=0.9)
    door = x + wide - 92
    c.rectangle(x + 26, y - 140, door - x - 44, 112, "#ffe9bd", "#f0c285", radius=3)
    for k in range(int((door - x - 60) / 34)):
        c.rectangle(
            x + 36 + k * 34,
            y - 76 - (k * 17 + seed * 11) % 34,
            24,
            48 + (k * 17 + seed * 11) % 34,
            (TEAL, CORAL, PLUM, MUSTARD)[(k + seed) % 4],
            radius=4,
            opacity=0.75,
        )
    c.rectangle(door, y - 142, 62, 142, mix(trim, "#ffffff", 0.16), radius=4)
    c.rectangle(door + 10, y - 130, 42, 60, "#b9d3d6", radius=3)
    c.ellipse(door + 52, y - 58, 4, 4, MUSTARD)


def draw_winter_market() -> Canvas:
    c = Canvas(WIDE, TALL, "#1b2747", "#6b5a86")
    for x, y in c.scatter(90, (0, 0, 1600, 420), 2):
        c.ellipse(x, y, 1.8, 1.8, "#ffffff", opacity=0.8)
    c.ellipse(1330, 150, 54, 54, "#fdf3d6")
    c.glow(1330, 150, 260, "#d7cfe8", 0.4)
    c.hills(420, 60, "#3c4672", "#5b5b86", seed=101, waves=1.8)
    add_terrace(c, -20, 640, 1640, size=150, seed=104, lit=True, snow=True)
    c.rectangle(0, 636, WIDE, 364, "#dfe4f2", "#aab4d3")
    c.glow(800, 800, 760, "#ffd9a0", 0.22)
    add_tree(c, 800, 720, 420, "#2f6b5c", "fir")
    for i, (x, y) in enumerate(c.scatter(30, (690, 420, 220, 220), 7)):
        if abs(x - 800) < (y - 350) * 0.38:
            c.ellipse(x, y, 7, 7, (CORAL, MUSTARD, "#ffffff")[i % 3])
    c.glow(800, 312, 90, "#ffe49a", 0.8)
    c.polygon(
        [
            (
                800 + math.cos(math.radians(-90 + i * 36)) * (26 if i % 2 == 0 else 11),
                312 + math.sin(math.radians(-90 + i * 36)) * (26 if i % 2 == 0 else 11),
            )
            for i in range(10)
        ],
        "#ffe49a",
    )
    for x, colour, goods in ((70, CORAL, 1), (390, TEAL, 2), (930, MUSTARD, 3), (1250, BRICK, 4)):
        _draw_stall(c, x, 800, colour, goods)
    add_lights(c, (-20, 420), (520, 380), 70, 11)
    add_lights(c, (520, 380), (1090, 390), 90, 12)
    add_lights(c, (1090, 390), (1620, 410), 70, 11)
    add_crowd(
        c,
        [
            (360, 890, 220),
            (690, 900, 235),
            (770, 905, 170),
            (905, 885, 215),
            (1240, 905, 230),
            (1540, 890, 215),
            (90, 915, 230),
        ],
        11,
        coats=True,
    )
    for x, y in c.scatter(150, (0, 0, 1600, 1000), 19):
        c.ellipse(x, y, 3.4, 3.4, SNOW, opacity=0.85)
    return c


def _draw_stall(c: Canvas, x: float, y: float, colour: str, goods: int) -> None:
    wide = 260
    c.glow(x + wide / 2, y - 120, 260, "#ffd48a", 0.5)
    c.rectangle(x + 14, y - 210, 10, 220, DARK_WOOD)
    c.rectangle(x + wide - 24, y - 210, 10, 220, DARK_WOOD)
    c.rectangle(x + 24, y - 190, wide - 48, 110, "#ffe7b8", "#f2b977", opacity=0.9)
    stripe = wide / 8
    for i in range(8):
        shade = colour if i % 2 == 0 else CREAM
        left = x + i * stripe
        c.polygon(
            [
                (left, y - 180),
                (left + stripe, y - 180),
                (x + 20 + (i + 1) * (wide - 40) / 8, y - 250),
                (x + 20 + i * (wide - 40) / 8, y - 250),
            ],
            shade,
        )
        c.pie(left + stripe / 2, y - 181, stripe / 2, 20, 0, 180, shade, mix(shade, INK, 0.15))
    c.rectangle(x + 10, y - 80, wide - 20, 92, "#b9825a", "#7c543f", radius=4)
    for i in range(7):
        px = x + 34 + i * 32
        if goods % 2:
            c.ellipse(px, y - 90, 14, 14, (CORAL, MUSTARD, SAGE)[i % 3], BRICK)
        else:
            c.rectangle(px - 11, y - 112, 22, 32, (ROSE, TEAL, CREAM)[i % 3], PLUM, radius=4)
            c.rectangle(px - 8, y - 117, 16, 7, MUSTARD)


def draw_lanterns() -> Canvas:
    c = Canvas(WIDE, TALL, "#141d3a", "#8a5f86")
    for x, y in c.scatter(110, (0, 0, 1600, 380), 22):
        c.ellipse(x, y, 1.8, 1.8, "#ffffff", opacity=0.8)
    c.glow(800, 560, 760, "#f0a070", 0.45)
    c.hills(450, 70, "#36305a", "#5c4673", seed=111, waves=1.6)
    c.hills(510, 40, "#2a2a4f", "#40375f", seed=115, waves=2.4)
    add_terrace(c, 10, 610, 290, size=76, seed=118, lit=True)
    add_terrace(c, 1270, 610, 1570, size=76, seed=119, lit=True)
    c.rectangle(0, 596, WIDE, 26, "#23284a")
    draw_bridge(c, 620, stone="#6d5f84")
    for x in range(330, 1300, 64):
        lift = 46 * math.sin(math.pi * (x - 380) / 840) if 380 < x < 1220 else 0
        y = 500 - lift
        c.rectangle(x - 9, y - 34, 18, 36, "#1c2140", radius=9)
        c.ellipse(x, y - 42, 9, 10, "#1c2140")
        c.glow(x + 16, y - 58, 46, "#ffc766", 0.8)
        c.ellipse(x + 16, y - 58, 9, 11, "#fff0bd", "#ffb85a")
    c.reflect(620, 380, "#2c2a55", share=0.36, ripple=7)
    for i, (x, y) in enumerate(c.scatter(30, (80, 660, 1440, 300), 31)):
        size = 9 + 19 * (y - 660) / 300
        c.glow(x, y, size * 5, "#ffb85a", 0.6)
        c.ellipse(x, y + size * 0.95, size * 1.7, size * 0.35, "#ffd48a", opacity=0.5)
        c.rectangle(
            x - size,
            y - size * 1.5,
            size * 2,
            size * 2.4,
            "#fff0c4",
            (CORAL, MUSTARD, "#f59a68")[i % 3],
            radius=size * 0.4,
        )
    return c
