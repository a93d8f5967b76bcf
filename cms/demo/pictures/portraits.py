"""Portraits of the eight people of the demo: friendly, simple, 800 by 800."""

from __future__ import annotations

from dataclasses import dataclass

from . import hair
from .canvas import Canvas, mix
from .scenery import BRICK, CORAL, CREAM, DEEP_TEAL, INK, MUSTARD, PLUM, TEAL

SIDE = 800


@dataclass(frozen=True)
class Look:
    skin: str
    hair: str
    style: str  # bob, short, curls, bun, scarf, bald, long or cap
    top: str
    behind: tuple[str, str]
    collar: str = "round"  # round, shirt, dungarees or scarf
    glasses: str = ""
    beard: str = ""
    earrings: str = ""


LOOKS = {
    "nerys": Look("#f3c9a8", "#8a3f2c", "bob", TEAL, ("#fbe3c0", "#f3c08f"), glasses="#22304a", earrings=MUSTARD),
    "tomos": Look(
        "#eebd98", "#5b3a2c", "short", "#55794f", ("#dbe9cf", "#a9c79a"), collar="dungarees", beard="#6e4632"
    ),
    "priya": Look("#b9784f", "#231b29", "long", CORAL, ("#cfe4ea", "#8fbfcb"), earrings="#f7d774"),
    "amina": Look("#7f5237", PLUM, "scarf", "#3f5d8c", ("#f7d5c8", "#eba792")),
    "gwil": Look("#f1c3a2", "#dcdcdc", "cap", "#2f4a6b", ("#cfe8e4", "#82b8b6"), collar="round", beard="#e9e7e2"),
    "kofi": Look("#5f3d2a", "#1f1a20", "curls", MUSTARD, ("#efd9ea", "#b999bd"), collar="shirt", glasses="#e0b468"),
    "joyce": Look("#f6d6c0", "#eceaea", "bun", "#8c6aa0", ("#e3ecd4", "#b7cf9f"), glasses=BRICK, collar="scarf"),
    "marta": Look("#f5cfb2", "#d8a655", "long", DEEP_TEAL, ("#fbe6b8", "#f0c06b"), collar="shirt"),
}


def draw_portrait(look: Look) -> Canvas:
    c = Canvas(SIDE, SIDE, *look.behind)
    c.ellipse(400, 430, 330, 330, "#ffffff", opacity=0.22)
    hair.draw_behind(c, look.style, look.hair)
    _draw_shoulders(c, look)
    c.blob(
        [(345, 470), (455, 470), (462, 590), (400, 630), (338, 590)],
        mix(look.skin, BRICK, 0.18),
        mix(look.skin, BRICK, 0.26),
    )
    _draw_face(c, look)
    hair.draw_in_front(c, look.style, look.hair)
    if look.glasses:
        for x in (335, 465):
            _ring(c, x, 392, 50, 45, look.glasses)
        c.curve([(384, 386), (400, 378), (416, 386)], look.glasses, 7)
    return c


def _ring(c: Canvas, x: float, y: float, rx: float, ry: float, colour: str) -> None:
    c.ellipse(x, y, rx, ry, "#ffffff", opacity=0.08)
    c.curve(
        [
            (x - rx, y),
            (x - rx * 0.7, y - ry * 0.72),
            (x, y - ry),
            (x + rx * 0.7, y - ry * 0.72),
            (x + rx, y),
            (x + rx * 0.7, y + ry * 0.72),
            (x, y + ry),
            (x - rx * 0.7, y + ry * 0.72),
            (x - rx, y),
        ],
        colour,
        7,
    )


def _draw_shoulders(c: Canvas, look: Look) -> None:
    body = [(150, 860), (160, 690), (250, 615), (345, 575), (455, 575), (550, 615), (640, 690), (650, 860)]
    shirt = {"dungarees": CREAM, "shirt": mix(look.top, "#ffffff", 0.1)}.get(look.collar, look.top)
    c.blob([*body, (400, 900)], mix(shirt, "#ffffff", 0.08), mix(shirt, INK, 0.2))
    if look.collar == "dungarees":
        for x in (275, 525):
            c.line([(x, 585), (x + (15 if x < 400 else -15), 720)], look.top, 42)
            c.ellipse(x + (14 if x < 400 else -14), 716, 13, 13, MUSTARD)
        c.rectangle(262, 690, 276, 140, look.top, mix(look.top, INK, 0.2), radius=22)
        c.rectangle(340, 742, 120, 80, mix(look.top, INK, 0.18), radius=14)
    elif look.collar == "shirt":
        c.polygon([(345, 572), (400, 650), (330, 690), (292, 600)], mix(look.top, "#ffffff", 0.35))
        c.polygon([(455, 572), (400, 650), (470, 690), (508, 600)], mix(look.top, "#ffffff", 0.28))
        c.line([(400, 655), (400, 800)], mix(look.top, INK, 0.3), 4)
        for y in (700, 760):
            c.ellipse(418, y, 7, 7, mix(look.top, INK, 0.4))
    elif look.collar == "scarf":
        c.blob([(300, 590), (400, 640), (500, 590), (520, 640), (400, 700), (280, 640)], CORAL, BRICK)
        c.blob([(440, 650), (500, 640), (520, 790), (450, 800)], CORAL, BRICK)
        for y in (690, 730, 770):
            c.line([(452, y), (508, y - 6)], CREAM, 7, opacity=0.8)
    else:
        c.blob([(330, 582), (400, 636), (470, 582), (488, 604), (400, 668), (312, 604)], mix(look.top, "#ffffff", 0.3))
        if look.style == "cap":
            for y in range(690, 800, 44):
                c.curve([(180, y), (400, y + 22), (620, y)], CREAM, 13, opacity=0.85)


def _draw_face(c: Canvas, look: Look) -> None:
    for x in (248, 552):
        c.ellipse(x, 405, 30, 42, mix(look.skin, BRICK, 0.12))
        if look.earrings:
            c.ellipse(x, 458, 13, 13, look.earrings)
    c.blob(
        [
            (252, 350),
            (290, 240),
            (400, 205),
            (510, 240),
            (548, 350),
            (535, 450),
            (478, 530),
            (400, 556),
            (322, 530),
            (265, 450),
        ],
        mix(look.skin, "#ffffff", 0.08),
        mix(look.skin, BRICK, 0.08),
    )
    for x in (310, 490):
        c.glow(x, 452, 48, mix(look.skin, CORAL, 0.7), 0.55)
    if look.beard:
        c.blob(
            [
                (256, 400),
                (285, 452),
                (340, 462),
                (400, 452),
                (460, 462),
                (515, 452),
                (544, 400),
                (540, 480),
                (485, 566),
                (400, 598),
                (315, 566),
                (260, 480),
            ],
            look.beard,
            mix(look.beard, INK, 0.14),
        )
    c.pie(400, 472, 48, 40, 0, 180, "#8c3a35" if not look.beard else "#7c3330")
    c.pie(400, 472, 44, 14, 0, 180, "#ffffff")
    for x in (335, 465):
        c.ellipse(x, 395, 15, 18, "#2a2230")
        c.ellipse(x + 5, 389, 5, 5, "#ffffff")
        brow = mix(look.hair if look.style != "scarf" else "#2b2230", INK, 0.25)
        c.curve([(x - 36, 344), (x, 328), (x + 36, 342)], brow, 10)
    c.curve([(400, 396), (390, 432), (408, 436)], mix(look.skin, BRICK, 0.45), 7)
