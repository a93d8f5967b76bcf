"""The garden, the orchard and the hills. Each scene is a canvas of 1600 by 1000."""

from __future__ import annotations

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
    ROSE,
    SAGE,
    STONE,
    TALL,
    TEAL,
    WIDE,
    WOOD,
    add_cloud,
    add_crowd,
    add_flowers,
    add_grass,
    add_person,
    add_sun,
    add_tree,
)


def draw_garden() -> Canvas:
    c = Canvas(WIDE, TALL, "#9ed2dd", "#f4f3d8")
    add_sun(c, 330, 210, 58, "#ffe089")
    add_cloud(c, 760, 160, 64)
    add_cloud(c, 1330, 120, 50)
    c.hills(440, 70, "#a6cbb0", "#cfe0ba", seed=51, waves=1.7)
    c.hills(490, 40, "#79b088", "#a9c98e", seed=55, waves=2.4)
    for x, s, kind in (
        (60, 240, "round"),
        (190, 200, "round"),
        (980, 200, "poplar"),
        (1040, 230, "poplar"),
        (1540, 280, "round"),
    ):
        add_tree(c, x, 560, s, MOSS, kind)
    c.rectangle(0, 540, WIDE, 460, "#a4c67c", "#6f9f63")
    c.polygon([(740, 1000), (800, 545), (850, 545), (1010, 1000)], "#f1dfb9", "#dfc495")
    _draw_greenhouse(c, 1090, 560)
    for row, (x, y, wide, kind) in enumerate(
        (
            (90, 610, 560, "lettuce"),
            (30, 735, 640, "beans"),
            (-60, 880, 760, "flowers"),
            (960, 735, 560, "carrots"),
            (1050, 880, 640, "lettuce"),
        )
    ):
        _draw_bed(c, x, y, wide, kind, seed=60 + row)
    add_person(c, 800, 740, 230, top=CORAL, skin="#9b6544", hair="#2b2230", arm="out", legs="#44618a", long_hair=True)
    add_person(c, 905, 700, 200, top=MUSTARD, skin="#f6d3b8", hair="#d8d6d3", arm="down", facing=-1, legs=DEEP_TEAL)
    c.polygon([(842, 615), (880, 615), (873, 650), (849, 650)], TEAL, DEEP_TEAL)
    return c


def _draw_greenhouse(c: Canvas, x: float, y: float) -> None:
    c.polygon(
        [(x, y + 90), (x, y - 70), (x + 190, y - 180), (x + 380, y - 70), (x + 380, y + 90)],
        "#e6f6f2",
        "#bfe0d6",
        opacity=0.85,
    )
    for px in (0, 95, 190, 285, 380):
        top = y - 70 - 110 * (1 - abs(px - 190) / 190)
        c.line([(x + px, top), (x + px, y + 90)], "#ffffff", 6)
    c.line([(x, y - 70), (x + 190, y - 180), (x + 380, y - 70)], "#ffffff", 9)
    c.line([(x, y + 10), (x + 380, y + 10)], "#ffffff", 5)
    for px in range(30, 380, 50):
        c.ellipse(x + px, y + 66, 24, 30, SAGE, MOSS)
        c.ellipse(x + px + 4, y + 58, 7, 7, CORAL)
    c.rectangle(x - 6, y + 82, 392, 16, STONE)


def _draw_bed(c: Canvas, x: float, y: float, wide: float, kind: str, seed: int) -> None:
    c.rectangle(x, y, wide, 62, "#6b4b3c", "#55392f", radius=8)
    c.rectangle(x - 8, y + 34, wide + 16, 40, "#c08a5e", "#96663f", radius=6)
    for i in range(round(wide / 56)):
        px = x + 34 + i * 56
        if kind == "lettuce":
            c.ellipse(px, y + 14, 25, 21, "#b9da82", "#6ea35a")
            c.ellipse(px, y + 12, 13, 11, "#d9eba6", opacity=0.8)
        elif kind == "carrots":
            for lean in (-16, -7, 0, 7, 16):
                c.curve([(px, y + 24), (px + lean * 0.7, y - 8), (px + lean * 1.5, y - 26)], "#4f9457", 4)
            c.ellipse(px, y + 24, 8, 7, CORAL)
        elif kind == "beans":
            c.line([(px - 22, y + 30), (px, y - 120)], WOOD, 5)
            c.line([(px + 22, y + 30), (px, y - 120)], WOOD, 5)
            for leaf in range(5):
                c.ellipse(px + (-13 if leaf % 2 else 11), y + 14 - leaf * 26, 14, 11, "#86bb62", "#5b9650")
            c.ellipse(px + 5, y - 42, 5, 6, CORAL)
    if kind == "flowers":
        add_flowers(c, (x + 16, y - 26, wide - 32, 40), 90, seed, (CORAL, ROSE, "#ffffff", "#8f6fa8", MUSTARD))


def draw_orchard() -> Canvas:
    c = Canvas(WIDE, TALL, "#f2c98f", "#fdf0d5")
    add_sun(c, 1240, 250, 62, "#ffb968")
    c.hills(420, 80, "#d9b58a", "#e9cfa0", seed=71, waves=1.5)
    c.hills(480, 50, "#b99a63", "#d3bb7d", seed=75, waves=2)
    c.hills(545, 30, "#94955a", "#a9a763", seed=78, waves=1.4)
    c.rectangle(0, 570, WIDE, 430, "#b0ad5c", "#7d8b4f")
    for x, y, s in ((140, 620, 250), (480, 600, 220), (760, 590, 200), (1060, 600, 220), (1420, 620, 260)):
        _draw_apple_tree(c, x, y, s, seed=int(x))
    for x, y, s in ((290, 860, 500), (1310, 880, 540)):
        c.ellipse(x, y, s * 0.36, 26, INK, opacity=0.18)
        _draw_apple_tree(c, x, y, s, seed=int(x) + 1)
    c.polygon([(1020, 890), (1100, 590), (1116, 590), (1050, 890)], WOOD)
    c.polygon([(1130, 890), (1150, 590), (1134, 590), (1100, 890)], DARK_WOOD)
    for y in range(620, 880, 44):
        spread = (y - 590) / 300
        c.line([(1108 - spread * 72, y), (1142 - spread * 24, y)], "#d6a577", 8)
    add_person(c, 770, 880, 300, top="#4a78a8", skin="#e8b48d", hair="#5b3a2c", arm="up", legs=DARK_WOOD)
    add_person(c, 620, 890, 240, top=CORAL, skin="#6f452f", hair="#2b2230", arm="out", legs=INK, long_hair=True)
    for x, y in ((700, 930), (890, 920), (1010, 950)):
        c.polygon([(x - 62, y - 40), (x + 62, y - 40), (x + 48, y + 22), (x - 48, y + 22)], "#d19a62", "#a06c41")
        for i in range(7):
            c.ellipse(x - 46 + i * 15, y - 44 - (i % 2) * 12, 15, 15, "#e8694f", BRICK)
        c.line([(x - 62, y - 40), (x + 62, y - 40)], "#e5bb88", 8)
    for px, py in c.scatter(22, (380, 880, 760, 100), 9):
        c.ellipse(px, py, 8, 7, BRICK)
    return c


def _draw_apple_tree(c: Canvas, x: float, y: float, size: float, seed: int) -> None:
    add_tree(c, x, y, size, "#7a9a50")
    for px, py in c.scatter(16, (x - size * 0.26, y - size * 0.9, size * 0.52, size * 0.5), seed):
        c.ellipse(px, py, size * 0.026, size * 0.026, "#ef7a5a", BRICK)


def draw_walk() -> Canvas:
    c = Canvas(WIDE, TALL, "#7fb7d4", "#eaf2e0")
    for x, y, s in ((240, 190, 72), (880, 130, 60), (1380, 210, 66)):
        add_cloud(c, x, y, s)
    c.hills(380, 110, "#9db9c4", "#bfd3ca", seed=81, waves=1.3)
    c.hills(470, 90, "#83ae9c", "#b3cba3", seed=84, waves=1.7)
    c.hills(590, 80, "#6fa374", "#9cc183", seed=88, waves=1.5)
    for i, (px, py) in enumerate(c.scatter(26, (40, 560, 1500, 70), 4)):
        add_tree(c, px, py + 30, 46 + (i * 13) % 40, mix(MOSS, TEAL, 0.15))
    c.hills(740, 60, "#8fb765", "#5f8f55", seed=92, waves=1.2)
    path = [(1010, 1010), (900, 900), (960, 830), (1090, 780), (1060, 735), (1130, 700)]
    edge = smooth(path)
    width = [(1 - i / len(edge)) ** 1.3 * 105 + 8 for i in range(len(edge))]
    c.polygon(
        [(x - w, y) for (x, y), w in zip(edge, width, strict=True)]
        + [(x + w, y) for (x, y), w in reversed(list(zip(edge, width, strict=True)))],
        "#f3e2bb",
        "#e2c693",
    )
    for x, y in ((230, 800), (330, 830), (480, 790), (1370, 830), (1450, 800)):
        c.ellipse(x, y, 34, 24, "#ffffff", "#e2e0da")
        c.ellipse(x + 30, y - 12, 13, 11, INK)
        c.line([(x - 14, y + 18), (x - 14, y + 34)], INK, 5)
        c.line([(x + 14, y + 18), (x + 14, y + 34)], INK, 5)
    places = [(1065, 800, 105), (1010, 830, 125), (1120, 785, 95)]
    add_crowd(c, places, 14)
    add_crowd(c, [(880, 955, 220), (985, 965, 205)], 3)
    c.rectangle(560, 720, 22, 250, "#a87750", DARK_WOOD, radius=4)
    for y, way, colour in ((745, 1, CREAM), (805, -1, MUSTARD)):
        x = 571
        c.polygon(
            [
                (x - way * 30, y),
                (x + way * 130, y),
                (x + way * 160, y + 23),
                (x + way * 130, y + 46),
                (x - way * 30, y + 46),
            ],
            colour,
            mix(colour, WOOD, 0.3),
        )
        c.line([(x, y + 23), (x + way * 95, y + 23)], mix(colour, INK, 0.55), 6)
    add_grass(c, (0, 880, 760, 110), 60, 5, "#4c7b48")
    add_flowers(c, (20, 900, 480, 70), 26, 15, ("#ffffff", MUSTARD, ROSE))
    return c
