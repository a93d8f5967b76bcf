"""The hall and the library room. Each scene is a canvas of 1600 by 1000."""

from __future__ import annotations

import math
import random

from .canvas import Canvas, mix
from .scenery import (
    BRICK,
    CLOTHES,
    CORAL,
    CREAM,
    DARK_WOOD,
    HAIRS,
    INK,
    MOSS,
    MUSTARD,
    PLUM,
    ROSE,
    SAGE,
    SAND,
    SKINS,
    TALL,
    TEAL,
    WIDE,
    WOOD,
    add_lights,
    add_person,
    add_tree,
)


def draw_hall() -> Canvas:
    """A members' meeting: people in a half circle in a bright hall."""
    c = Canvas(WIDE, TALL, "#f6e7cf", "#ecd3b0")
    for x in (110, 470, 830, 1190):
        _draw_tall_window(c, x, 130, 300, 430)
    c.rectangle(0, 0, WIDE, 66, "#b98a63", "#a37450")
    for x in range(60, 1600, 300):
        c.polygon([(x, 66), (x + 40, 66), (x + 64, 120), (x + 40, 120)], "#a37450")
    add_lights(c, (0, 70), (800, 70), 44, 15)
    add_lights(c, (800, 70), (1600, 70), 44, 15)
    c.rectangle(0, 600, WIDE, 60, "#7fa39a", "#6b9087")
    c.rectangle(0, 660, WIDE, 340, "#d9ab7c", "#b98258")
    for i in range(-14, 30):
        c.line([(800 + (i - 8) * 60, 660), (800 + (i - 8) * 150, 1000)], "#a8754c", 2, opacity=0.4)
    for x in (110, 470, 830, 1190):
        c.polygon([(x + 20, 665), (x + 280, 665), (x + 200, 860), (x - 110, 860)], "#fff2cf", "#f4d7a4", opacity=0.35)
    c.rectangle(690, 470, 220, 150, "#ffffff", "#eef2ee", radius=6)
    c.line([(730, 720), (765, 620)], DARK_WOOD, 8)
    c.line([(870, 720), (835, 620)], DARK_WOOD, 8)
    c.rectangle(684, 462, 232, 12, WOOD)
    for i, shade in enumerate((CORAL, MUSTARD, TEAL, SAGE, ROSE, MUSTARD)):
        c.rectangle(712 + (i % 3) * 62, 494 + (i // 3) * 56, 46, 40, shade, radius=3)
    add_person(
        c,
        975,
        745,
        265,
        top=CORAL,
        skin="#9b6544",
        hair="#2b2230",
        arm="out",
        facing=-1,
        long_hair=True,
        legs="#3f4a63",
    )
    chance = random.Random(12)
    seats = []
    for i in range(11):
        angle = math.radians(200 - i * 22)
        seats.append((800 + math.cos(angle) * 640, 770 + math.sin(angle) * 165))
    for px, py in sorted(seats, key=lambda p: p[1]):
        _draw_sitter(c, px, py, 1.0 + (py - 750) / 420, chance)
    return c


def _draw_tall_window(c: Canvas, x: float, y: float, wide: float, tall: float) -> None:
    c.rectangle(x - 12, y + 100, wide + 24, tall - 88, CREAM)
    c.pie(x + wide / 2, y + 120, wide / 2 + 12, 122, 180, 360, CREAM)
    opening = [(x, y + tall), (x, y + 120)]
    opening += [
        (x + wide / 2 - math.cos(math.pi * i / 24) * wide / 2, y + 120 - math.sin(math.pi * i / 24) * 110)
        for i in range(25)
    ]
    opening += [(x + wide, y + tall)]
    c.polygon(opening, "#aedae2", "#e9f4dc")
    with c.clipped(opening):
        c.ellipse(x + wide * 0.2, y + tall + 10, wide * 0.6, 130, "#a5cda0", "#7fb088")
        c.ellipse(x + wide * 0.9, y + tall + 20, wide * 0.6, 110, "#8bbb8c", "#6ba27c")
        add_tree(c, x + wide * 0.72, y + tall - 40, 170, MOSS)
    for part in (1, 2):
        c.rectangle(x + wide * part / 3 - 4, y + 8, 8, tall - 8, CREAM)
    c.rectangle(x, y + 190, wide, 8, CREAM)
    c.rectangle(x, y + 320, wide, 8, CREAM)
    c.rectangle(x - 24, y + tall, wide + 48, 18, "#fffaf0", "#e1cdab", radius=4)


def _draw_sitter(c: Canvas, x: float, y: float, size: float, chance: random.Random) -> None:
    """Somebody on a chair, seen from behind when near (large) and from the front when far."""
    u = 30 * size
    top, skin, hair = chance.choice(CLOTHES), chance.choice(SKINS), chance.choice(HAIRS)
    c.ellipse(x, y + u * 2.4, u * 2.2, u * 0.5, INK, opacity=0.16)
    for lean in (-1.1, 1.1):
        c.line([(x + lean * u, y + u * 0.6), (x + lean * u * 1.15, y + u * 2.4)], DARK_WOOD, u * 0.2)
    c.blob(
        [
            (x - u * 1.35, y - u * 1.2),
            (x, y - u * 1.9),
            (x + u * 1.35, y - u * 1.2),
            (x + u * 1.4, y + u * 0.9),
            (x, y + u * 1.15),
            (x - u * 1.4, y + u * 0.9),
        ],
        mix(top, "#ffffff", 0.1),
        mix(top, INK, 0.18),
    )
    c.rectangle(x - u * 0.35, y - u * 2.3, u * 0.7, u * 0.8, mix(skin, INK, 0.12), radius=u * 0.2)
    c.ellipse(x, y - u * 2.85, u * 0.9, u * 1.05, skin)
    c.ellipse(x, y - u * 3.0, u * 0.98, u * 1.0, hair, mix(hair, INK, 0.2))
    if chance.random() < 0.45:
        c.ellipse(x, y - u * 2.2, u * 0.95, u * 0.9, hair)
    c.rectangle(x - u * 1.3, y + u * 0.1, u * 2.6, u * 1.0, "#c08a5e", "#9a6743", radius=u * 0.25)
    c.rectangle(x - u * 1.4, y + u * 1.0, u * 2.8, u * 0.4, DARK_WOOD, radius=u * 0.15)


def draw_library() -> Canvas:
    c = Canvas(WIDE, TALL, "#31586a", "#3b6672")
    chance = random.Random(77)
    for x, wide in ((40, 560), (1000, 560)):
        c.rectangle(x - 18, 60, wide + 36, 720, "#8f6343", "#74503a", radius=8)
        for row in range(5):
            top = 84 + row * 138
            c.rectangle(x, top, wide, 122, "#4d382f", "#5d4437")
            _draw_books(c, x + 8, top + 122, wide - 16, chance)
    c.rectangle(660, 110, 280, 400, CREAM, radius=10)
    c.rectangle(676, 126, 248, 368, "#20304f", "#6a6090")
    for px, py in c.scatter(24, (680, 130, 240, 200), 4):
        c.ellipse(px, py, 1.8, 1.8, "#ffffff")
    c.ellipse(860, 190, 26, 26, "#fdf3d6")
    with c.clipped([(676, 126), (924, 126), (924, 494), (676, 494)]):
        c.ellipse(720, 510, 150, 70, "#2f4660")
        c.ellipse(900, 520, 120, 60, "#273b56")
    c.rectangle(794, 126, 12, 368, CREAM)
    c.rectangle(676, 300, 248, 12, CREAM)
    c.rectangle(0, 780, WIDE, 220, "#a8734c", "#83573c")
    c.ellipse(800, 890, 640, 100, "#d9876c", "#b8604f")
    c.ellipse(800, 890, 560, 80, "#f0c9a0")
    c.ellipse(800, 890, 530, 72, "#d9876c", "#c46b56")
    c.line([(560, 880), (560, 470)], "#d9b26a", 10)
    c.ellipse(560, 884, 60, 15, "#b58d45")
    c.glow(560, 520, 420, "#ffdf9a", 0.6)
    c.polygon([(470, 490), (515, 380), (605, 380), (650, 490)], "#ffedc2", "#f5c877")
    for x, shade in ((640, TEAL), (1010, CORAL)):
        _draw_armchair(c, x, 860, shade)
    _draw_reader(c, 695, 700, hair="#d8d6d3", skin="#f6d3b8", top=MUSTARD)
    _draw_reader(c, 1065, 700, hair="#2b2230", skin="#9b6544", top="#6a8fb5")
    c.rectangle(826, 800, 96, 14, WOOD, radius=6)
    c.rectangle(868, 812, 12, 80, DARK_WOOD)
    c.rectangle(846, 764, 40, 38, CREAM, "#e2d3b6", radius=8)
    c.curve([(860, 756), (868, 736), (858, 716)], "#ffffff", 6, opacity=0.5)
    return c


def _draw_reader(c: Canvas, x: float, y: float, *, hair: str, skin: str, top: str) -> None:
    c.blob(
        [(x - 58, y + 10), (x, y - 24), (x + 58, y + 10), (x + 60, y + 110), (x, y + 126), (x - 60, y + 110)],
        mix(top, "#ffffff", 0.1),
        mix(top, INK, 0.15),
    )
    c.rectangle(x - 14, y - 44, 28, 36, mix(skin, INK, 0.12), radius=8)
    c.ellipse(x, y - 70, 39, 44, skin)
    c.pie(x, y - 78, 43, 44, 175, 365, hair)
    c.ellipse(x - 26, y - 78, 18, 26, hair)
    c.polygon([(x - 62, y + 44), (x, y + 58), (x, y + 108), (x - 62, y + 92)], CREAM, SAND)
    c.polygon([(x + 62, y + 44), (x, y + 58), (x, y + 108), (x + 62, y + 92)], "#ffffff", "#eadcc2")
    c.ellipse(x - 56, y + 78, 14, 14, skin)
    c.ellipse(x + 56, y + 78, 14, 14, skin)


def _draw_books(c: Canvas, x: float, base: float, wide: float, chance: random.Random) -> None:
    end = x + wide
    while x < end - 18:
        if chance.random() < 0.07:
            c.rectangle(x + 8, base - 30, 34, 30, CORAL, BRICK, radius=5)
            for lean in (-14, 0, 14):
                c.ellipse(x + 25 + lean, base - 46 - (lean == 0) * 12, 12, 20, SAGE, MOSS)
            x += 58
            continue
        thick, tall = min(chance.uniform(16, 32), end - x), chance.uniform(72, 108)
        shade = chance.choice((CORAL, TEAL, MUSTARD, PLUM, CREAM, SAGE, BRICK, "#4a78a8", ROSE))
        c.rectangle(x, base - tall, thick - 2, tall, mix(shade, "#ffffff", 0.08), mix(shade, INK, 0.18), radius=2)
        c.rectangle(x, base - tall * 0.82, thick - 2, 5, mix(shade, "#ffffff", 0.5))
        x += thick


def _draw_armchair(c: Canvas, x: float, y: float, shade: str) -> None:
    c.ellipse(x + 55, y + 44, 150, 22, INK, opacity=0.25)
    for px in (-40, 140):
        c.rectangle(x + px, y, 14, 46, DARK_WOOD, radius=4)
    c.rectangle(x - 50, y - 260, 212, 250, mix(shade, "#ffffff", 0.08), mix(shade, INK, 0.2), radius=60)
    c.rectangle(x - 40, y - 70, 190, 76, mix(shade, "#ffffff", 0.14), mix(shade, INK, 0.12), radius=24)
    for px in (-78, 136):
        c.rectangle(x + px, y - 130, 54, 144, mix(shade, INK, 0.08), mix(shade, INK, 0.3), radius=27)
