"""The kitchen and the workshop. Each scene is a canvas of 1600 by 1000."""

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
    PLUM,
    ROSE,
    SAGE,
    SAND,
    TALL,
    TEAL,
    WIDE,
    WOOD,
    add_person,
    add_tree,
)


def draw_kitchen() -> Canvas:
    c = Canvas(WIDE, TALL, "#e4efe6", "#d3e3d8")
    for row in range(6):
        for i in range(17):
            shade = mix("#f4f8f1", SAGE, 0.10 + 0.12 * ((i * 7 + row * 5) % 4) / 3)
            c.rectangle(i * 96 + (row % 2) * 48 - 48, 300 + row * 52, 92, 48, shade, radius=5)
    c.rectangle(90, 90, 330, 190, CREAM, radius=6)
    c.rectangle(102, 102, 306, 166, "#a9d6de", "#eaf3d8")
    with c.clipped([(102, 102), (408, 102), (408, 268), (102, 268)]):
        c.ellipse(180, 275, 190, 60, "#8fbd8c")
        c.ellipse(380, 280, 130, 60, "#7bae86")
    c.rectangle(250, 102, 9, 166, CREAM)
    c.rectangle(80, 276, 350, 16, "#fffaf0", SAND, radius=4)
    for i, x in enumerate((140, 240, 340)):
        c.rectangle(x - 20, 240, 40, 40, CORAL if i % 2 else MUSTARD, BRICK, radius=6)
        for lean in (-18, -6, 6, 18):
            c.curve([(x, 244), (x + lean * 0.6, 215), (x + lean, 190)], MOSS, 6)
            c.ellipse(x + lean, 192, 9, 13, SAGE, MOSS)
    for y in (210, 400):
        c.rectangle(880, y, 640, 18, WOOD, DARK_WOOD, radius=4)
    for i in range(9):
        x = 905 + i * 68
        shade = (CORAL, CREAM, TEAL, MUSTARD, ROSE, CREAM, SAGE, PLUM, MUSTARD)[i]
        tall = 60 + (i * 29) % 50
        c.rectangle(x, 210 - tall, 48, tall, mix(shade, "#ffffff", 0.2), shade, radius=8)
        c.rectangle(x + 4, 200 - tall, 40, 14, DARK_WOOD, radius=4)
        c.rectangle(x + 10, 210 - tall * 0.6, 28, tall * 0.35, CREAM, radius=3)
    for i in range(7):
        x = 920 + i * 86
        c.ellipse(
            x + 20, 398 - 26, 34, 30, (CREAM, ROSE, "#c9dde0")[i % 3], mix((CREAM, ROSE, "#c9dde0")[i % 3], PLUM, 0.25)
        )
    for x in (560, 760):
        c.line([(x, 0), (x, 120)], INK, 4)
        c.glow(x, 190, 200, "#ffe1a0", 0.5)
        c.pie(x, 176, 62, 62, 180, 360, DEEP_TEAL, TEAL)
        c.ellipse(x, 178, 22, 13, "#fff3c9")
    _draw_stove(c)
    add_person(c, 430, 930, 470, top=TEAL, skin="#6f452f", hair="#2b2230", arm="out", legs=INK)
    c.rectangle(372, 690, 116, 170, CREAM, "#e9dcc2", radius=16)
    add_person(c, 1270, 930, 450, top=MUSTARD, skin="#f6d3b8", hair="#a7683b", arm="out", facing=-1, long_hair=True)
    c.rectangle(1216, 696, 108, 170, CORAL, mix(CORAL, INK, 0.15), radius=16)
    c.rectangle(0, 800, WIDE, 200, "#e9e2d2", "#cfc4ae")
    c.rectangle(0, 776, WIDE, 40, "#c58f62", "#a36f47")
    for x in (60, 370, 680, 990, 1300):
        c.rectangle(x, 842, 270, 170, "#5f8f8a", "#4b7872", radius=8)
        c.ellipse(x + 135, 870, 9, 9, MUSTARD)
    _draw_vegetables(c)
    return c


def _draw_stove(c: Canvas) -> None:
    for x, wide, tall, shade in ((620, 150, 110, CORAL), (820, 190, 150, "#51719a")):
        top = 776 - tall
        for k in range(3):
            sx = x + wide * (0.25 + 0.25 * k)
            c.curve(
                [(sx, top - 20), (sx + 16, top - 60), (sx - 12, top - 100), (sx + 10, top - 150)],
                "#ffffff",
                12,
                opacity=0.35,
            )
        c.rectangle(x - 24, top + 30, wide + 48, 16, mix(shade, INK, 0.35), radius=8)
        c.rectangle(x, top, wide, tall, mix(shade, "#ffffff", 0.12), mix(shade, INK, 0.25), radius=14)
        c.rectangle(x - 6, top - 8, wide + 12, 18, mix(shade, INK, 0.2), radius=8)
        c.ellipse(x + wide / 2, top - 12, 13, 10, INK)
        c.rectangle(x + 14, top + 20, 14, tall - 44, "#ffffff", radius=7, opacity=0.25)


def _draw_vegetables(c: Canvas) -> None:
    c.rectangle(40, 752, 250, 26, "#dcb287", "#c08f60", radius=8)
    for i, x in enumerate((76, 122, 170, 220)):
        c.ellipse(x, 738, 27, 25, CORAL if i % 2 else MUSTARD, BRICK)
        c.rectangle(x - 3, 706, 6, 14, MOSS, radius=3)
    c.ellipse(1080, 742, 50, 40, "#b9da82", MOSS)
    c.ellipse(1080, 738, 26, 21, "#dcefb0")
    for i in range(4):
        x = 1150 + i * 16
        c.polygon([(x, 776), (x + 70, 752 - i * 6), (x + 66, 768 - i * 4)], CORAL, BRICK)
        c.curve([(x + 68, 758 - i * 5), (x + 96, 744 - i * 8)], MOSS, 6)
    c.pie(1450, 776, 100, 70, 180, 360, "#f6ead1", "#d8c29b")
    for i in range(6):
        c.ellipse(1380 + i * 28, 716 - (i % 2) * 16, 24, 22, (MUSTARD, CORAL, SAGE)[i % 3])
    c.pie(1450, 720, 104, 70, 0, 180, "#efe0bf", "#c9ad80")
    c.rectangle(1346, 712, 208, 14, CREAM, radius=7)


def draw_workshop() -> Canvas:
    c = Canvas(WIDE, TALL, "#35515c", "#47656b")
    for x in range(0, 1600, 100):
        c.rectangle(x, 0, 97, 720, "#3d5b65", "#4d6d71")
    c.glow(1180, 260, 640, "#ffdf9f", 0.3)
    c.rectangle(960, 90, 470, 330, CREAM, radius=8)
    c.rectangle(978, 108, 434, 294, "#bfe0e4", "#f3edcf")
    with c.clipped([(978, 108), (1412, 108), (1412, 402), (978, 402)]):
        c.ellipse(1100, 410, 300, 90, "#92bf97")
        c.ellipse(1400, 420, 240, 80, "#7fae83")
        add_tree(c, 1330, 390, 170, MOSS)
    c.rectangle(1188, 108, 12, 294, CREAM)
    c.rectangle(978, 250, 434, 12, CREAM)
    c.rectangle(940, 402, 510, 22, "#d7a779", WOOD, radius=4)
    c.rectangle(120, 90, 700, 330, "#d7b48a", "#c09a6e", radius=8)
    for x, y in ((i, j) for i in range(150, 810, 40) for j in range(120, 410, 40)):
        c.ellipse(x, y, 3.5, 3.5, "#8a6747")
    _draw_tools(c)
    for x in (420, 1180):
        c.line([(x, 0), (x, 66)], INK, 5)
        c.polygon([(x - 70, 110), (x - 26, 60), (x + 26, 60), (x + 70, 110)], MUSTARD, "#c98f32")
        c.ellipse(x, 112, 30, 11, "#fff4d0")
        c.polygon([(x - 60, 112), (x + 60, 112), (x + 330, 760), (x - 330, 760)], "#ffedbd", "#ffedbd", opacity=0.10)
    c.rectangle(0, 720, WIDE, 280, "#a98361", "#7d5c46")
    for y in (770, 840, 920):
        c.line([(0, y), (1600, y)], "#6d4f3d", 2, opacity=0.5)
    for x in (470, 1000):
        c.line([(x, 690), (x - 60, 860)], DARK_WOOD, 18)
        c.line([(x + 40, 690), (x + 100, 860)], DARK_WOOD, 18)
        c.rectangle(x - 50, 676, 140, 24, WOOD, DARK_WOOD, radius=4)
    c.glow(770, 700, 500, "#ffdca0", 0.25)
    _draw_boat_frame(c)
    add_person(c, 250, 930, 480, top=CORAL, skin="#c98a62", hair="#5b3a2c", arm="out", legs="#3b4f78")
    add_person(c, 1340, 930, 460, top=MUSTARD, skin="#e8b48d", hair="#d8d6d3", arm="out", facing=-1, legs=INK)
    add_person(
        c, 1490, 950, 430, top=SAGE, skin="#6f452f", hair="#2b2230", arm="down", facing=-1, legs=PLUM, long_hair=True
    )
    for i, (px, py) in enumerate(c.scatter(40, (380, 880, 800, 100), 3)):
        c.pie(px, py, 11, 8, i * 40 % 360, i * 40 % 360 + 250, "#e9c89c")
    return c


def _draw_tools(c: Canvas) -> None:
    for i, x in enumerate((190, 270)):
        c.rectangle(x - 8, 190, 16, 150, (CORAL, TEAL)[i], radius=8)
        c.rectangle(x - 34, 160, 68, 34, "#6b7886", "#454f5d", radius=6)
    c.polygon([(350, 160), (560, 210), (560, 250), (350, 190)], "#d5dde3", "#a9b6c0")
    c.rectangle(320, 150, 54, 70, WOOD, DARK_WOOD, radius=18)
    for i in range(5):
        x = 360 + i * 46
        c.rectangle(x - 7, 280, 14, 52, (MUSTARD, CORAL, TEAL, PLUM, SAGE)[i], radius=6)
        c.rectangle(x - 3, 332, 6, 52, "#dfe6ea")
    c.ellipse(680, 190, 62, 62, "#e3d5b8")
    c.ellipse(680, 190, 40, 40, "#cba77a")
    c.ellipse(680, 190, 30, 30, "#e3d5b8")
    c.curve([(620, 210), (640, 300), (700, 340), (760, 300), (740, 200)], "#e3d5b8", 11)


def _draw_boat_frame(c: Canvas) -> None:
    x, y, long = 770, 560, 860
    keel = [(x - long / 2, y - 60), (x - 300, y + 100), (x, y + 125), (x + 300, y + 100), (x + long / 2, y - 80)]
    low = smooth(keel)
    rail = smooth([(x - long / 2, y - 60), (x - 200, y - 6), (x + 200, y - 10), (x + long / 2, y - 80)])
    c.polygon([*rail, *reversed(low)], "#e3b684", "#b37e50")
    for share, shade in ((0.33, "#8f6240"), (0.66, "#8f6240")):
        strake = [
            (a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share)
            for a, b in zip(
                [rail[round(i * (len(rail) - 1) / 40)] for i in range(41)],
                [low[round(i * (len(low) - 1) / 40)] for i in range(41)],
                strict=True,
            )
        ]
        c.line(strake, shade, 4, opacity=0.6)
    upper = [p for p in low if p[0] > x + 40]
    c.polygon(
        [(x + 40, y + 124), (x + 40, y - 10), *[p for p in rail if p[0] > x + 40], *reversed(upper)],
        "#5a4034",
        "#3f2e2a",
        opacity=0.55,
    )
    for i in range(7):
        px = x + 70 + i * 50
        c.curve([(px, y - 14 - i * 6), (px - 8, y + 50), (px - 26, y + 116 - i * 8)], "#e9c392", 11)
    c.line(rail, "#f0d0a2", 16)
    c.line(low, "#7c543f", 10)
    c.rectangle(x - 250, y - 30, 150, 22, "#7c543f", radius=8)
