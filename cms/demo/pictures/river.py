"""The river, its boats and the boathouse. Each scene is a canvas of 1600 by 1000."""

from __future__ import annotations

from .canvas import Canvas, mix
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
    SAND,
    TALL,
    TEAL,
    WIDE,
    WOOD,
    add_boat,
    add_cloud,
    add_person,
    add_ripples,
    add_sun,
    add_tree,
)


def draw_river() -> Canvas:
    c = Canvas(WIDE, TALL, "#f7cfc0", "#fdeed3")
    add_sun(c, 820, 360, 64, "#ffc891")
    c.hills(430, 80, "#d9b9bd", "#f1d9cd", seed=2, waves=1.6)
    c.hills(480, 60, "#b49fb0", "#e4c9c4", seed=7, waves=2)
    c.hills(535, 36, "#7f8f9f", "#b9b6bd", seed=17, waves=3)
    for i, x in enumerate(range(20, 1600, 96)):
        if not 620 < x < 1010:
            add_tree(
                c,
                x + (i * 37) % 40,
                585,
                120 + (i * 53) % 70,
                mix("#60808a", PLUM, 0.2),
                "round" if i % 3 else "poplar",
            )
    c.rectangle(0, 560, WIDE, 40, "#f6e3d6", opacity=0.45)
    c.reflect(590, 410, "#a7a3bb", share=0.3, ripple=7)
    c.glow(820, 690, 330, "#ffe2b8", 0.6)
    add_ripples(c, (300, 620, 1000, 350), 46, 3, "#fff6e6")
    c.rectangle(0, 575, WIDE, 50, "#fdf0e2", opacity=0.28)
    c.blob([(-120, 760), (120, 740), (330, 800), (420, 900), (380, 1060), (-120, 1060)], "#46705f", "#2c4d4d")
    c.blob([(1720, 820), (1480, 800), (1290, 870), (1200, 960), (1220, 1080), (1720, 1080)], "#3d6a62", "#26454c")
    for px, py in c.scatter(46, (-10, 790, 380, 200), 6):
        tall = 90 + (px * 7) % 120
        c.curve([(px, py + 40), (px + 8, py - tall * 0.4), (px + 24, py - tall)], "#2f5753", 5)
        c.line([(px + 24, py - tall), (px + 27, py - tall - 30)], "#7c5b4f", 9)
    x, y = 1330, 880
    c.line([(x - 12, y), (x - 8, y - 90)], "#5a6470", 5)
    c.line([(x + 14, y + 4), (x + 10, y - 90)], "#5a6470", 5)
    c.blob(
        [(x + 78, y - 96), (x + 20, y - 150), (x - 38, y - 142), (x - 46, y - 108), (x, y - 84)], "#cfd8df", "#8d9bab"
    )
    c.curve([(x - 34, y - 128), (x - 62, y - 170), (x - 30, y - 214), (x - 48, y - 246)], "#c3ced7", 15)
    c.ellipse(x - 52, y - 250, 20, 13, "#dbe3e8")
    c.polygon([(x - 68, y - 256), (x - 124, y - 242), (x - 66, y - 244)], MUSTARD)
    c.curve([(x - 60, y - 258), (x - 34, y - 262), (x - 4, y - 250)], INK, 5)
    c.ellipse(x - 58, y - 252, 3, 3, INK)
    return c


def draw_boats() -> Canvas:
    c = Canvas(WIDE, TALL, "#79bccd", "#e9f3e4")
    for x, y, s in ((300, 170, 70), (1010, 130, 54), (1390, 230, 64)):
        add_cloud(c, x, y, s)
    c.hills(400, 80, "#8fc0b2", "#bcd8bb", seed=31, waves=1.4)
    c.hills(450, 40, "#5f9d83", "#93bd8e", seed=35, waves=2.5)
    for x in range(40, 1600, 130):
        add_tree(
            c, x + (x * 31) % 60, 520, 110 + (x * 17) % 70, mix(MOSS, TEAL, 0.25), "willow" if x % 3 == 0 else "round"
        )
    c.rectangle(0, 505, WIDE, 30, "#7aa772", "#648f68")
    c.polygon([(1060, 530), (1060, 350), (1230, 240), (1400, 350), (1400, 530)], BRICK, mix(BRICK, INK, 0.25))
    c.polygon([(1036, 366), (1230, 226), (1424, 366), (1424, 340), (1230, 196), (1036, 340)], CREAM, SAND)
    c.rectangle(1130, 390, 200, 140, "#2d4a55", "#1d3440", radius=8)
    c.rectangle(1200, 290, 60, 60, "#ffe0a0", radius=30)
    c.reflect(530, 470, "#3a8a93", share=0.5, ripple=5)
    add_ripples(c, (0, 560, 1600, 420), 44, 12)
    planks = [(0, 800), (640, 745), (700, 775), (0, 860)]
    c.polygon([(0, 860), (700, 775), (700, 800), (0, 905)], mix(DARK_WOOD, INK, 0.3))
    c.polygon(planks, "#d3a277", "#b9855c")
    for i in range(1, 15):
        x = i * 46
        c.line([(x, 800 - x * 0.086), (x + 6, 860 - x * 0.121)], mix(WOOD, INK, 0.3), 2.5, opacity=0.5)
    for x in (120, 390, 640):
        c.rectangle(x, 735 - x * 0.07, 26, 190 - x * 0.05, "#8d6148", DARK_WOOD, radius=6)
        c.ellipse(x + 13, 737 - x * 0.07, 13, 6, "#dab38b")
    for x, y, long, colour in (
        (820, 640, 190, MUSTARD),
        (560, 690, 230, CREAM),
        (1030, 735, 290, CORAL),
        (1320, 660, 200, TEAL),
        (860, 890, 400, "#3f78a0"),
    ):
        c.ellipse(x, y + long * 0.02, long * 0.5, long * 0.05, DEEP_TEAL, opacity=0.35)
        add_boat(c, x, y, long, colour, lean=long * 0.012)
    c.curve([(646, 712), (740, 800), (690, 852)], SAND, 4)
    return c


def draw_boathouse() -> Canvas:
    c = Canvas(WIDE, TALL, "#86bfd3", "#f6efd9")
    add_cloud(c, 310, 180, 66)
    add_cloud(c, 1330, 150, 70)
    c.hills(470, 80, "#94bfae", "#c2d7b4", seed=121, waves=1.5)
    c.hills(540, 40, "#6aa283", "#9cc28f", seed=125, waves=2)
    for x, s in ((90, 300), (240, 240), (1420, 280), (1550, 320)):
        add_tree(c, x, 720, s, MOSS)
    c.rectangle(0, 690, WIDE, 110, "#94b672", "#78a067")
    c.polygon([(470, 760), (470, 440), (800, 240), (1130, 440), (1130, 760)], "#e8c9a0", "#c99f74")
    for y in range(450, 760, 26):
        c.line([(474, y), (1126, y)], "#a97f58", 2, opacity=0.45)
    c.polygon([(430, 470), (800, 236), (800, 186), (430, 420)], "#5e7384", "#465a6c")
    c.polygon([(1170, 470), (800, 236), (800, 186), (1170, 420)], "#d9a56b", "#b98150")
    for i in range(7):
        x = 830 + i * 48
        c.line([(x, 205 + i * 30.5), (x, 255 + i * 30.5)], "#8c5f3d", 5)
    c.rectangle(600, 540, 190, 220, "#2b5f66", "#1d454d", radius=6)
    c.rectangle(810, 540, 190, 220, "#347078", "#24555d", radius=6)
    for x in (640, 690, 740, 850, 900, 950):
        c.line([(x, 548), (x, 752)], "#173a42", 3, opacity=0.6)
    c.rectangle(755, 360, 90, 90, "#ffe2a3", "#f4bd6b", radius=45)
    c.line([(800, 360), (800, 450)], CREAM, 5)
    c.line([(755, 405), (845, 405)], CREAM, 5)
    for x in (1010, 1110, 1210):
        c.line([(x, 800), (x, 250)], "#8b97a3", 9)
    for y in (380, 520, 660):
        c.line([(985, y), (1240, y)], "#8b97a3", 7)
        c.rectangle(980, y - 14, 265, 13, "#c79462", "#a5754a")
    add_person(c, 1070, 366, 150, top=MUSTARD, skin="#c98a62", hair="#2b2230", arm="up", facing=-1)
    add_person(c, 1165, 506, 150, top=CORAL, skin="#f6d3b8", hair="#a7683b", arm="out", facing=-1, long_hair=True)
    c.polygon([(540, 790), (1060, 790), (1200, 1000), (400, 1000)], "#cfc2ad", "#b7a78f")
    c.reflect(800, 200, "#4697a0", share=0.45, ripple=5)
    c.polygon([(600, 760), (1000, 760), (1080, 930), (520, 930)], "#d5c6ae", "#b3a288")
    add_ripples(c, (0, 820, 1600, 170), 26, 5)
    add_boat(c, 800, 905, 330, CORAL, lean=3)
    add_person(c, 560, 870, 200, top="#4a78a8", skin="#6f452f", hair="#2b2230", arm="out")
    add_boat(c, 250, 910, 210, MUSTARD)
    add_boat(c, 1380, 900, 230, CREAM)
    return c
