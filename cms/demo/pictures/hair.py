"""The hair, hats and scarves of the portraits: a part behind the head and a part in front of it."""

from __future__ import annotations

from .canvas import Canvas, mix
from .scenery import (
    INK,
    PLUM,
)


def draw_behind(c: Canvas, style: str, colour: str) -> None:
    dark = mix(colour, INK, 0.22)
    if style == "long":
        c.blob(
            [
                (225, 300),
                (290, 190),
                (400, 155),
                (510, 190),
                (575, 300),
                (600, 480),
                (590, 660),
                (500, 720),
                (400, 700),
                (300, 720),
                (210, 660),
                (200, 480),
            ],
            colour,
            dark,
        )
    elif style == "bob":
        c.blob(
            [
                (215, 320),
                (270, 200),
                (400, 150),
                (530, 200),
                (585, 320),
                (592, 470),
                (540, 545),
                (400, 540),
                (260, 545),
                (208, 470),
            ],
            colour,
            dark,
        )
    elif style == "bun":
        c.ellipse(400, 150, 84, 76, colour, mix(colour, PLUM, 0.2))
        c.ellipse(400, 340, 178, 190, colour, mix(colour, PLUM, 0.25))
    elif style == "curls":
        for x, y, r in (
            (270, 260, 84),
            (330, 190, 88),
            (420, 165, 92),
            (500, 210, 86),
            (545, 285, 74),
            (250, 330, 56),
            (556, 345, 50),
        ):
            c.ellipse(x, y, r, r, mix(colour, "#6a5058", 0.2), colour)
    elif style == "scarf":
        c.blob(
            [
                (205, 360),
                (250, 220),
                (400, 148),
                (550, 220),
                (595, 360),
                (590, 520),
                (640, 660),
                (560, 760),
                (400, 790),
                (240, 760),
                (160, 660),
                (210, 520),
            ],
            mix(colour, "#ffffff", 0.1),
            mix(colour, INK, 0.25),
        )


def draw_in_front(c: Canvas, style: str, colour: str) -> None:
    dark = mix(colour, INK, 0.2)
    if style == "bob":
        c.blob(
            [
                (236, 380),
                (240, 270),
                (320, 178),
                (430, 160),
                (530, 220),
                (566, 380),
                (520, 330),
                (470, 262),
                (360, 296),
                (280, 310),
            ],
            colour,
            dark,
        )
    elif style == "long":
        c.blob([(240, 390), (246, 270), (320, 182), (404, 166), (400, 236), (330, 270), (280, 320)], colour, dark)
        c.blob([(560, 390), (554, 270), (480, 182), (392, 166), (396, 236), (470, 270), (520, 320)], colour, dark)
    elif style == "short":
        c.blob(
            [
                (244, 360),
                (232, 260),
                (300, 178),
                (400, 148),
                (510, 172),
                (568, 260),
                (556, 360),
                (530, 300),
                (470, 256),
                (400, 270),
                (310, 256),
                (268, 300),
            ],
            colour,
            dark,
        )
    elif style == "bun":
        c.blob(
            [(246, 350), (270, 240), (400, 180), (530, 240), (554, 350), (500, 278), (400, 240), (300, 278)],
            colour,
            mix(colour, PLUM, 0.18),
        )
    elif style == "curls":
        for x, y, r in ((300, 238, 52), (360, 214, 56), (430, 210, 56), (490, 236, 52), (262, 290, 36), (538, 290, 36)):
            c.ellipse(x, y, r, r * 0.86, mix(colour, "#6a5058", 0.25), colour)
    elif style == "cap":
        c.blob([(240, 300), (262, 210), (400, 150), (538, 210), (560, 300), (400, 272)], "#2f4a6b", "#22385a")
        c.blob([(232, 306), (400, 262), (568, 306), (552, 336), (400, 300), (248, 336)], "#3d5c82", "#2b456b")
        for x in (254, 546):
            c.ellipse(x, 360, 20, 36, colour)
    elif style == "scarf":
        c.blob(
            [
                (230, 420),
                (236, 290),
                (300, 200),
                (400, 168),
                (500, 200),
                (564, 290),
                (570, 420),
                (535, 330),
                (470, 262),
                (400, 248),
                (330, 262),
                (265, 330),
            ],
            mix(colour, "#ffffff", 0.14),
            colour,
        )
        c.blob(
            [
                (232, 410),
                (262, 440),
                (300, 520),
                (400, 572),
                (500, 520),
                (538, 440),
                (568, 410),
                (600, 560),
                (530, 690),
                (400, 726),
                (270, 690),
                (200, 560),
            ],
            mix(colour, "#ffffff", 0.06),
            mix(colour, INK, 0.18),
        )
        c.curve([(266, 560), (400, 640), (534, 560)], mix(colour, INK, 0.3), 6, opacity=0.7)
        c.curve([(240, 610), (400, 690), (560, 610)], mix(colour, INK, 0.3), 6, opacity=0.5)
