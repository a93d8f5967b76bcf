"""The draft plan on its table, seen from above. A canvas of 1600 by 1000."""

from __future__ import annotations

import math
from itertools import pairwise

from .canvas import Canvas, mix
from .scenery import BRICK, CORAL, CREAM, DEEP_TEAL, INK, MUSTARD, PLUM, ROSE, SAGE, TALL, TEAL, WIDE

# Where each note lies, its colour, and how far it leans.
NOTES = (
    (1130, 150, CORAL, -9),
    (1260, 230, MUSTARD, 7),
    (1120, 280, SAGE, 5),
    (120, 620, ROSE, -6),
    (90, 760, MUSTARD, 8),
    (1440, 640, TEAL, -7),
)
SHEET = ((210, 100), (1400, 70), (1432, 906), (238, 934))


def draw_plan() -> Canvas:
    """A large sheet with three empty boxes, notes, red pens and tea."""
    c = Canvas(WIDE, TALL, "#d9b48a", "#c79a6c")
    for y in range(0, 1000, 200):
        c.line([(0, y), (WIDE, y + 6)], "#b5865a", 4, opacity=0.5)
    c.polygon([(x + 12, y + 12) for x, y in SHEET], INK, opacity=0.16)
    c.polygon(SHEET, "#fffdf6", "#f5ecd9")
    for column, shade in enumerate((TEAL, CORAL, MUSTARD)):
        _draw_empty_box(c, 300 + column * 368, 420 - column * 9, shade)
    c.rectangle(300, 176, 470, 34, DEEP_TEAL, radius=17)
    for row, wide in enumerate((640, 560, 600)):
        c.rectangle(300, 250 + row * 42, wide, 14, "#cfc4ae", radius=7)
    c.curve([(560, 340), (700, 318), (872, 344)], BRICK, 9)
    c.curve([(842, 318), (880, 346), (838, 366)], BRICK, 9)
    c.line([(300, 301), (600, 297)], BRICK, 7)
    for x, y, shade, lean in NOTES:
        _draw_note(c, x, y, shade, lean=lean)
    for x, y, shade in ((120, 170, TEAL), (1510, 330, CORAL), (1480, 900, PLUM)):
        _draw_mug(c, x, y, shade)
    _draw_pen(c, 700, 880, 310, -74)
    _draw_pen(c, 1180, 470, 204, -170)
    return c


def _draw_empty_box(c: Canvas, x: float, y: float, shade: str) -> None:
    c.rectangle(x, y, 320, 330, shade, radius=22, opacity=0.16)
    right, low, cut = x + 320, y + 330, 22
    edge = [(x + cut, y), (right - cut, y), (right, y + cut), (right, low - cut), (right - cut, low), (x + cut, low)]
    edge += [(x, low - cut), (x, y + cut), (x + cut, y)]
    for (ax, ay), (bx, by) in pairwise(edge):
        wide, tall = bx - ax, by - ay
        count = max(1, round(math.hypot(wide, tall) / 34))
        for i in range(count):
            start, end = i / count, (i + 0.55) / count
            c.line([(ax + wide * start, ay + tall * start), (ax + wide * end, ay + tall * end)], shade, 8)
    c.rectangle(x + 28, y - 22, 120, 40, shade, radius=20)
    c.rectangle(x + 28, y + 372, 250, 14, "#cfc4ae", radius=7)
    c.rectangle(x + 28, y + 410, 190, 14, "#cfc4ae", radius=7)


def _draw_note(c: Canvas, x: float, y: float, shade: str, *, lean: float) -> None:
    sheet = [(0, 0), (110, lean), (110 - lean, 104 + lean), (-lean, 104)]
    c.polygon([(x + px + 8, y + py + 9) for px, py in sheet], INK, opacity=0.15)
    c.polygon([(x + px, y + py) for px, py in sheet], mix(shade, "#ffffff", 0.35), mix(shade, "#ffffff", 0.12))
    for row in range(3):
        top = y + 30 + row * 24
        c.line([(x + 18, top), (x + 88 - row * 14, top + lean * 0.7)], mix(shade, INK, 0.55), 6)


def _draw_mug(c: Canvas, x: float, y: float, shade: str) -> None:
    c.ellipse(x + 10, y + 14, 74, 74, INK, opacity=0.16)
    c.curve([(x + 60, y - 26), (x + 104, y - 30), (x + 108, y + 14), (x + 62, y + 24)], mix(shade, INK, 0.12), 16)
    c.ellipse(x, y, 72, 72, mix(shade, "#ffffff", 0.15), mix(shade, INK, 0.12))
    c.ellipse(x, y, 56, 56, "#8d5a3b", "#b67a4f")
    c.ellipse(x - 14, y - 16, 16, 9, "#d9a878", opacity=0.6)


def _draw_pen(c: Canvas, x: float, y: float, wide: float, tall: float) -> None:
    """A red pen whose point is at the lower left, ``wide`` and ``tall`` as far as its other end."""

    def along(share: float) -> tuple[float, float]:
        return x + wide * share, y + tall * share

    c.line([(x + 8, y + 14), (x + wide + 8, y + tall + 14)], INK, 26, opacity=0.14)
    c.line([along(0), along(1)], "#d8503f", 26)
    c.line([along(0), along(0.22)], CREAM, 26)
    c.line([along(-0.06), along(0)], BRICK, 10)
